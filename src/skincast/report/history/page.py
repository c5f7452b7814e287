"""History -> one HTML file that opens offline, on a phone and on a desk, without any script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from skincast.catalog import concerns
from skincast.report import wording
from skincast.report.history import words
from skincast.report.history.axis import days_before, make_axis
from skincast.report.history.bands import find_bands
from skincast.report.history.document import describe_history
from skincast.report.history.events import called_alike, list_events, say_product
from skincast.report.history.plot import draw_plot, say_span, templates
from skincast.report.history.tables import list_factors, list_visits, not_judged, say_changes, say_stale
from skincast.report.history.truth import TrueCourse
from skincast.report.lettering import printable
from skincast.report.when import say_day

if TYPE_CHECKING:
    from skincast.report.history.contract import HistoryDocument
    from skincast.types import History

WIDE_PX, NARROW_PX = 1000, 340
"""Widths of the two plots on the page: the one that fits the window is shown."""


def render_history(history: History, *, truth: TrueCourse | None = None) -> str:
    """Write the page of a journal.

    Args:
        history: of one person.
        truth: of a person who does not exist: drawn beside what was measured.

    Returns:
        HTML that needs no other file and asks for none.
    """
    document = describe_history(history)
    labels, visits = list_visits(document)
    return (
        templates()
        .get_template("history.html.j2")
        .render(
            document=document,
            name=printable(document.person.name) or "You",
            span=say_span(document),
            facts=_facts(document),
            changes=say_changes(document),
            notices=[*([words.TRUE_NOTICE] if truth else []), *(words.say_notice(code) for code in document.notices)],
            knows_truth=truth is not None,
            called=called_alike(document),
            not_judged=not_judged(document),
            stale=say_stale(document),
            behind=find_bands(document, make_axis(document, left=0.0, right=float(WIDE_PX))),
            limits=[row.limit for name, row in concerns().items() if document.concerns[name].latest is not None],
            plots={
                "narrow": Markup(draw_plot(document, width_px=NARROW_PX, alone=False, truth=truth)),  # noqa: S704 - escaped by its template
                "wide": Markup(draw_plot(document, width_px=WIDE_PX, alone=False, truth=truth)),  # noqa: S704 - as above
            },
            before=days_before(document, make_axis(document, left=0.0, right=1.0)),
            events=list_events(document),
            products=[(printable(one.name) or "a product", say_product(one)) for one in document.products],
            labels=labels,
            visits=visits,
            factors=list_factors(document),
            words=words,
            wording=wording,
            say_day=say_day,
        )
    )


def _facts(document: HistoryDocument) -> list[str]:
    """Count what the journal holds."""
    counts = (
        (len(document.visits), "visit"),
        (len(document.days), "day"),
        (len(document.products), "product"),
        (len(document.notes), "note"),
    )
    return [words.count(number, one) + (" logged" if one == "day" else "") for number, one in counts if number]
