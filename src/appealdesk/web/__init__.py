"""The doors: the only package that knows HTTP. It owns no table."""
