"""Analyses, journals and comparisons -> what people and machines see of them: documents, pages, pictures and tables."""

from skincast.report.change import change_json, describe_change, draw_change, draw_change_map, render_change
from skincast.report.contract import CheckDocument
from skincast.report.document import (
    analysis_json,
    describe,
    describe_check,
    describe_error,
    describe_line,
    to_json,
)
from skincast.report.files import PAGE, choose_stem, save
from skincast.report.history import (
    TrueCourse,
    describe_history,
    draw_history,
    history_json,
    plot_history,
    render_history,
)
from skincast.report.notes import gather_notes
from skincast.report.terminal import draw_catalog, draw_checks, draw_scores
from skincast.report.wording import give_notice

__all__ = [
    "PAGE",
    "CheckDocument",
    "TrueCourse",
    "analysis_json",
    "change_json",
    "choose_stem",
    "describe",
    "describe_change",
    "describe_check",
    "describe_error",
    "describe_history",
    "describe_line",
    "draw_catalog",
    "draw_change",
    "draw_change_map",
    "draw_checks",
    "draw_history",
    "draw_scores",
    "gather_notes",
    "give_notice",
    "history_json",
    "plot_history",
    "render_change",
    "render_history",
    "save",
    "to_json",
]
