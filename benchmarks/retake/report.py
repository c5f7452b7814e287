"""Tables about repeatability for people: by resolution, by tone, by single factor, and what was refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from benchmarks.figures import Table, format_number, table
from benchmarks.retake.nuisance import SINGLE_FACTORS
from benchmarks.retake.series import UNCHANGED, Retake
from benchmarks.retake.table import ConcernRow
from benchmarks.spread import between_share, pooled_sd
from benchmarks.tone_bands import BANDS

TOPIC = "repeatability"
MDC95 = 1.96 * np.sqrt(2)


def make_tables(retakes: Sequence[Retake], rows: Mapping[str, ConcernRow]) -> list[Table]:
    """Return every table.

    Args:
        retakes: All, refused ones included.
        rows: The table of SDs.
    """
    random = [one for one in retakes if one.kind == "random"]
    scored = [one for one in random if one.accepted]
    return [
        _by_concern(scored, rows),
        _by_tone(scored, list(rows)),
        _by_factor(retakes, list(rows)),
        _refusals(random),
    ]


def _by_concern(scored: Sequence[Retake], rows: Mapping[str, ConcernRow]) -> Table:
    lines = []
    for concern, row in rows.items():
        full_size = [one for one in scored if concern in one.scores and one.size == 1.0]
        share = between_share([one.scores[concern] for one in full_size], [one.face for one in full_size])
        bins = zip(row.mm_per_px, row.sd, row.n_faces, strict=True)
        sds = "; ".join(f"{format_number(sd)} at {mm:.2f} mm ({n})" for mm, sd, n in bins) if row.measured else "none"
        mdc = MDC95 * row.sd[0]
        lines.append((concern, sds, mdc, row.low_quality_factor, row.region_ratio, _known(share)))
    header = (
        "concern",
        "SD in points at mm per pixel (faces)",
        "MDC95 at the finest",
        "low quality, times",
        "region, times",
        "share of variance between faces",
    )
    return table(TOPIC, "SD of scores over retakes of one face", header, lines)


def _by_tone(scored: Sequence[Retake], concerns: Sequence[str]) -> Table:
    lines = []
    for concern in concerns:
        line: list[object] = [concern]
        for band in BANDS:
            own = [one for one in scored if one.tone == band and concern in one.scores]
            sd = pooled_sd([one.scores[concern] for one in own], [one.series for one in own])
            n_faces = len({one.face for one in own})
            line.append(f"{format_number(sd)} ({n_faces})" if np.isfinite(sd) else "-")
        lines.append(line)
    return table(TOPIC, "SD by estimated tone, all resolutions (faces)", ("concern", *BANDS), lines)


def _by_factor(retakes: Sequence[Retake], concerns: Sequence[str]) -> Table:
    """Mean size of the change against the unchanged photo, one factor at a time."""
    before = {one.series: one for one in retakes if one.change == UNCHANGED and one.accepted}
    lines = []
    for factor in SINGLE_FACTORS:
        own = [one for one in retakes if one.change == factor and one.series in before]
        refused = sum(not one.accepted for one in own)
        moves = [_mean_move(own, before, concern) for concern in concerns]
        lines.append((factor, f"{refused} of {len(own)}", *moves))
    header = ("factor", "refused", *concerns)
    return table(TOPIC, "mean size of the change in points, one factor at a time, full size", header, lines)


def _mean_move(retakes: Sequence[Retake], before: Mapping[str, Retake], concern: str) -> str | float:
    moves = [
        abs(one.scores[concern] - before[one.series].scores[concern])
        for one in retakes
        if concern in one.scores and concern in before[one.series].scores
    ]
    return float(np.mean(moves)) if moves else "-"


def _refusals(random: Sequence[Retake]) -> Table:
    lines = []
    for size in sorted({one.size for one in random}, reverse=True):
        own = [one for one in random if one.size == size]
        reasons = Counter(code for one in own for code in one.refused_because)
        said = ", ".join(f"{code} {count}" for code, count in reasons.most_common())
        lines.append((f"{size:.1f}", len(own), sum(not one.accepted for one in own), said or "-"))
    return table(TOPIC, "refused retakes by size", ("size", "photos", "refused", "reasons"), lines)


def _known(value: float) -> str | float:
    return value if np.isfinite(value) else "-"
