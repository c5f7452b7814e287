"""What holds for every concern of the catalog: a new one is tested by being there."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

import numpy as np
import pytest

from skincast.catalog import concerns
from skincast.face import region_names
from skincast.measure import measure_concern, measure_concerns
from skincast.score.scale import scales
from skincast.types import Skin

UNITS = ("_count", "_mm", "_mm2", "_percent", "_od", "_deg", "_delta_e", "_per_cm2", "_per_100_cm2", "_ratio")
MakeSkin = Callable[..., Skin]
every_concern = pytest.mark.parametrize("name", concerns())


def busy_skin(make: MakeSkin) -> Skin:
    """Some of everything, the same each time."""
    rng = np.random.default_rng(5)
    melanin, hemoglobin = (0.05 * rng.normal(size=(460, 360)).astype(np.float32) for _ in range(2))
    for y, x in rng.integers(40, 320, (30, 2)):
        melanin[y : y + 6, x : x + 6] += 0.3
        hemoglobin[x : x + 8, y : y + 8] += 0.3
    return make(melanin=melanin, hemoglobin=hemoglobin, noise_od=0.01)


@every_concern
def test_it_has_a_file_a_scale_and_known_regions(name: str) -> None:
    assert resources.files("skincast.measure").joinpath(f"{name}.py").is_file()
    assert name in scales()
    assert set(concerns()[name].sided_regions) <= set(region_names())


@every_concern
def test_its_numbers_carry_units(blank_skin: MakeSkin, name: str) -> None:
    measurement = measure_concern(busy_skin(blank_skin), concerns()[name], frozenset())
    assert measurement.raw
    assert [key for key in measurement.raw if not key.endswith(UNITS)] == []
    assert np.isfinite(list(measurement.raw.values())).all()


@every_concern
def test_burden_and_map_are_in_range(blank_skin: MakeSkin, name: str) -> None:
    skin = busy_skin(blank_skin)
    measurement = measure_concern(skin, concerns()[name], frozenset())
    assert measurement.burden is not None
    assert measurement.burden >= 0
    assert measurement.map.shape == skin.mask.shape
    assert measurement.map.dtype == np.float32
    assert measurement.map.min() >= 0
    assert measurement.map.max() <= 1
    assert measurement.map[~skin.mask].max() == 0


@every_concern
def test_every_region_answers(blank_skin: MakeSkin, name: str) -> None:
    measurement = measure_concern(busy_skin(blank_skin), concerns()[name], frozenset())
    assert set(measurement.regions) == set(concerns()[name].sided_regions)
    assert all(value is None or value >= 0 for value in measurement.regions.values())


@every_concern
def test_the_skin_is_left_as_it_was(blank_skin: MakeSkin, name: str) -> None:
    skin = busy_skin(blank_skin)
    before = {field: getattr(skin, field).copy() for field in ("melanin", "hemoglobin", "shading", "detail", "mask")}
    measure_concern(skin, concerns()[name], frozenset())
    assert all((getattr(skin, field) == values).all() for field, values in before.items())


@every_concern
def test_twice_is_the_same(blank_skin: MakeSkin, name: str) -> None:
    first, second = (measure_concern(busy_skin(blank_skin), concerns()[name], frozenset()) for _ in range(2))
    assert first.burden == second.burden
    assert first.findings == second.findings
    assert (first.map == second.map).all()


@every_concern
def test_findings_lie_on_judged_skin(blank_skin: MakeSkin, name: str) -> None:
    skin = busy_skin(blank_skin)
    unjudged = frozenset({"cheek_left", "forehead"})
    for finding in measure_concern(skin, concerns()[name], unjudged).findings:
        assert finding.region not in unjudged
        x, y, width, height = finding.box
        assert finding.concern == name
        assert finding.region in concerns()[name].sided_regions
        assert 0 <= finding.confidence <= 1
        assert finding.size_mm > 0
        assert width > 0
        assert height > 0
        rows = slice(max(0, int(y)), int(np.ceil(y + height)) + 1)
        columns = slice(max(0, int(x)), int(np.ceil(x + width)) + 1)
        assert skin.mask[rows, columns].any()


@every_concern
def test_nothing_to_judge_says_why(blank_skin: MakeSkin, name: str) -> None:
    nothing = measure_concern(blank_skin(), concerns()[name], frozenset(region_names()))
    assert nothing.burden is None
    assert nothing.unjudged_because
    coarse = measure_concern(blank_skin(native_mm_per_px=5.0), concerns()[name], frozenset())
    assert coarse.burden is None
    assert coarse.unjudged_because == "low_resolution"


@every_concern
def test_a_patch_is_measured_or_says_why_not(blank_skin: MakeSkin, name: str) -> None:
    measurement = measure_concerns(blank_skin(patch=True, noise_od=0.01), frozenset())[name]
    if not concerns()[name].closeup:
        assert measurement.unjudged_because == "not_in_closeup"
    assert set(measurement.regions) == {"patch"}
    assert measurement.burden is not None or measurement.unjudged_because
