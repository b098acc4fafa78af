"""The words that the templates of the desk may use."""
