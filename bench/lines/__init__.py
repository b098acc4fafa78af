"""The named lines, one module for each thing that is set up once and measured in several ways."""
