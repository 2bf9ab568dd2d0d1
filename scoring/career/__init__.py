"""Positions and years, read from dates and from words."""
