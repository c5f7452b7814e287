"""One card a concern: all that the page says about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from skincast.catalog import Concern, concerns
from skincast.report import wording
from skincast.report.quantities import WEIGHTED, Quantity, say_quantity
from skincast.report.rings import SURE, Ring, draw_rings, ring_style

if TYPE_CHECKING:
    from collections.abc import Collection

    from skincast.report.contract import AnalysisDocument, ConcernRow, FindingRow
    from skincast.types import Affine

PATCH = "patch"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionLine:
    """One line of a card's region table."""

    name: str
    words: str
    score: float | None
    number: str
    give: int | None
    """Half of the 80 % range of the true average."""
    amount: float
    """Opacity on the face map, 0-1: more where there is more to see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundKind:
    """How many findings of one type there are, in words."""

    words: str
    style: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLine:
    """One finding as text."""

    words: str
    place: str
    sure_percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All that the page says about one concern."""

    name: str
    concern: Concern
    row: ConcernRow
    number: str
    error: str
    """In short, for eyes."""
    trust: str
    """The same in words, for ears."""
    caption: str
    why_not: str
    regions: tuple[RegionLine, ...]
    layer: str | None
    rings: tuple[Ring, ...]
    kinds: tuple[FoundKind, ...]
    found: tuple[FoundLine, ...]
    quantities: tuple[Quantity, ...]

    @property
    def some_unknown(self) -> bool:
        """True where a region could not be judged."""
        return any(line.score is None for line in self.regions)

    @property
    def some_unsure(self) -> bool:
        """True where a ring waits to be asked for."""
        return any(ring.unsure for ring in self.rings)

    @property
    def counts(self) -> bool:
        """True where a weighted count is told."""
        return any(name in WEIGHTED for name in self.row.raw)


def fill_card(
    document: AnalysisDocument, name: str, *, places: Collection[str], layer: str | None, move: Affine
) -> Card:
    """Put together what is said about one concern.

    Args:
        document: of the photo.
        name: of the concern.
        places: regions that can be drawn on the face map.
        layer: its map as a data URI; None where there is none.
        move: upright original -> shown photo.
    """
    row = document.concerns[name]
    number, trust = ("", "") if row.score is None else wording.say_score(row.score, row.sd, row.mdc95)
    findings = [finding for finding in document.findings if finding.concern == name]
    found = Counter(finding.type for finding in findings)
    return Card(
        name=name,
        concern=concerns()[name],
        row=row,
        number=number,
        error=wording.say_error(row.sd, row.mdc95),
        trust=trust,
        caption=f"{row.label} {number}: {wording.say_shown(name)}" if number else f"{row.label}: not judged",
        why_not="" if row.unjudged_because is None else wording.explain(row.unjudged_because),
        regions=_regions(row, places),
        layer=layer,
        rings=draw_rings(findings, move),
        kinds=tuple(_kind(kind, findings) for kind in sorted(found)),
        found=tuple(_found(finding, document) for finding in sorted(findings, key=lambda one: -one.confidence)),
        quantities=tuple(
            say_quantity(raw, value, found=found)
            for raw, value in row.raw.items()
            if not raw.startswith(tuple(places))  # quantities of one region would bury those of the face
        ),
    )


def _regions(row: ConcernRow, places: Collection[str]) -> tuple[RegionLine, ...]:
    regions = {name: region for name, region in row.regions.items() if name in places}
    if row.score is None or all(region.score is None for region in regions.values()):
        return ()
    return tuple(
        RegionLine(
            name=name,
            words=wording.name_region(name),
            score=region.score,
            number="not judged" if region.score is None else wording.say_score(region.score, None, None)[0],
            give=None if region.sd is None else wording.give_or_take(region.sd),
            amount=0.0 if region.score is None else round(0.06 + 0.9 * (1 - region.score / 100), 2),
        )
        for name, region in regions.items()
    )


def _kind(kind: str, findings: list[FindingRow]) -> FoundKind:
    all_of_it = [finding.confidence for finding in findings if finding.type == kind]
    sure = sum(confidence >= SURE for confidence in all_of_it)
    unsure = len(all_of_it) - sure
    name = wording.name_finding(kind)
    words = f"{sure} × {name}" + (f", {unsure} unsure" if unsure else "") if sure else f"{name}: {unsure} unsure"
    return FoundKind(words=words, style=ring_style(kind))


def _found(finding: FindingRow, document: AnalysisDocument) -> FoundLine:
    place = wording.name_region(finding.region)
    if finding.region == PATCH:
        x, y, width, height = finding.box
        across, down = (x + width / 2) / document.photo.width, (y + height / 2) / document.photo.height
        place = f"{100 * across:.0f} % across, {100 * down:.0f} % down"
    return FoundLine(
        words=wording.name_finding(finding.type), place=place, sure_percent=round(100 * finding.confidence)
    )
