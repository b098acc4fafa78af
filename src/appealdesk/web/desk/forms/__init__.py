"""What is typed at the desk, as the inputs of the actions."""
