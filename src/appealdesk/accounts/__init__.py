"""Staff: who signs in at the desk, in which role, for which organisation."""
