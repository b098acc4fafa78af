"""What is asked for, by which published rules: appeals, positions, criteria, advisories, rates."""
