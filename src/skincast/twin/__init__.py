"""Seed -> a person who does not exist: skin known to the pixel, a life known to the day."""
