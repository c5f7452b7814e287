"""Bytes in, an upright sRGB picture out; whatever is not an ordinary photo is refused with a code."""

from skincast.photo.limits import PhotoLimits
from skincast.photo.read import Source, read_file, read_photo
from skincast.photo.strip import strip_photo

__all__ = ["PhotoLimits", "Source", "read_file", "read_photo", "strip_photo"]
