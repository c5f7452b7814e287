"""The root of all errors that a person can put right."""

from __future__ import annotations

from typing import ClassVar


class SkincastError(Exception):
    """Root of all errors that a person can put right."""

    code: ClassVar[str] = "skincast_error"
    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
