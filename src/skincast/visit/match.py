"""Lesions followed from one visit to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from skincast.types import Lesion, LesionMatch
from skincast.types.life import Fate
from skincast.visit.pairs import Pair, order, pair_up

SURE = 0.5
"""Confidence from which a lesion counts by itself; the report shows it without asking from here on."""
ACTIVE = frozenset({"comedone_open", "comedone_closed", "papule", "pustule", "nodule"})
INFLAMED = frozenset({"papule", "pustule", "nodule"})
MARKS = frozenset({"mark_red", "mark_brown"})
CONCERNS = ("acne", "pigmentation")
FATES: tuple[Fate, ...] = ("new", "persisting", "mark_left", "gone", "unseen")

Place = Callable[[Lesion], bool]
"""Something that is or is not so at a lesion's place on the first atlas."""


def _always(_: Lesion) -> bool:
    return True


def _never(_: Lesion) -> bool:
    return False


def _still(lesion: Lesion) -> Lesion:
    return lesion


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """What is known of the ground on which two visits' lesions lie.

    By default it is the same and all of it seen, but no map tells what came or went.
    """

    move: Callable[[Lesion], Lesion] = _still
    """A lesion of the second visit, moved to the atlas of the first."""
    shown: Place = _always
    """Whether both visits show the place well enough to compare it."""
    came: Place = _never
    """Whether the skin there changed as it does when such a lesion comes."""
    went: Place = _never
    """Whether the skin there changed as it does when such a lesion goes."""
    stained: Place = _never
    """Whether the skin there became browner beyond noise."""
    reddened: Place = _never
    """Whether the skin there became redder beyond noise."""


def match_lesions(
    before: Sequence[Lesion], after: Sequence[Lesion], ground: Ground | None = None
) -> tuple[LesionMatch, ...]:
    """Say what became of each lesion.

    Blemishes are paired with blemishes and pigment spots with pigment spots, the nearest first. A blemish that went and
    whose place now holds a mark or a new pigment spot, or became browner, has left a mark: what left it need not be
    found again. An inflamed lesion on an old mark is new where the skin became redder, and of the mark below it nothing
    can be told. What is less sure than `SURE` at both visits is not told: between two photos of unchanged skin such
    candidates come and go. At one of them it may still be the one that persists, but is neither new nor gone. What only
    one visit found is `unseen` unless maps bear out that it came or went: finding faint spots is noisier than
    subtracting pictures of them. So is what lies on skin that cannot be compared, even where both visits found it.

    Args:
        before: lesions of the first visit.
        after: lesions of the second visit.
        ground: how the atlases lie and what of them is comparable.

    Returns:
        One match a lesion that counts, each lesion in one at most; new ones first, from the top of the face down. The
        same whatever the order of the lists.

    Source: ours; figures on unchanged faces in the tests.
    """
    ground = ground or Ground()
    matches: list[LesionMatch] = []
    left_before: list[Lesion] = []
    left_after: list[Lesion] = []
    for concern in CONCERNS:
        here = sorted((one for one in before if one.concern == concern), key=order)
        there = sorted((one for one in after if one.concern == concern), key=order)
        pairs = pair_up(here, [ground.move(one) for one in there])
        matches += _paired(here, there, pairs, ground)
        left_before += _left(here, {pair.first for pair in pairs})
        left_after += _left(there, {pair.second for pair in pairs})
    matches += _stained(left_before, left_after, ground)
    matches += [_gone(one, ground) for one in left_before]
    matches += [_new(one, ground) for one in left_after]
    return tuple(sorted(matches, key=_rank))


def _paired(
    before: Sequence[Lesion], after: Sequence[Lesion], pairs: Sequence[Pair], ground: Ground
) -> list[LesionMatch]:
    """Pairs of one concern of which one visit is sure."""
    matches = []
    for pair in pairs:
        here, there = before[pair.first], after[pair.second]
        if max(here.confidence, there.confidence) >= SURE:
            matches += _told(here, there, pair.distance_mm, ground)
    return matches


def _told(before: Lesion, after: Lesion, distance_mm: float, ground: Ground) -> list[LesionMatch]:
    """One match, or two where something new lies on an old mark."""
    shown = ground.shown(before) and ground.shown(ground.move(after))
    if not (shown and _flared(before, after, ground)):
        return [_match(before, after, distance_mm, _fate(before, after, ground) if shown else "unseen")]
    covered = [_alone("unseen", before=before)] if before.confidence >= SURE else []
    return [_alone("new", after=after), *covered]


def _flared(before: Lesion, after: Lesion, ground: Ground) -> bool:
    """Whether an inflamed lesion came on an old mark."""
    inflamed = after.confidence >= SURE and after.type in INFLAMED and before.type in MARKS
    return inflamed and ground.reddened(ground.move(after))


def _fate(before: Lesion, after: Lesion, ground: Ground) -> Fate:
    healed = before.confidence >= SURE and before.type in ACTIVE and after.type in MARKS
    return "mark_left" if healed and ground.went(before) else "persisting"


def _stained(before: list[Lesion], after: list[Lesion], ground: Ground) -> list[LesionMatch]:
    """Blemishes that are gone, with the new pigment spot in their place; both are taken out of the lists."""
    healed = [one for one in before if one.type in ACTIVE and ground.shown(one) and ground.went(one)]
    spots = [one for one in after if one.concern == "pigmentation"]
    matches = []
    for pair in pair_up(healed, [ground.move(one) for one in spots]):
        here, there = healed[pair.first], spots[pair.second]
        before.remove(here)
        after.remove(there)
        matches.append(_match(here, there, pair.distance_mm, "mark_left"))
    return matches


def _left(lesions: Sequence[Lesion], used: set[int]) -> list[Lesion]:
    """Sure lesions that found no partner."""
    return [one for number, one in enumerate(lesions) if number not in used and one.confidence >= SURE]


def _gone(lesion: Lesion, ground: Ground) -> LesionMatch:
    if not (ground.shown(lesion) and ground.went(lesion)):
        return _alone("unseen", before=lesion)
    return _alone("mark_left" if lesion.type in ACTIVE and ground.stained(lesion) else "gone", before=lesion)


def _new(lesion: Lesion, ground: Ground) -> LesionMatch:
    moved = ground.move(lesion)
    return _alone("new" if ground.shown(moved) and ground.came(moved) else "unseen", after=lesion)


def _alone(fate: Fate, *, before: Lesion | None = None, after: Lesion | None = None) -> LesionMatch:
    return LesionMatch(fate=fate, before=before, after=after, distance_mm=None)


def _match(before: Lesion, after: Lesion, distance_mm: float, fate: Fate) -> LesionMatch:
    return LesionMatch(fate=fate, before=before, after=after, distance_mm=distance_mm)


def _rank(match: LesionMatch) -> tuple[object, ...]:
    places = [order(one) for one in (match.before, match.after) if one is not None]
    return FATES.index(match.fate), match.before is None, *places
