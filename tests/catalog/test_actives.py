"""Every row of the catalog of active ingredients can be found on a package and claims only what its evidence names."""

from __future__ import annotations

import csv
import re
from collections import Counter
from importlib import resources
from pathlib import Path

import pytest

from skincast.catalog import Active, active_names, actives, evidence
from skincast.catalog.life import read_actives

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
KINDS = {
    *("retinoid", "antimicrobial", "alpha_hydroxy_acid", "beta_hydroxy_acid", "polyhydroxy_acid", "vitamin"),
    *("pigment_fading", "barrier_lipid", "humectant", "occlusive", "peptide", "uv_filter", "soothing", "antioxidant"),
    *("oil_control", "stimulant"),
}
CLASS_NAMES = {"retinoid": "retinoid", "alpha_hydroxy_acid": "aha"}
"""How the evidence speaks of a whole class."""
DRUG_NAMES = {
    *("tretinoin", "adapalene", "clindamycin", "clindamycin phosphate", "metronidazole", "ivermectin"),
    *(
        "avobenzone",
        "bemotrizinol",
        "ecamsule",
        "ensulizole",
        "octinoxate",
        "octisalate",
        "oxybenzone",
        "sulisobenzone",
    ),
}
"""On packages, but no cosmetic ingredients' names."""
EXTRA = """
[[active]]
name = "moon_dust"
label = "Moon dust"
inci = ["luna pulvis"]
kind = "soothing"
"""


@pytest.fixture(params=list(actives().values()), ids=list(actives()))
def active(request: pytest.FixtureRequest) -> Active:
    row = request.param
    assert isinstance(row, Active)
    return row


@pytest.fixture(scope="module")
def glossary(data_dir: Path) -> set[str]:
    """Names of the European glossary of cosmetic ingredients, lower case."""
    with (data_dir / "products" / "cosing_inci_cas_builder.csv").open(encoding="utf-8") as table:
        return {row["inci_name"].strip().lower() for row in csv.DictReader(table)}


def catalog_text() -> str:
    return resources.files("skincast.catalog").joinpath("actives.toml").read_text("utf-8")


def test_no_row_is_lost() -> None:
    assert len(actives()) == catalog_text().count("[[active]]") > 30


def test_the_row_has_words_of_its_own(active: Active) -> None:
    assert NAME.fullmatch(active.name)
    assert all(NAME.fullmatch(alias) for alias in active.aliases)
    assert active.label.strip() == active.label != ""
    assert active.kind in KINDS


def test_names_on_packages_are_written_alike(active: Active) -> None:
    assert active.inci
    assert [name for name in active.inci if name != " ".join(name.lower().split()) or "nano" in name] == []


def test_the_usual_strength_is_a_share(active: Active) -> None:
    if active.usual_percent is not None:
        low, high = active.usual_percent
        assert 0 < low <= high <= 100


def test_every_name_leads_to_one_ingredient() -> None:
    names = Counter(known for row in actives().values() for known in {row.name, *row.aliases, *row.inci})
    assert [name for name, times in names.items() if times > 1] == []
    assert set(active_names()) == set(names)
    assert active_names()["bpo"] == active_names()["benzoyl peroxide"] == "benzoyl_peroxide"


def test_the_evidence_names_the_ingredient_or_its_class(active: Active) -> None:
    assert len(set(active.evidence)) == len(active.evidence)
    for row in (evidence()[one] for one in active.evidence):
        spoken = row.factor_or_ingredient.lower()
        known = [active.name, active.name.partition("_")[0], *active.aliases, CLASS_NAMES.get(active.kind, active.name)]
        assert row.direction != "measure"
        assert any(name in spoken for name in known), row.id


def test_what_is_swallowed_or_done_by_a_doctor_speaks_for_no_ingredient() -> None:
    cited = {one for row in actives().values() for one in row.evidence}
    assert {row for row in cited if re.search(r"oral|peel|regimen", evidence()[row].factor_or_ingredient)} == set()


def test_strength_of_sunscreen_is_not_told_in_percent() -> None:
    assert actives()["uv_filter"].usual_percent is None
    assert "zinc oxide" in actives()["uv_filter"].inci


def test_names_are_those_of_the_glossary(active: Active, glossary: set[str]) -> None:
    assert set(active.inci) - glossary <= DRUG_NAMES


def test_a_new_ingredient_is_one_row() -> None:
    grown = read_actives(catalog_text() + EXTRA)
    assert list(grown) == [*actives(), "moon_dust"]
    assert grown["moon_dust"].usual_percent is None


def test_a_row_with_a_wrong_field_is_refused() -> None:
    with pytest.raises(TypeError):
        read_actives(EXTRA + "strength = 3\n")
