"""What can be wrong with a photo, with a model or with the place of a result."""

from __future__ import annotations

from skincast.errors.root import SkincastError


class PhotoUnreadable(SkincastError):
    """The bytes are no picture, or are damaged."""

    code = "photo_unreadable"
    exit_code = 6
    http_status = 422


class PhotoUnsupported(SkincastError):
    """The bytes are a picture, but of a kind that is not accepted."""

    code = "photo_unsupported"
    exit_code = 6
    http_status = 422


class PhotoAnimated(SkincastError):
    """The file holds more than one frame."""

    code = "photo_animated"
    exit_code = 6
    http_status = 422


class PhotoTooSmall(SkincastError):
    """Too few pixels to see skin in."""

    code = "photo_too_small"
    exit_code = 6
    http_status = 422


class PhotoTooLarge(SkincastError):
    """Too many pixels, or too much memory to decode."""

    code = "photo_too_large"
    exit_code = 6
    http_status = 422


class FileTooLarge(SkincastError):
    """Too many bytes."""

    code = "file_too_large"
    exit_code = 6
    http_status = 413


class FileUnreadable(SkincastError):
    """No such file, or no permission to read it."""

    code = "file_unreadable"
    exit_code = 6
    http_status = 404


class OutputUnwritable(SkincastError):
    """The result cannot be written where it was asked for."""

    code = "output_unwritable"
    exit_code = 2
    http_status = 500


class ModelMissing(SkincastError):
    """A model file that belongs to the installation is not there."""

    code = "model_missing"
    exit_code = 5
    http_status = 503


class ModelMismatch(SkincastError):
    """A model file is not the one that its `model.toml` describes."""

    code = "model_mismatch"
    exit_code = 5
    http_status = 503


class ExtraMissing(SkincastError):
    """An optional package is needed for this."""

    code = "extra_missing"
    exit_code = 5
    http_status = 501
