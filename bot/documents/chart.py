"""The chart of a values map: what is said on the left, what was seen on the right, each mark with its word."""

import io
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it takes memory, and most processes never draw
    from matplotlib.axes import Axes

SEEN = ("lived", "strained", "absent")

_DOTS_PER_INCH = 150  # sharp on paper, and small enough for a chat
_WIDTH = 9.0  # inches
_INK, _PALE, _LINE = "#1a1a1a", "#595959", "#bfbfbf"  # greys: the dark two are read on white (WCAG AA, 4.5 to 1)
_COLUMNS = (0.62, 0.76, 0.90)  # where each way of seeing stands, as a share of the width
_SAID_WIDTH = 62  # characters of a behaviour that fit beside the marks
_NAME_WIDTH = 40  # the same for the name of a value, which is larger
_LINE_HEIGHT = 0.17  # inches of one line of a behaviour
_NAME_HEIGHT = 0.27  # inches of one line of a name
_AIR = 0.42  # inches above and below a value, so that its mark stands free
_HEAD = 0.75  # inches for what the columns are
_FOOT_LINE = 0.21  # inches of one line of the footnote
_FOOT_WIDTH = 112  # characters of the footnote on one line
_MARK = 17  # points across
# A full disc, a half one, and an empty ring with a cross: told apart without any colour.
_FILLS = {"lived": "full", "strained": "left", "absent": "none"}


@dataclass(frozen=True, slots=True)
class Value:
    """One value with what one would see of it, and how several people saw it: none, some or all of `SEEN`."""

    name: str
    behaviours: tuple[str, ...]
    seen: frozenset[str]


@dataclass(frozen=True, slots=True)
class Legend:
    """The words on the chart. `seen` names each of `SEEN`, over its column and under each mark; `note` is the foot."""

    said: str
    done: str
    seen: Mapping[str, str]
    note: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A value, cut into lines."""

    value: Value
    name: tuple[str, ...]
    behaviours: tuple[str, ...]

    @property
    def height(self) -> float:
        return _AIR + _NAME_HEIGHT * len(self.name) + _LINE_HEIGHT * len(self.behaviours)


def values_chart(values: Sequence[Value], legend: Legend) -> bytes:
    """A PNG; the same values give the same bytes. Takes a second or two: call it outside of the event loop."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # here, because it is needed seldom and takes memory
    from matplotlib.figure import Figure

    rows = [_row(one) for one in values]
    foot = textwrap.wrap(legend.note, _FOOT_WIDTH)
    height = _HEAD + sum(row.height for row in rows) + _FOOT_LINE * (len(foot) + 1)
    figure = Figure(figsize=(_WIDTH, height), dpi=_DOTS_PER_INCH, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(0.0, 1.0), ylim=(height, 0.0))
    axes.axis("off")
    _draw_head(axes, legend)
    top = _HEAD
    for row in rows:
        _draw_row(axes, row, top, legend)
        top += row.height
    _rule(axes, top)
    _write(axes, 0.03, top + _FOOT_LINE / 2, "\n".join(foot), size=8.5, colour=_PALE)
    made = io.BytesIO()
    figure.savefig(made, format="png", metadata={"Software": None})  # no version in it, so that it stays the same
    return made.getvalue()


def _row(value: Value) -> _Row:
    said = [
        line for one in value.behaviours for line in textwrap.wrap(f"– {one}", _SAID_WIDTH, subsequent_indent="   ")
    ]
    return _Row(value, tuple(textwrap.wrap(value.name, _NAME_WIDTH)), tuple(said))


def _draw_head(axes: "Axes", legend: Legend) -> None:
    _write(axes, 0.03, 0.3, legend.said, size=12, weight="bold")
    _write(axes, _COLUMNS[1], 0.12, legend.done, size=12, weight="bold", across="center")
    for place, seen in zip(_COLUMNS, SEEN, strict=True):
        _write(axes, place, 0.43, legend.seen[seen], size=11, across="center")


def _draw_row(axes: "Axes", row: _Row, top: float, legend: Legend) -> None:
    _rule(axes, top)
    name_at, middle = top + _AIR / 2, top + row.height / 2
    _write(axes, 0.03, name_at, "\n".join(row.name), size=13, weight="bold")
    below = name_at + _NAME_HEIGHT * len(row.name)
    _write(axes, 0.03, below, "\n".join(row.behaviours), size=9, colour=_PALE)
    for place, seen in zip(_COLUMNS, SEEN, strict=True):
        if seen in row.value.seen:
            _mark(axes, place, middle, seen, legend.seen[seen])
        else:
            _write(axes, place, middle - 0.1, "–", size=12, colour=_PALE, across="center")


def _mark(axes: "Axes", across: float, down: float, seen: str, word: str) -> None:
    up = 0.11  # inches: the mark and its word are one thing, in the middle of the row
    _shape(axes, across, down - up, "o", _MARK, fill=_FILLS[seen])
    if seen == "absent":
        _shape(axes, across, down - up, "x", _MARK * 0.45)  # a cross well inside the ring
    _write(axes, across, down + 0.06, word, size=9.5, across="center")


def _shape(axes: "Axes", across: float, down: float, marker: str, size: float, *, fill: str = "full") -> None:
    axes.plot(
        [across],
        [down],
        marker=marker,
        markersize=size,
        fillstyle=fill,
        markerfacecoloralt="white",
        markeredgecolor=_INK,
        markeredgewidth=1.8,
        color=_INK,
    )


def _rule(axes: "Axes", down: float) -> None:
    axes.plot([0.03, 0.97], [down, down], color=_LINE, linewidth=0.8)


def _write(
    axes: "Axes",
    across_at: float,
    down: float,
    text: str,
    *,
    size: float,
    weight: str = "normal",
    colour: str = _INK,
    across: str = "left",
) -> None:
    """`parse_math` off: a dollar sign in a value is a dollar sign."""
    axes.text(
        across_at, down, text, fontsize=size, fontweight=weight, color=colour, ha=across, va="top", parse_math=False
    )
