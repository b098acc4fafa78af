"""What can be done about sanctions: one write each."""
