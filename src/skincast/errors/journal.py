"""What can go wrong with a person's journal and with what is read into it."""

from __future__ import annotations

from skincast.errors.root import SkincastError


class PersonUnknown(SkincastError):
    """Nobody of that name or id keeps a journal here."""

    code = "person_unknown"
    exit_code = 2
    http_status = 404


class PersonExists(SkincastError):
    """Somebody of that name keeps a journal here already."""

    code = "person_exists"
    exit_code = 2
    http_status = 409


class PersonUnderage(SkincastError):
    """Skincast is for adults: nobody under 18."""

    code = "person_underage"
    exit_code = 2
    http_status = 422


class ValueRefused(SkincastError):
    """A value that cannot be: out of its range, of an unknown kind, or malformed."""

    code = "value_refused"
    exit_code = 2
    http_status = 422


class FactorUnknown(SkincastError):
    """No factor of that name is in the catalog."""

    code = "factor_unknown"
    exit_code = 2
    http_status = 422


class DateRefused(SkincastError):
    """A date or time that is malformed, that never was on that clock, or that lies in the future."""

    code = "date_refused"
    exit_code = 2
    http_status = 422


class ZoneUnknown(SkincastError):
    """No time zone of that name."""

    code = "zone_unknown"
    exit_code = 2
    http_status = 422


class ProductUnknown(SkincastError):
    """The person has no product of that name."""

    code = "product_unknown"
    exit_code = 2
    http_status = 404


class ConsentMissing(SkincastError):
    """The person has not agreed to this."""

    code = "consent_missing"
    exit_code = 2
    http_status = 403


class ConsentUnknown(SkincastError):
    """No purpose of that name is in the catalog of consents."""

    code = "consent_unknown"
    exit_code = 2
    http_status = 422


class PlaceMissing(SkincastError):
    """The person's place is not known on these days."""

    code = "place_missing"
    exit_code = 4
    http_status = 409


class PhotosNotKept(SkincastError):
    """The photos that this needs were not kept."""

    code = "photos_not_kept"
    exit_code = 4
    http_status = 409


class HistoryMissing(SkincastError):
    """There is not enough history for this."""

    code = "history_missing"
    exit_code = 4
    http_status = 404


class VisitExists(SkincastError):
    """These photos belong to a visit already."""

    code = "visit_exists"
    exit_code = 2
    http_status = 409


class KeyMissing(SkincastError):
    """The master key is not there: without it nothing in the journal can be read."""

    code = "key_missing"
    exit_code = 5
    http_status = 503


class KeyRefused(SkincastError):
    """The master key or the passphrase is not the one that this journal was locked with, or lies where it must not."""

    code = "key_refused"
    exit_code = 5
    http_status = 503


class JournalDamaged(SkincastError):
    """Something in the journal was changed or lost outside Skincast."""

    code = "journal_damaged"
    exit_code = 6
    http_status = 500


class JournalNewer(SkincastError):
    """The journal was written by a newer Skincast."""

    code = "journal_newer"
    exit_code = 5
    http_status = 503


class JournalBusy(SkincastError):
    """Another program is writing to the journal."""

    code = "journal_busy"
    exit_code = 5
    http_status = 503


class ErasureIncomplete(SkincastError):
    """Somebody was erased, and something of them may still be found."""

    code = "erasure_incomplete"
    exit_code = 5
    http_status = 503


class JournalUnreachable(SkincastError):
    """The journal's database or folder cannot be opened."""

    code = "journal_unreachable"
    exit_code = 5
    http_status = 503


class FileRefused(SkincastError):
    """A file to import is not what it should be."""

    code = "file_refused"
    exit_code = 6
    http_status = 422


class BackupRefused(SkincastError):
    """A backup is damaged, incomplete, or locked with another key."""

    code = "backup_refused"
    exit_code = 6
    http_status = 422


class JournalNotEmpty(SkincastError):
    """Restoring would overwrite a journal."""

    code = "journal_not_empty"
    exit_code = 2
    http_status = 409


class EnvironmentUnreachable(SkincastError):
    """The weather service did not answer, or not as documented."""

    code = "environment_unreachable"
    exit_code = 5
    http_status = 502
