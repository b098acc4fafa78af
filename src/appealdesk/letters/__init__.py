"""Outgoing letters: drafted in the recipient's language, reviewed where they hurt, sent, and kept."""
