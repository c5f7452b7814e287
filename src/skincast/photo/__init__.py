"""Bytes in, an upright sRGB picture out; whatever is not an ordinary photo is refused with a code."""

from skincast.photo.limits import PhotoLimits
from skincast.photo.read import Source, read_photo

__all__ = ["PhotoLimits", "Source", "read_photo"]
