"""Traits and condition -> what is drawn on a sheet: one family a folder, one feature a file."""

from skincast.twin.feature.draw import draw_features

__all__ = ["draw_features"]
