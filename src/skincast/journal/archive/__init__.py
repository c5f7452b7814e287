"""One person's whole journal as a zip that anybody can read, and back into any journal."""

from skincast.journal.archive.exporting import ArchiveReport, export_person
from skincast.journal.archive.importing import ImportReport, import_person

__all__ = ["ArchiveReport", "ImportReport", "export_person", "import_person"]
