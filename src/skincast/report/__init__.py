"""Analysis -> what people and machines see of it: the JSON document, the page, pictures, masks and tables."""

from skincast.report.contract import CheckDocument
from skincast.report.document import analysis_json, describe, describe_check, to_json
from skincast.report.files import PAGE, choose_stem, save
from skincast.report.terminal import draw_catalog, draw_checks, draw_scores
from skincast.report.wording import give_notice

__all__ = [
    "PAGE",
    "CheckDocument",
    "analysis_json",
    "choose_stem",
    "describe",
    "describe_check",
    "draw_catalog",
    "draw_checks",
    "draw_scores",
    "give_notice",
    "save",
    "to_json",
]
