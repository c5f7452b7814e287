"""The patches of twins that a judge is surest of: what to mend next. Pictures are written of twins only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from training.twin_realism.features import Reader
from training.twin_realism.looks import look_at, seen
from training.twin_realism.patches import Patch
from training.twin_realism.sets import TWINS
from training.twin_realism.telltale import tell_apart

AGAINST = ("acne_types", "gan1024_survey")
"""The largest set of real photos that show detail, and the sharpest of generated ones."""
COLUMNS, ROWS = 10, 3
LEAST_OF_A_PART = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Twins' patches with the scores of judges that had not seen their people; higher = surer that it is a twin."""

    against: str
    patches: list[Patch]
    scores: NDArray[np.float64]

    def parts(self) -> Iterator[tuple[str, str, list[float]]]:
        """Scores by region without its side, then by Monk tone; small parts left out."""
        places = [patch.region.removesuffix("_left").removesuffix("_right") for patch in self.patches]
        for kind, names in (("region", places), ("Monk", [f"{patch.monk:02d}" for patch in self.patches])):
            for name in sorted(set(names)):
                own = [float(score) for score, one in zip(self.scores, names, strict=True) if one == name]
                if len(own) >= LEAST_OF_A_PART:
                    yield kind, name, own


def judge_twins(sets: dict[str, list[Patch]], read: Reader) -> Iterator[Judged]:
    """Judge every patch of twins against the sets that show detail."""
    twins = seen(sets[TWINS], "as_is")
    rows = read([look_at(patch.pixels, "as_is") for patch in twins])
    for name in AGAINST:
        others = seen(sets.get(name, []), "as_is")
        if others:
            other_rows = read([look_at(patch.pixels, "as_is") for patch in others])
            verdict = tell_apart(rows, [patch.person for patch in twins], other_rows, [one.person for one in others])
            yield Judged(against=name, patches=twins, scores=verdict.scores[: len(twins)])


def write_surest(sets: dict[str, list[Patch]], read: Reader, folder: Path) -> None:
    """Write a picture for each set judged against: the surest patches above, the most convincing below."""
    folder.mkdir(parents=True, exist_ok=True)
    count = COLUMNS * ROWS
    for judged in judge_twins(sets, read):
        order = np.argsort(-judged.scores)
        chosen = [judged.patches[k].pixels for k in (*order[:count], *order[-count:])]
        grid = np.vstack([np.hstack(chosen[k : k + COLUMNS]) for k in range(0, len(chosen), COLUMNS)])
        cv2.imwrite(str(folder / f"against_{judged.against}.png"), cv2.cvtColor(grid, cv2.COLOR_RGB2BGR))
