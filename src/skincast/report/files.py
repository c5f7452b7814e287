"""Analysis -> a folder with the document, the page, the pictures and the masks, written whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from skincast.catalog import concerns
from skincast.errors import OutputUnwritable
from skincast.report.document import describe, to_json
from skincast.report.frame import color_to_original
from skincast.report.masks import draw_map, draw_mask, encode_png
from skincast.report.overview import draw_overview
from skincast.report.page import render_page

if TYPE_CHECKING:
    from skincast.analysis import Analysis
    from skincast.report.contract import AnalysisDocument

DOCUMENT = "analysis.json"
PAGE = "report.html"
OVERVIEW = "overlay.png"
SKIN = "skin.png"

OWNER_ENTERS, OWNER_READS = 0o700, 0o600
"""Permissions of the folder and of its files: they hold a face."""

_LEFT_BY_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def save(analysis: Analysis, directory: str | Path, *, stem: str, landmarks: bool = False) -> Path:
    """Write every file of one analysis into `directory/stem`, replacing an earlier result.

    The files are written to a hidden folder beside it, which is then renamed: a crash leaves no half result. Only the
    owner may read them: they hold a face.

    Args:
        analysis: of one photo. A refused one gives the document and the page with its advice.
        directory: made if it does not exist.
        stem: name of the folder.
        landmarks: True keeps the face's landmarks in the document.

    Returns:
        The folder.

    Raises:
        OutputUnwritable: no permission, no room, or a folder of that name that holds other things.
        ValueError: a stem that is no plain folder name.
    """
    if stem in {"", ".", ".."} or Path(stem).name != stem or "\\" in stem or "\0" in stem:
        msg = f"stem must be a plain folder name, got {stem!r}"
        raise ValueError(msg)
    document = describe(analysis, landmarks=landmarks)
    target = Path(directory) / stem
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _require_ours(target)
        with tempfile.TemporaryDirectory(prefix=".skincast-", dir=target.parent, ignore_cleanup_errors=True) as hidden:
            fresh = Path(hidden) / "new"
            fresh.mkdir(mode=OWNER_ENTERS)
            _write(analysis, document, fresh, title=stem)
            _keep_private(fresh)
            _swap(fresh, target, aside=Path(hidden) / "old")
    except OSError as error:
        raise OutputUnwritable(
            f"The result cannot be written to {target}: {error.strerror or error}.",
            hint="Name a folder that you may write to, with room for a few megabytes: --out DIR.",
        ) from error
    return target


def choose_stem(directory: str | Path, wanted: str, *, sha256: str, shared: bool = False) -> str:
    """Choose a folder name that overwrites no other photo's result.

    Args:
        directory: where the folder will be.
        wanted: the photo's name without its ending.
        sha256: of the photo.
        shared: True where another photo of the same run wants the same name.

    Returns:
        `wanted`, or `wanted` and the beginning of the SHA-256 where that name is taken.
    """
    plain = wanted if wanted.strip(".") else "photo"
    taken = Path(directory) / plain
    if shared or (os.path.lexists(taken) and _sha256_of(taken) != sha256):
        return f"{plain}-{sha256[:8]}"
    return plain


def _sha256_of(folder: Path) -> str | None:
    """The photo that an earlier result is of; None where the folder holds none."""
    try:
        return str(json.loads((folder / DOCUMENT).read_text("utf-8"))["photo"]["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(analysis: Analysis, document: AnalysisDocument, folder: Path, *, title: str) -> None:
    (folder / DOCUMENT).write_text(to_json(document) + "\n", "utf-8")
    (folder / PAGE).write_text(render_page(analysis, document, title=title), "utf-8")
    if analysis.skin is None:
        return
    photo = analysis.photo
    move = color_to_original(analysis.skin.crop, photo)
    size = {"width_px": photo.width_px, "height_px": photo.height_px}
    (folder / SKIN).write_bytes(encode_png(draw_mask(analysis.skin.outline, move, **size)))
    for name, row in document.concerns.items():
        if row.mask is not None:
            (folder / row.mask).write_bytes(encode_png(draw_map(analysis.measurements[name].map, move, **size)))
    (folder / OVERVIEW).write_bytes(draw_overview(analysis, document))


def _keep_private(folder: Path) -> None:
    """Let nobody but the owner in, whatever the umask allows; until now the hidden folder kept others out."""
    for file in folder.iterdir():
        file.chmod(OWNER_READS)
    folder.chmod(OWNER_ENTERS)


def _require_ours(target: Path) -> None:
    """Refuse to replace what is not a result: somebody's folder may bear the photo's name."""
    if not target.exists() and not target.is_symlink():
        return
    ours = {DOCUMENT, PAGE, OVERVIEW, SKIN, *(f"{name}.png" for name in concerns())} | _LEFT_BY_SYSTEMS
    if target.is_symlink() or not target.is_dir() or any(entry.name not in ours for entry in target.iterdir()):
        raise OutputUnwritable(
            f"{target} exists and holds other things than an earlier result.",
            hint="Move it away, or name another folder: --out DIR.",
        )


def _swap(fresh: Path, target: Path, *, aside: Path) -> None:
    """Put the new folder in the old one's place, and the old one back if that fails."""
    if not target.exists():
        fresh.rename(target)
        return
    target.rename(aside)
    try:
        fresh.rename(target)
    except OSError:
        aside.rename(target)
        raise
    with contextlib.suppress(OSError):
        shutil.rmtree(aside)
