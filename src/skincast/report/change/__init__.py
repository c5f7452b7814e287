"""Two visits side by side as a document, a page, a picture and a table."""

from skincast.report.change.contract import ChangeDocument
from skincast.report.change.document import change_json, describe_change
from skincast.report.change.page import render_change
from skincast.report.change.sheet import draw_change_map
from skincast.report.change.terminal import draw_change

__all__ = [
    "ChangeDocument",
    "change_json",
    "describe_change",
    "draw_change",
    "draw_change_map",
    "render_change",
]
