"""The words that the templates of every door may use."""
