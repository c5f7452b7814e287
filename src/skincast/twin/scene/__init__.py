"""Geometry, skin colors and lamps -> a picture in linear light, and the same geometry for the truth."""
