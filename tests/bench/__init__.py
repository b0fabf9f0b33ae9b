"""Measured by hand and never by pytest: how fast and how sparing the real bot is against the playground."""
