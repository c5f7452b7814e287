"""Where things stand on the plot: a wide sheet names its rows beside them, a narrow one above them."""

from __future__ import annotations

from dataclasses import dataclass, field

LEAST_WIDE_PX = 700
LEAST_PX, MOST_PX = 320, 2400
MARGIN_PX = 12.0
GUTTER_PX = 252.0
"""Beside the rows of a wide sheet."""
SCORES_PX = 26.0
"""For the names of the scores."""
AXIS_PX = 18.0
"""For the names of the days below a row."""
LINE_PX = 15.0
"""Of small words."""
HEADING_PX = 34.0
GAP_PX = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The name of a part of the plot."""

    words: str
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The words of a row, and the room for what is drawn beside or below them."""

    name: str
    words: str
    title: str
    top: float
    drawn_top: float
    drawn_bottom: float

    @property
    def middle(self) -> float:
        """Middle of what is drawn."""
        return (self.drawn_top + self.drawn_bottom) / 2


@dataclass(slots=True, kw_only=True)
class Sheet:
    """A sheet that is filled from the top; `y` is where the next row begins."""

    width: float
    y: float = 0.0
    wide: bool = field(init=False)
    headings: list[Heading] = field(default_factory=list)
    axes: list[float] = field(default_factory=list)
    """y of every row of day names."""
    numbers_right: bool = False
    """True: room for a second row of numbers at the right edge."""

    def __post_init__(self) -> None:
        """Choose where words stand.

        Raises:
            ValueError: a width on which nothing could be read.
        """
        if not LEAST_PX <= self.width <= MOST_PX:
            msg = f"width_px must lie between {LEAST_PX} and {MOST_PX}, got {self.width}"
            raise ValueError(msg)
        self.wide = self.width >= LEAST_WIDE_PX

    @property
    def left(self) -> float:
        """Where time begins."""
        return (GUTTER_PX if self.wide else 4.0) + SCORES_PX

    @property
    def right(self) -> float:
        """Where time ends."""
        return self.width - (SCORES_PX if self.numbers_right else MARGIN_PX)

    @property
    def words_px(self) -> float:
        """Room for the words of a row."""
        return GUTTER_PX - 2 * MARGIN_PX if self.wide else self.width - 2 * MARGIN_PX

    @property
    def words_in_all_px(self) -> float:
        """Room for words that nothing stands beside."""
        return self.width - 2 * MARGIN_PX

    def take(self, height: float) -> tuple[float, float]:
        """Take a piece of this height: its top and bottom."""
        top, self.y = self.y, round(self.y + height, 2)
        return top, self.y

    def take_axis(self) -> None:
        """Take a row of day names."""
        self.axes.append(self.take(AXIS_PX)[0])

    def take_heading(self, words: str) -> None:
        """Take the name of a part."""
        self.headings.append(Heading(words=words, y=self.take(HEADING_PX)[0] + 20.0))

    def take_row(self, name: str, words: str, *, content_px: float, title: str = "") -> Row:
        """Take a row with words and room for what is drawn."""
        top = self.y
        if self.wide:
            height = max(content_px, LINE_PX * (2 if words else 1))
            _, end = self.take(height)
            drawn = (top + end - content_px) / 2, (top + end + content_px) / 2
        else:
            self.take(LINE_PX + 3.0)
            drawn = self.take(content_px)
        self.take(GAP_PX)
        return Row(
            name=name,
            words=words,
            title=title or ": ".join(filter(None, (name, words))),
            top=top,
            drawn_top=round(drawn[0], 2),
            drawn_bottom=round(drawn[1], 2),
        )
