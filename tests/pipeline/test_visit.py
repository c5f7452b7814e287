"""Photos become a visit, and a visit is measured again from what was kept."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import datetime, timedelta

import cv2
import numpy as np
import pytest
from PIL import Image

from skincast import analyze
from skincast.errors import ConsentMissing, FileUnreadable, PhotosNotKept, VisitExists
from skincast.journal import Journal, Owner
from skincast.photo import strip_photo
from skincast.pipeline import visit as chain
from skincast.pipeline.photo import versions
from skincast.pipeline.visit import keep_visit, read_maps, remeasure, see_visit
from skincast.types import Sitting

NOBODY = cv2.imencode(".png", np.full((300, 300, 3), 90, np.uint8))[1].tobytes()


def with_exif(photo: bytes) -> bytes:
    """The same photo with a name in its metadata."""
    exif = Image.Exif()
    exif[0x013B] = "Ada Lovelace"
    out = io.BytesIO()
    Image.open(io.BytesIO(photo)).save(out, "JPEG", exif=exif.tobytes(), quality="keep")
    return out.getvalue()


def test_one_photo_gives_the_scores_of_its_analysis(selfie: bytes) -> None:
    sight = see_visit([selfie])
    assert sight.sitting is not None
    assert sight.sitting.scores == analyze(strip_photo(selfie)).scores


def test_a_refused_and_an_unreadable_photo_cost_nothing(selfie: bytes, other_selfie: bytes) -> None:
    sight = see_visit([NOBODY, selfie, b"no photo", other_selfie])
    assert [None if one is None else one.quality.accepted for one in sight.analyses] == [False, True, None, True]
    assert list(sight.unreadable) == [2]
    assert sight.sitting is not None
    assert len(sight.sitting.photos) == len(sight.photos) == 2


def test_nothing_that_can_be_scored_is_no_sitting(tmp_path_factory: pytest.TempPathFactory) -> None:
    sight = see_visit([NOBODY, tmp_path_factory.mktemp("none") / "missing.jpg"])
    assert sight.sitting is None
    assert sight.photos == ()
    assert isinstance(sight.unreadable[1], FileUnreadable)


def test_a_visit_without_consent_is_not_kept(journal: Journal, selfie: bytes, now: datetime) -> None:
    journal.people.add("Bo", birth_year=1980, zone="UTC", now=now)
    with pytest.raises(ConsentMissing):
        keep_visit(journal, journal.people.find("Bo"), see_visit([selfie]), at=now, now=now)


def test_without_the_consent_no_photo_stays(journal: Journal, owner: Owner, selfie: bytes, now: datetime) -> None:
    visit = keep_visit(journal, owner, see_visit([selfie]), at=now, now=now)
    assert not visit.has_maps
    assert not any(photo.kept for photo in visit.photos)
    assert not list(journal.store.objects.keys())
    with pytest.raises(PhotosNotKept):
        read_maps(journal, owner, visit)
    with pytest.raises(PhotosNotKept, match="No photo was kept") as refusal:
        remeasure_as_newer(journal, owner, now)
    assert "consent grant" in refusal.value.hint


def test_with_the_consent_photos_stay_without_metadata(
    journal: Journal, photos_kept: Owner, selfie: bytes, now: datetime
) -> None:
    telling = with_exif(selfie)
    assert b"Lovelace" in telling
    visit = keep_visit(journal, photos_kept, see_visit([telling]), at=now, now=now)
    (kept,) = journal.visits.photos(photos_kept, visit.id)
    assert b"Lovelace" not in kept
    assert kept == strip_photo(telling)
    assert read_maps(journal, photos_kept, visit).picture.any()


def test_the_same_photo_is_one_visit(journal: Journal, owner: Owner, selfie: bytes, now: datetime) -> None:
    keep_visit(journal, owner, see_visit([selfie]), at=now, now=now)
    with pytest.raises(VisitExists):
        keep_visit(journal, owner, see_visit([selfie]), at=now - timedelta(days=1), now=now)


def test_measuring_again_by_the_same_version_changes_nothing(
    journal: Journal, photos_kept: Owner, selfie: bytes, now: datetime
) -> None:
    visit = keep_visit(journal, photos_kept, see_visit([selfie]), at=now, now=now)
    again = see_visit(journal.visits.photos(photos_kept, visit.id))
    assert again.sitting is not None
    assert again.sitting.photos[0].sha256 == visit.photos[0].sha256
    kept = journal.visits.find(photos_kept, visit.id)
    assert {name: score.value for name, score in again.sitting.scores.items()} == pytest.approx(
        {name: score.value for name, score in kept.scores.items()}, abs=0.06
    )
    assert remeasure(journal, photos_kept, now=now).current == 1


def remeasure_as_newer(journal: Journal, owner: Owner, now: datetime) -> chain.Remeasured:
    """What a version with better measures would do: its visits are marked with another version."""
    with pytest.MonkeyPatch.context() as patch:
        newer = {**versions(), "measures": "better@9.0.0"}
        patch.setattr(chain, "versions", lambda: newer)
        patch.setattr(chain, "see_visit", lambda photos, closeup: renewed(photos, closeup=closeup, made_by=newer))
        return remeasure(journal, owner, now=now)


def renewed(photos: list[bytes], *, closeup: bool, made_by: dict[str, str]) -> chain.Sight:
    sight = see_visit(photos, closeup=closeup)
    sitting: Sitting | None = None if sight.sitting is None else replace(sight.sitting, made_by=made_by)
    return replace(sight, sitting=sitting)


def test_a_newer_version_measures_what_was_kept_and_never_mixes(
    journal: Journal, owner: Owner, selfie: bytes, other_selfie: bytes, now: datetime
) -> None:
    keep_visit(journal, owner, see_visit([selfie]), at=now - timedelta(days=9), now=now)
    journal.consents.grant(owner, "photos", now=now)
    second = keep_visit(journal, owner, see_visit([other_selfie]), at=now, now=now)

    done = remeasure_as_newer(journal, owner, now + timedelta(hours=1))
    assert (done.measured, done.not_kept, done.current, done.refused) == (1, 1, 0, 0)

    history = journal.history(owner)
    assert [visit.id for visit in history.visits] == [second.id]
    assert history.older == 1
    assert history.made_by["measures"] == "better@9.0.0"
    made_by = [json.loads(document)["made_by"] for document in journal.visits.documents(owner, second.id)]
    assert len(made_by) == 1
