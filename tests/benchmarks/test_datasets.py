"""Loaders: groups, spreading, and the real folders where they exist."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks.datasets import USE, Sample, join_pairs, load, load_acne04, spread

EXPECTED = {
    "acne04": 301,
    "acne_types": 504,
    "wrinkle_boxes": 205,
    "dark_circles": 43,
    "rosacea": 37,
    "melasma": 69,
    "skin_masks_fasseg": 47,
    "gan1024_survey": 36,
    "gan1024_gecid": 14,
    "gan1024_u1i": 29,
    "sfhq_tiles": 104,
    "genphotos512": 174,
    "facesynthetics": 32,
    "yale_b": 252,
}


def sample(number: int) -> Sample:
    return Sample(dataset="acne04", path=Path(f"{number}.jpg"), group=str(number))


def test_chains_of_pairs_become_one_group() -> None:
    group_of = join_pairs([("b", "c"), ("d", "e"), ("a", "b"), ("c", "e")])
    assert set(group_of.values()) == {"a"}
    assert set(group_of) == set("abcde")


def test_spread_takes_from_everywhere() -> None:
    taken = [int(one.group) for one in spread([sample(i) for i in range(100)], 4)]
    assert taken == [12, 37, 62, 87]
    assert len(spread([sample(1)], 4)) == 1


def test_no_boxes_is_not_the_same_as_no_lesions(tmp_path: Path) -> None:
    folder = tmp_path / "images" / "acne04"
    folder.mkdir(parents=True)
    (folder / "severity.csv").write_text("image,severity_0_3,lesion_boxes\na.jpg,0,\nb.jpg,1,0\nc.jpg,2,1\n")
    (folder / "near_duplicates.csv").write_text("a,b,phash_distance\nb.jpg,c.jpg,0\n")
    images = [{"id": 7, "file_name": "b.jpg"}, {"id": 8, "file_name": "c.jpg"}]
    boxes = [{"image_id": 8, "category_id": 0, "bbox": [1, 2, 3, 4]}]
    coco = {"images": images, "annotations": boxes, "categories": [{"id": 0, "name": "acne_lesion"}]}
    (folder / "coco.json").write_text(json.dumps(coco))
    untrusted, clear, boxed = load_acne04(tmp_path)
    assert untrusted.boxes is None
    assert clear.boxes == ()
    assert [one.box for one in boxed.boxes or ()] == [(1.0, 2.0, 3.0, 4.0)]
    assert clear.group == boxed.group != untrusted.group
    assert boxed.use == "exam"


def test_an_unknown_set_is_named() -> None:
    with pytest.raises(ValueError, match="no data set 'acne05'"):
        load("acne05", Path())


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_real_sets_are_complete(name: str, data_dir: Path) -> None:
    samples = load(name, data_dir)
    assert len(samples) == EXPECTED[name]
    assert all(one.path.is_file() for one in samples)
    assert name in USE
