"""Analysis -> what people and machines see of it: the JSON document, the page, pictures, masks and tables."""

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
from skincast.report.notes import gather_notes
from skincast.report.terminal import draw_catalog, draw_checks, draw_scores
from skincast.report.wording import give_notice

__all__ = [
    "PAGE",
    "CheckDocument",
    "analysis_json",
    "choose_stem",
    "describe",
    "describe_check",
    "describe_error",
    "describe_line",
    "draw_catalog",
    "draw_checks",
    "draw_scores",
    "gather_notes",
    "give_notice",
    "save",
    "to_json",
]
