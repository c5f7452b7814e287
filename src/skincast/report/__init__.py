"""Analysis -> what people and machines see of it: the JSON document, the page, the pictures and the masks."""

from skincast.report.document import analysis_json, describe
from skincast.report.files import save

__all__ = ["analysis_json", "describe", "save"]
