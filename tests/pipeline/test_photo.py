"""The main job from end to end, on the bundled portrait."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from skincast import analyze, check
from skincast.analysis import Analysis
from skincast.catalog import concerns
from skincast.errors import PhotoUnreadable
from skincast.types import Picture

TURNS = {
    1: lambda p: p,
    2: lambda p: p[:, ::-1],
    3: lambda p: p[::-1, ::-1],
    4: lambda p: p[::-1],
    5: lambda p: p.transpose(1, 0, 2),
    6: lambda p: np.rot90(p, 1),
    7: lambda p: p[::-1, ::-1].transpose(1, 0, 2),
    8: lambda p: np.rot90(p, -1),
}
"""EXIF orientation -> how the stored pixels lie, so that a viewer sees the picture upright."""


@pytest.fixture(scope="module")
def selfie(portrait_picture: Picture) -> Picture:
    """Head and shoulders of the portrait, enlarged to the size of a small selfie."""
    head = portrait_picture[0:260, 120:330]
    return np.asarray(cv2.resize(head, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC), np.uint8)


@pytest.fixture(scope="module")
def analysis(selfie: Picture) -> Analysis:
    return analyze(selfie)


def png(pixels: Picture, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(buffer, "png", exif=exif, compress_level=1)
    return buffer.getvalue()


def result(analysis: Analysis) -> dict[str, Any]:
    """The JSON without what may differ between the same pixels in other files."""
    document = json.loads(analysis.to_json())
    document.pop("timing_ms")
    document["photo"].pop("sha256")
    return dict(document)


def test_every_concern_is_scored_or_says_why(analysis: Analysis) -> None:
    assert analysis.quality.accepted
    assert set(analysis.scores) == set(concerns())
    scored = [(score, score.value) for score in analysis.scores.values() if score.value is not None]
    assert len(scored) >= 8
    for score, value in scored:
        assert 0 <= value <= 100
        assert score.sd is not None
        assert score.mdc95 == pytest.approx(1.96 * np.sqrt(2) * score.sd)
    for name, score in analysis.scores.items():
        assert score.value is not None or analysis.measurements[name].unjudged_because


def test_same_bytes_same_json(selfie: Picture) -> None:
    data = png(selfie)
    first, second = (json.loads(analyze(data).to_json()) for _ in range(2))
    assert first.pop("timing_ms").keys() == second.pop("timing_ms").keys()
    assert first == second


@pytest.mark.parametrize("orientation", TURNS)
def test_orientation_changes_nothing(selfie: Picture, analysis: Analysis, orientation: int) -> None:
    turned = analyze(png(TURNS[orientation](selfie), orientation))
    assert result(turned) == result(analysis)


def test_mirrored_photo_swaps_left_and_right(selfie: Picture, analysis: Analysis) -> None:
    mirrored = analyze(np.ascontiguousarray(selfie[:, ::-1]))
    assert mirrored.face is not None
    assert analysis.face is not None
    assert mirrored.face.yaw_deg == pytest.approx(-analysis.face.yaw_deg, abs=4)
    straight_gap, swapped_gap = [], []
    for name, score in analysis.scores.items():
        for region, value in score.regions.items():
            if not region.endswith("_right") or value.value is None:
                continue
            regions = mirrored.scores[name].regions
            same, other = regions[region].value, regions[region.replace("_right", "_left")].value
            if same is not None and other is not None:
                straight_gap.append(abs(same - value.value))
                swapped_gap.append(abs(other - value.value))
    assert len(swapped_gap) > 6
    assert np.mean(swapped_gap) < np.mean(straight_gap)


def test_mirrored_photo_keeps_the_face_scores(selfie: Picture, analysis: Analysis) -> None:
    mirrored = analyze(np.ascontiguousarray(selfie[:, ::-1]))
    for name, score in analysis.scores.items():
        other = mirrored.scores[name].value
        if score.value is None or other is None:
            continue
        assert score.mdc95 is not None
        assert abs(other - score.value) <= max(score.mdc95, 6.0), name


def test_path_bytes_and_array_agree(portrait: Path, portrait_picture: Picture) -> None:
    assert result(analyze(portrait)) == result(analyze(portrait.read_bytes()))
    assert result(analyze(portrait)) == result(analyze(portrait_picture))


def test_no_face_is_a_result_with_advice() -> None:
    blank = analyze(np.full((600, 600, 3), 128, np.uint8))
    assert not blank.quality.accepted
    assert "no_face" in {problem.code for problem in blank.quality.problems}
    assert blank.scores == {}
    assert json.loads(blank.to_json())["concerns"]["acne"]["score"] is None


def test_check_agrees_with_analyze(selfie: Picture, analysis: Analysis) -> None:
    assert check(selfie) == analysis.quality


def test_text_is_refused_with_a_hint() -> None:
    with pytest.raises(PhotoUnreadable) as refusal:
        analyze(b"not a picture at all, just some words in a file")
    assert refusal.value.hint


def test_nothing_random_stands_between_photo_and_score(
    selfie: Picture, analysis: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("random numbers in the measuring path")

    for name in ("rand", "randn", "random", "normal", "uniform", "default_rng"):
        monkeypatch.setattr(np.random, name, forbidden)
    assert result(analyze(selfie)) == result(analysis)


def test_save_writes_what_it_says(analysis: Analysis, tmp_path: Path) -> None:
    folder = analysis.save(tmp_path)
    document = json.loads((folder / "analysis.json").read_text("utf-8"))
    for name, row in document["concerns"].items():
        if row["mask"] is not None:
            mask = cv2.imread(str(folder / row["mask"]), cv2.IMREAD_GRAYSCALE)
            assert mask is not None, name
            assert mask.shape == (analysis.photo.height_px, analysis.photo.width_px), name
    assert (folder / "report.html").stat().st_size > 10_000


def jpeg_on_canvas(picture: Picture, side_px: int) -> bytes:
    canvas = np.full((side_px, side_px, 3), 90, np.uint8)
    canvas[600 : 600 + picture.shape[0], 700 : 700 + picture.shape[1]] = picture
    buffer = io.BytesIO()
    Image.fromarray(canvas).save(buffer, "jpeg", quality=97, subsampling=0)
    return buffer.getvalue()


def test_a_small_face_in_a_large_photo_is_decoded_in_full(selfie: Picture) -> None:
    large = np.asarray(cv2.resize(selfie, None, fx=1.6, fy=1.6, interpolation=cv2.INTER_CUBIC), np.uint8)
    whole, reduced = (analyze(jpeg_on_canvas(large, side_px)) for side_px in (3000, 3900))
    assert (whole.photo.reduction, reduced.photo.reduction) == (1, 1)
    assert whole.skin is not None
    assert reduced.skin is not None
    assert reduced.skin.crop.native_mm_per_px == pytest.approx(whole.skin.crop.native_mm_per_px, rel=0.05)


def test_a_wall_is_no_close_up_even_if_asked() -> None:
    wall = analyze(np.full((600, 600, 3), (120, 130, 200), np.uint8), closeup=True)
    assert not wall.quality.accepted
    assert wall.scores == {}


def test_a_close_up_says_what_it_cannot_know(selfie: Picture) -> None:
    face = analyze(selfie).face
    assert face is not None
    x, y = face.landmarks_px[50, :2].astype(int)
    cheek = np.ascontiguousarray(selfie[y - 55 : y + 55, x - 55 : x + 55])
    grain = np.random.default_rng(0).normal(0, 4, (660, 660, 1))
    skin = cv2.resize(cheek, (660, 660), interpolation=cv2.INTER_CUBIC) + grain
    close = analyze(np.clip(skin, 0, 255).astype(np.uint8), closeup=True)
    assert close.closeup
    assert close.face is None
    assert {"scale_unknown", "regions_unknown"} <= set(close.notices)
    assert close.scores["redness"].value is not None
    assert close.scores["dark_circles"].value is None
    assert close.measurements["dark_circles"].unjudged_because == "not_in_closeup"
    assert close.clinical == ()
