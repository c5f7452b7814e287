"""The whole journal in one encrypted file, and back: from any database to any other."""

from skincast.journal.backup.contents import BackupReport, RestoreReport
from skincast.journal.backup.read import restore_key, verify_backup
from skincast.journal.backup.restoring import restore
from skincast.journal.backup.write import backup

__all__ = ["BackupReport", "RestoreReport", "backup", "restore", "restore_key", "verify_backup"]
