from __future__ import annotations

import numpy as np
import pytest

from skincast.catalog import concerns
from skincast.twin.life.lives import CHUNK_PEOPLE, Chunk, live_chunk
from skincast.twin.life.observe import SERVED, Schedule
from skincast.twin.life.world import CONCERNS, FACTORS
from skincast.twin.life.worlds import LinearWorld

DAYS = 120


@pytest.fixture(scope="module")
def seen() -> Chunk:
    return live_chunk(LinearWorld(), 6, 0, CHUNK_PEOPLE, DAYS, schedule="daily")


@pytest.mark.parametrize(("schedule", "least", "most"), [("daily", 0.6, 0.9), ("weekly", 0.08, 0.18), ("none", 0, 0)])
def test_photos_come_as_often_as_meant_or_less(schedule: Schedule, least: float, most: float) -> None:
    chunk = live_chunk(LinearWorld(), 6, 0, 200, 40, schedule=schedule)
    assert least <= (~np.isnan(chunk.measured[:, :, 0])).mean() <= most


def test_errors_are_a_little_more_than_what_is_told(seen: Chunk) -> None:
    for column, name in enumerate(CONCERNS):
        error = seen.measured[:, :, column] - seen.scores[:, :, column]
        told = np.sqrt(np.nanmean(seen.measured_sd[:, :, column] ** 2))
        assert 0.95 * told < np.nanstd(error) < 1.45 * told, name


def test_values_and_sds_come_together_and_stay_on_the_scale(seen: Chunk) -> None:
    np.testing.assert_array_equal(np.isnan(seen.measured), np.isnan(seen.measured_sd))
    assert np.nanmin(seen.measured) >= 0
    assert np.nanmax(seen.measured) <= 100
    assert np.nanmin(seen.measured_sd) > 0


def test_coarse_photos_show_no_pores(seen: Chunk) -> None:
    shown = ~np.isnan(seen.measured)
    assert shown[:, :, CONCERNS.index("pores")].mean() < 0.8 * shown[:, :, CONCERNS.index("acne")].mean()
    assert concerns()["pores"].detail_mm < concerns()["acne"].detail_mm


def test_some_stop_for_good_and_many_go_away_for_a_while(seen: Chunk) -> None:
    photo = ~np.isnan(seen.measured[:, :, 0])
    last = DAYS - photo[:, ::-1].argmax(axis=1)
    assert 0.05 < (last < DAYS - 21).mean() < 0.5
    gaps = [np.diff(np.nonzero(row)[0]).max(initial=0) for row in photo]
    assert np.mean(np.array(gaps) >= 6) > 0.3


def test_whether_a_photo_is_taken_depends_on_the_skin_differently_by_person() -> None:
    chunk = live_chunk(LinearWorld(), 6, 0, CHUNK_PEOPLE, 150, schedule="mixed")
    photo = ~np.isnan(chunk.measured[:, :, 0])
    acne = chunk.scores[:, :, 0] - chunk.scores[:, :, 0].mean(axis=1, keepdims=True)
    some = (photo.mean(axis=1) > 0.2) & (photo.mean(axis=1) < 0.7)
    pull = [acne[row][photo[row]].mean() - acne[row][~photo[row]].mean() for row in np.nonzero(some)[0]]
    assert np.mean(pull) < 0  # a little more often when bad
    assert np.mean(np.array(pull) > 0.5) > 0.1


def test_diaries_are_rounded_and_have_holes(seen: Chunk) -> None:
    stress = seen.logged_factors[:, :, FACTORS.index("stress")]
    np.testing.assert_array_equal(stress[~np.isnan(stress)] % 1, 0)
    for column, name in enumerate(FACTORS):
        share = (~np.isnan(seen.logged_factors[:, :, column])).mean()
        assert 0.02 < share < 0.9, name
    served = ~np.isnan(seen.logged_factors[:, :, [FACTORS.index(name) for name in SERVED]])
    assert served.mean() > 1.5 * (~np.isnan(stress)).mean()


def test_stressful_days_are_written_down_less_often(seen: Chunk) -> None:
    stress = seen.factors[:, :, FACTORS.index("stress")]
    written = ~np.isnan(seen.logged_products[:, :, 0])
    assert written[stress > 7].mean() < 0.93 * written[stress < 4].mean()


def test_what_is_logged_of_products_was_used(seen: Chunk) -> None:
    logged = seen.logged_products
    there = ~np.isnan(logged)
    assert (logged[there] <= seen.used[there]).all()
    assert ((logged == 0) & (seen.used > 0))[there].mean() > 0
