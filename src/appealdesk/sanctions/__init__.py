"""Sanctions lists, and whether a donor or a payee may be on one. A hit only holds; a person decides."""
