"""The overview shows the photo with what stands out most."""

from __future__ import annotations

import dataclasses
import io

import numpy as np
from PIL import Image

from skincast.analysis import Analysis
from skincast.report.document import describe
from skincast.report.overview import draw_overview
from skincast.report.view import choose_view, show
from skincast.types import Picture


def draw(analysis: Analysis) -> Picture:
    with Image.open(io.BytesIO(draw_overview(analysis, describe(analysis)))) as image:
        return np.asarray(image.convert("RGB"))


def test_the_photo_is_there_with_words_below(analysis: Analysis) -> None:
    width, height = choose_view(analysis).size_px

    drawn = draw(analysis)

    assert drawn.shape[1] == width
    assert drawn.shape[0] > height
    assert drawn[height:].min() < 120 < drawn[height:].max()


def test_map_and_rings_are_drawn_on_it(analysis: Analysis) -> None:
    plain = show(analysis.photo.pixels, choose_view(analysis))
    quiet = dataclasses.replace(
        analysis,
        measurements={
            name: dataclasses.replace(m, map=np.zeros_like(m.map), findings=())
            for name, m in analysis.measurements.items()
        },
    )

    assert np.array_equal(draw(quiet)[: plain.shape[0]], plain)
    changed = (draw(analysis)[: plain.shape[0]] != plain).any(axis=2).mean()
    assert 0.01 < changed < 0.5


def test_blue_marks_the_lowest_score(analysis: Analysis) -> None:
    plain = show(analysis.photo.pixels, choose_view(analysis)).astype(int)
    bare = dataclasses.replace(
        analysis, measurements={n: dataclasses.replace(m, findings=()) for n, m in analysis.measurements.items()}
    )
    drawn = draw(bare)[: plain.shape[0]].astype(int)
    touched = (drawn != plain).any(axis=2)

    assert (drawn[touched][:, 2] - drawn[touched][:, 0]).mean() > (
        plain[touched][:, 2] - plain[touched][:, 0]
    ).mean() + 40


def test_the_words_fit_below_the_photo(analysis: Analysis) -> None:
    width, height = choose_view(analysis).size_px

    words = draw(analysis)[height:].min(axis=2).min(axis=0)

    assert (words[-round(0.02 * width) :] > 200).all()
