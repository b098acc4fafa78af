"""Django without a domain word: what every app stands on."""
