"""The only place that knows everything: settings, addresses, wiring, the command line."""
