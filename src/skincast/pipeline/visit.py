"""The photos of one visit, from their bytes into the journal, and again from the journal when the measures improve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from skincast.analysis import Analysis
from skincast.errors import JournalDamaged, ModelMismatch, ModelMissing, PhotosNotKept, SkincastError
from skincast.face import atlas_regions, region_names, unroll_face
from skincast.journal import Journal, Owner
from skincast.journal.fingerprint import fingerprint
from skincast.photo import read_file, strip_photo
from skincast.pipeline.photo import analyze, versions
from skincast.score import score_burden
from skincast.types import AtlasMaps, Sitting, Visit
from skincast.visit import Regions, Seen, fuse_sitting, pack_maps, same_versions, unpack_maps


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What the photos of one visit told: each on its own, and the accepted ones together."""

    analyses: tuple[Analysis | None, ...]
    """One for each photo, in the order given; refused ones too, None where the file could not be read."""
    unreadable: dict[int, SkincastError]
    """What is wrong with such a file, by its place in the order given."""
    photos: tuple[bytes, ...]
    """The accepted photos without metadata, in the order of the sitting: what may be kept."""
    sitting: Sitting | None
    """None where every photo was refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remeasured:
    """What `remeasure` did with the visits of one person."""

    measured: int
    current: int
    """Visits that this version had measured already."""
    not_kept: int
    """Visits without kept photos: their older numbers stay what they are."""
    refused: int
    """Visits whose kept photos this version refuses to score."""


def see_visit(photos: Sequence[Path | bytes], *, closeup: bool = False) -> Sight:
    """Analyze the photos of one visit, stripped of metadata first, and fuse those that can be scored.

    One file that cannot be read does not cost the person the others.

    Args:
        photos: paths, or the bytes of files.
        closeup: as in `analyze`.

    Raises:
        ModelMissing, ModelMismatch: the installation is not whole.
    """
    stripped: dict[str, bytes] = {}
    analyses: list[Analysis | None] = []
    unreadable: dict[int, SkincastError] = {}
    for place, photo in enumerate(photos):
        try:
            data = strip_photo(photo if isinstance(photo, bytes) else read_file(photo))
            analysis = analyze(data, closeup=closeup)
        except (ModelMissing, ModelMismatch):
            raise
        except SkincastError as error:
            unreadable[place] = error
            analyses.append(None)
        else:
            stripped[analysis.photo.sha256] = data
            analyses.append(analysis)
    sitting = _sit(analyses)
    kept = () if sitting is None else tuple(stripped[photo.sha256] for photo in sitting.photos)
    return Sight(analyses=tuple(analyses), unreadable=unreadable, photos=kept, sitting=sitting)


def keep_visit(
    journal: Journal,
    owner: Owner,
    sight: Sight,
    *,
    at: datetime,
    now: datetime,
    zone: str | None = None,
    imported: bool = False,
    label: str = "",
) -> Visit:
    """Put what was seen into a person's journal; photos and maps stay only with the person's consent.

    Args:
        journal: where to.
        owner: whose.
        sight: of photos at least one of which could be scored.
        at: when they were taken.
        now: this moment.
        zone: where the person was; their own unless told.
        imported: True for old photos that are brought in later.
        label: what the visit is called.

    Raises:
        ValueError: every photo was refused.
        VisitExists, ConsentMissing, DateRefused: as `Visits.keep`.
    """
    if sight.sitting is None:
        raise ValueError("no photo of the visit could be scored")
    return journal.visits.keep(
        owner,
        sight.sitting,
        at=at,
        zone=zone or owner.person.zone,
        origin="imported" if imported else "taken",
        now=now,
        photos=sight.photos,
        maps=None if sight.sitting.maps is None else pack_maps(sight.sitting.maps),
        label=label,
    )


def remeasure(journal: Journal, owner: Owner, *, now: datetime) -> Remeasured:
    """Measure every visit with this version from its kept photos; what older versions said stays beside it.

    Raises:
        PhotosNotKept: no visit has photos.
    """
    visits = journal.visits.all(owner)
    counts = {"measured": 0, "current": 0, "not_kept": 0, "refused": 0}
    for visit in visits:
        counts[_remeasure_one(journal, owner, visit, now=now)] += 1
    if visits and counts["not_kept"] == len(visits):
        raise PhotosNotKept(
            "No photo was kept, so nothing can be measured again.",
            hint="Photos are kept from the day on which you agree to it: `skincast consent grant PERSON photos`.",
        )
    return Remeasured(**counts)


def read_maps(journal: Journal, owner: Owner, visit: Visit) -> AtlasMaps:
    """The atlas of a visit.

    Raises:
        PhotosNotKept: it was not kept, or the visit was a close-up.
        JournalDamaged: it cannot be read any more.
    """
    data = journal.visits.maps(owner, visit.id, fingerprint=fingerprint(visit.made_by))
    try:
        return unpack_maps(data)
    except ValueError as error:
        raise JournalDamaged(
            f"The maps of a visit cannot be read: {error}.", hint="Draw them anew with `skincast remeasure`."
        ) from error


def _remeasure_one(journal: Journal, owner: Owner, visit: Visit, *, now: datetime) -> str:
    if same_versions(visit.made_by, versions()):
        return "current"
    if not any(photo.kept for photo in visit.photos):
        return "not_kept"
    sight = see_visit(journal.visits.photos(owner, visit.id), closeup=any(p.view == "closeup" for p in visit.photos))
    if sight.sitting is None:
        return "refused"
    maps = None if sight.sitting.maps is None else pack_maps(sight.sitting.maps)
    journal.visits.add_analysis(owner, visit.id, sight.sitting, now=now, maps=maps)
    return "measured"


def _sit(analyses: Sequence[Analysis | None]) -> Sitting | None:
    """Fuse the photos that can be scored; None where there is none."""
    seen = [_seen(analysis) for analysis in analyses if analysis is not None]
    accepted = [one for one in seen if one is not None]
    if not accepted:
        return None
    regions = Regions(labels=atlas_regions(), names=region_names())
    return fuse_sitting(accepted, regions=regions, score_of=score_burden)


def _seen(analysis: Analysis) -> Seen | None:
    """What the visit room needs of an analysis; None where the photo was refused."""
    if not analysis.quality.accepted or analysis.skin is None:
        return None
    face = analysis.face
    return Seen(
        sha256=analysis.photo.sha256,
        quality=analysis.quality.score,
        yaw_deg=None if face is None else face.yaw_deg,
        mm_per_px=None if face is None else face.mm_per_px / analysis.photo.reduction,
        unjudged=analysis.quality.unjudged,
        skin=analysis.skin,
        atlas=None if face is None else unroll_face(analysis.skin.crop),
        measurements=analysis.measurements,
        scores=analysis.scores,
        document=analysis.to_json(),
        made_by=analysis.made_by,
    )
