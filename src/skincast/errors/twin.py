"""What can go wrong with lives that are made up, or brought in as a folder."""

from __future__ import annotations

from skincast.errors.root import SkincastError


class TwinFolderTaken(SkincastError):
    """The folder holds other lives than those that were asked for."""

    code = "twin_folder_taken"
    exit_code = 2
    http_status = 409


class TwinFolderUnreadable(SkincastError):
    """A folder of lives is not what `docs/twin.md` describes, or not finished."""

    code = "twin_folder_unreadable"
    exit_code = 6
    http_status = 422


class TwinMixed(SkincastError):
    """A twin would be mixed with what the journal of a real person holds."""

    code = "twin_mixed"
    exit_code = 2
    http_status = 409
