"""Crop -> Skin: clean skin at a fixed physical scale, with its optical split."""

from skincast.skin.clean import clean_skin

__all__ = ["clean_skin"]
