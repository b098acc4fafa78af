"""The providers of card payments: one interface, and a driver for each provider. Nothing else speaks to them."""
