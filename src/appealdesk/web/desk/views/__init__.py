"""What the desk answers, one module a resource: parse, one call, render or redirect."""
