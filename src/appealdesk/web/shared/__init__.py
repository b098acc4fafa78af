"""What every door shares: the design, the base pages, the languages, the answers to what goes wrong."""
