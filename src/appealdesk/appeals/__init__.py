"""What is asked for, and under which published rules: organisations, appeals, positions, criteria, advisories, rates."""
