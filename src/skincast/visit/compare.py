"""Two visits -> `Change`."""

from __future__ import annotations

from skincast.noise import change_score
from skincast.types import AtlasMaps, Change, Lesion, Visit
from skincast.visit.difference import Overlay, lay_over
from skincast.visit.fuse import same_versions
from skincast.visit.match import Ground, match_lesions


def compare_visits(
    before: Visit, after: Visit, *, before_maps: AtlasMaps | None = None, after_maps: AtlasMaps | None = None
) -> Change:
    """Set two visits side by side: scores, lesions and, where the photos were kept, maps of what changed.

    Args:
        before: the first visit.
        after: the second visit.
        before_maps: of the first visit; None where they were not kept.
        after_maps: of the second visit.

    Returns:
        The change. Without maps `maps_missing_because` is `closeup`, `photos_not_kept` or `nothing_in_common`, and
        lesions are matched by their places as the landmarks give them: what both visits found persists, and of what one
        of them found nothing is claimed.

    Raises:
        ValueError: the visits were measured by different versions.
    """
    if not same_versions(before.made_by, after.made_by):
        raise ValueError("visits measured by different versions are not compared: measure them again first")
    overlay = lay_over(before_maps, after_maps) if before_maps is not None and after_maps is not None else None
    return _change(before, after, overlay if overlay is not None and overlay.enough else None, overlay)


def _change(before: Visit, after: Visit, overlay: Overlay | None, tried: Overlay | None) -> Change:
    maps = overlay.changes if overlay else {}
    return Change(
        before=before,
        after=after,
        scores={
            name: change_score(before.scores[name], after.scores[name])
            for name in before.scores
            if name in after.scores
        },
        lesions=match_lesions(before.lesions, after.lesions, _ground(before, after, overlay)),
        maps={pigment: values for pigment, (values, _) in maps.items()},
        noise_od={pigment: noise for pigment, (_, noise) in maps.items()},
        comparable=overlay.comparable if overlay else None,
        pictures=(overlay.before.picture, overlay.alignment.carry_picture(overlay.after.picture)) if overlay else None,
        maps_missing_because=None if overlay else _why_not(before, after, tried),
    )


def _why_not(before: Visit, after: Visit, tried: Overlay | None) -> str:
    if tried is not None:
        return "nothing_in_common"
    patch = any(all(photo.view == "closeup" for photo in visit.photos) for visit in (before, after))
    return "closeup" if patch else "photos_not_kept"


def _ground(before: Visit, after: Visit, overlay: Overlay | None) -> Ground:
    """A place is shown where both visits judged its region and, as far as maps tell, its skin can be compared."""

    def judged(lesion: Lesion) -> bool:
        return _judged(before, lesion) and _judged(after, lesion)

    if overlay is None:
        return Ground(shown=judged)
    return Ground(
        move=overlay.move,
        shown=lambda lesion: judged(lesion) and overlay.shown(lesion),
        came=lambda lesion: overlay.bears_out(lesion, sign=1),
        went=lambda lesion: overlay.bears_out(lesion, sign=-1),
        stained=overlay.stained,
        reddened=overlay.reddened,
    )


def _judged(visit: Visit, lesion: Lesion) -> bool:
    """Whether a visit judged the region of a lesion; one of another concern's regions is as good as judged."""
    score = visit.scores.get(lesion.concern)
    if score is None or score.value is None:
        return False
    region = score.regions.get(lesion.region)
    return region is None or region.value is not None
