"""Features composited onto photos, real or generated, with truth only for what was added."""

from skincast.twin.paint.paint import paint_close_up, paint_on
from skincast.twin.paint.painted import Painted
from skincast.twin.paint.request import Draw, Features, Sitter

__all__ = ["Draw", "Features", "Painted", "Sitter", "paint_close_up", "paint_on"]
