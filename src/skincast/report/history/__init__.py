"""A person's journal as a document, a plot, a page and a table."""

from skincast.report.history.contract import HistoryDocument
from skincast.report.history.document import describe_history, history_json
from skincast.report.history.page import render_history
from skincast.report.history.plot import plot_history
from skincast.report.history.terminal import draw_history
from skincast.report.history.truth import TrueCourse

__all__ = [
    "HistoryDocument",
    "TrueCourse",
    "describe_history",
    "draw_history",
    "history_json",
    "plot_history",
    "render_history",
]
