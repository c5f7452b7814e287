"""Two days of a journal, side by side."""

from __future__ import annotations

from datetime import date

from skincast.errors import HistoryMissing, PhotosNotKept
from skincast.journal import Journal, Owner
from skincast.journal.fingerprint import fingerprint
from skincast.pipeline.visit import read_maps
from skincast.types import AtlasMaps, Change, Visit
from skincast.visit import compare_visits, same_versions


def compare_days(journal: Journal, owner: Owner, before: date, after: date) -> Change:
    """Compare the visits of two days; the earlier one counts as the first, whichever was named first.

    Args:
        journal: where they are.
        owner: whose they are.
        before: a day with a visit.
        after: another day with a visit.

    Returns:
        The change. Where photos were not kept, only scores and lesions, and the reason.

    Raises:
        HistoryMissing: no visit on a day, one visit only, or visits that no common version has measured.
    """
    first, second = (journal.visits.on(owner, day) for day in sorted((before, after)))
    if first.id == second.id:
        raise HistoryMissing(
            f"Both days have the same visit, of {before}.",
            hint="Name two days with a visit: `skincast history PERSON`.",
        )
    first, second = _by_one_version(journal, owner, first, second)
    return compare_visits(
        first, second, before_maps=_maps(journal, owner, first), after_maps=_maps(journal, owner, second)
    )


def _by_one_version(journal: Journal, owner: Owner, first: Visit, second: Visit) -> tuple[Visit, Visit]:
    """Both visits as the same versions measured them: those of the later visit, or else of the earlier one."""
    if same_versions(first.made_by, second.made_by):
        return first, second
    for mark in (fingerprint(second.made_by), fingerprint(first.made_by)):
        try:
            return (
                journal.visits.find(owner, first.id, fingerprint=mark),
                journal.visits.find(owner, second.id, fingerprint=mark),
            )
        except HistoryMissing:
            continue
    raise HistoryMissing(
        "The two visits were measured by different versions, and their numbers do not compare.",
        hint="Measure kept photos again with `skincast remeasure PERSON`.",
    )


def _maps(journal: Journal, owner: Owner, visit: Visit) -> AtlasMaps | None:
    try:
        return read_maps(journal, owner, visit)
    except PhotosNotKept:
        return None
