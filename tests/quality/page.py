"""The part of `docs/quality.md` that is drawn from the catalog; `python tests/quality/page.py` writes it."""

from __future__ import annotations

from itertools import groupby

from skincast.quality import Fault, faults
from skincast.settings import CHECKOUT_DIR

PAGE = CHECKOUT_DIR / "docs" / "quality.md"
BEGIN, END = "<!-- problems:begin -->", "<!-- problems:end -->"


def draw_problems() -> str:
    """One section a code, one block a row."""
    groups = groupby(sorted(faults().values(), key=_code_order), key=lambda fault: fault.code)
    return "\n\n".join(f"### `{code}`\n\n" + "\n\n".join(_draw_fault(fault) for fault in rows) for code, rows in groups)


def redraw() -> str:
    """The page with its drawn part made anew."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    return f"{before}{BEGIN}\n\n{draw_problems()}\n\n{END}{rest.partition(END)[2]}"


def _code_order(fault: Fault) -> int:
    """Codes in the order of their first rows."""
    return [one.code for one in faults().values()].index(fault.code)


def _draw_fault(fault: Fault) -> str:
    side = "above" if fault.worse == "above" else "below"
    lines = [f"**{fault.message.format(region='(region)')}** {fault.advice.format(region='(region)')}", ""]
    lines.append(f"* Measured (`{fault.key}`): {fault.measures}; {fault.unit}.")
    if fault.notice is not None:
        lines.append(f"* Notice {side} {fault.notice:g}.")
    if fault.refuse is not None:
        lines.append(f"* {'The region is not scored' if fault.per_region else 'Refused'} {side} {fault.refuse:g}.")
    if fault.score:
        points = ", ".join(f"{value:g} is {grade:g}" for value, grade in fault.score)
        lines.append(f"* Grade: {points}.")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(redraw(), "utf-8")
