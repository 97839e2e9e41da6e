"""Groups by groups or by periods, each cell coloured by its value.

Marks: cell (row, column) is number row × columns + column, counted from the first row on top and the first column at the
left; a cell without data has its number too.
"""

from collections.abc import Sequence

from charts import format
from charts.figure import Figure, Part, cells, scatter
from charts.look import Look, figure, marks_from, plain
from charts.notes import note, row_note
from charts.shades import Colour, css, ink_on, mixed, rgb
from charts.texts import LETTER, shortened, thinned, two_lines, width
from charts.value_axis import value_scale
from metrics.intervals import SMALL_N
from metrics.model import Direction, Row, Unit

Grid = Sequence[Sequence[Row | None]]
NAME_LETTERS, NARROW_LETTERS, NARROW = 40, 22, 700
"""Letters of a row's name, in a wide panel and in one narrower than so many pixels."""
ROW, HEAD, FOOT = 30, 14, 40
"""Pixels of a row of cells, above them, and below them for the names of columns."""
FAINTEST = 0.10
"""How much colour the least value has, so that it is not taken for an empty cell."""
STRONGEST = 0.92
STEPS = 5


def heatmap(
    grid: Grid, rows: Sequence[str], columns: Sequence[str], unit: Unit, look: Look, *,
    direction: Direction = Direction.NEITHER, wide: int = 900,
) -> Figure:  # fmt: skip
    """Rows and columns in the order given; the worst values have the most colour.

    Red where there is a good and a bad side, blue where there is none. A cell without data is empty and has a dash; 0 is
    a value like others. Cells of fewer than ten cases are grey: they are not compared.

    `wide`: pixels across the narrowest panel the chart may stand in, which decides whether values fit into cells.
    """
    most = NAME_LETTERS if wide >= NARROW else NARROW_LETTERS
    names = [plain(shortened(name, most)) for name in rows]
    room = wide - round(LETTER * max((min(width(name), most) for name in rows), default=0)) - 100
    cell = room / max(len(columns), 1)
    texts = [[_text(row, unit, look) for row in line] for line in grid]
    fits = max((width(text) for line in texts for text in line), default=0) * LETTER + 4 <= cell
    known = [
        row.value
        for line in grid
        for row in line
        if row is not None and row.value is not None and not _small(row, unit)
    ]
    scale = value_scale(known, unit, look.language)
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    colours = _colours(direction, look)
    chart = figure(look, HEAD + ROW * max(len(grid), 2) + FOOT)
    chart.add_trace(
        cells(
            x=list(range(len(columns))), y=list(range(len(grid))), z=[[None if row is None or _small(row, unit) else row.value for row in line] for line in grid],
            customdata=_notes(grid, rows, columns, unit, look), hovertemplate="%{customdata}<extra></extra>", hoverongaps=True,
            xgap=2, ygap=2, zmin=low, zmax=high if high > low else low + 1, meta=marks_from(0),
            colorscale=[[place / (len(colours) - 1), css(colour)] for place, colour in enumerate(colours)],
            colorbar={
                "thickness": 8, "outlinewidth": 0, "tickfont": {"color": look.palette.muted, "size": 11}, "tickmode": "array",
                "tickvals": [tick for tick in scale.ticks if low <= tick <= high], "len": 1, "y": 0.5,
                "ticktext": [text for tick, text in zip(scale.ticks, scale.texts, strict=True) if low <= tick <= high],
            },
        )
    )  # fmt: skip
    if any(_small(row, unit) for line in grid for row in line):
        chart.add_trace(_greyed(grid, chart.data[0].customdata, unit, look))
    if fits:
        chart.add_trace(_written(grid, texts, unit, (low, high), colours, look))
    _name_columns(chart, columns, cell)
    chart.update_yaxes(
        tickvals=list(range(len(grid))), ticktext=names, range=[max(len(grid), 1) - 0.5, -0.5], showgrid=False
    )
    return chart.update_layout(showlegend=False, margin={"t": HEAD, "r": 8}, hovermode="closest")


def _small(row: Row | None, unit: Unit) -> bool:
    """Whether a cell has a value that rests on too few cases; a count is what it is."""
    return row is not None and row.value is not None and row.n < SMALL_N and unit is not Unit.COUNT


def _greyed(grid: Grid, notes: object, unit: Unit, look: Look) -> Part:
    """The cells that are not compared; their marks have the same numbers."""
    grey = look.palette.line
    return cells(
        x=list(range(len(grid[0]))), y=list(range(len(grid))), z=[[1 if _small(row, unit) else None for row in line] for line in grid],
        customdata=notes, hovertemplate="%{customdata}<extra></extra>", hoverongaps=False, xgap=2, ygap=2, showscale=False,
        colorscale=[[0, grey], [1, grey]], meta=marks_from(0),
    )  # fmt: skip


def _text(row: Row | None, unit: Unit, look: Look) -> str:
    return format.DASH if row is None or row.value is None else format.value(row.value, unit, look.language)


def _notes(grid: Grid, rows: Sequence[str], columns: Sequence[str], unit: Unit, look: Look) -> list[list[str]]:
    """What each cell says; of one without data, that there are none."""
    _ = look.words
    flat = [column.replace("<br>", " ") for column in columns]
    return [
        [
            note(f"{name} · {column}", _("no data")) if row is None else row_note(f"{name} · {column}", row, unit, look)
            for column, row in zip(flat, line, strict=True)
        ]
        for name, line in zip(rows, grid, strict=True)
    ]


def _written(
    grid: Grid,
    texts: Sequence[Sequence[str]],
    unit: Unit,
    ends: tuple[float, float],
    colours: Sequence[Colour],
    look: Look,
) -> Part:
    """The value of each cell in a colour that can be read on it; pointing at it points at the cell."""
    places = [(x, y) for y, line in enumerate(grid) for x in range(len(line))]
    inks = [_ink(grid[y][x], unit, ends, colours, look) for x, y in places]
    return scatter(
        x=[x for x, _y in places], y=[y for _x, y in places], mode="text", text=[texts[y][x] for x, y in places],
        textfont={"size": 12, "color": inks}, hoverinfo="skip",
    )  # fmt: skip


def _ink(
    row: Row | None, unit: Unit, ends: tuple[float, float], colours: Sequence[Colour], look: Look
) -> str:  # fmt: skip
    """The colour of a cell's value."""
    if row is None or row.value is None:
        return look.palette.muted
    if _small(row, unit):
        return look.palette.ink
    low, high = ends
    part = (row.value - low) / (high - low) if high > low else 0.0
    below = min(int(part * (len(colours) - 1)), len(colours) - 2)
    cell = mixed(colours[below], colours[below + 1], part * (len(colours) - 1) - below)
    return css(ink_on(cell))


def _colours(direction: Direction, look: Look) -> list[Colour]:
    """From the least value to the greatest: blue, or towards red on the bad side."""
    palette = look.palette
    full = rgb(palette.accent if direction is Direction.NEITHER else palette.bad)
    strengths = [FAINTEST + (STRONGEST - FAINTEST) * step / (STEPS - 1) for step in range(STEPS)]
    if direction is Direction.UP:
        strengths.reverse()
    return [mixed(rgb(palette.surface), full, strength) for strength in strengths]


def _name_columns(chart: Figure, columns: Sequence[str], cell: float) -> None:
    """Every name where two lines of it fit below the cells, else as many as fit."""
    letters = int(cell / LETTER) - 1
    given = any("<br>" in column for column in columns)
    if letters >= 6 and not given:
        places, texts = list(range(len(columns))), [two_lines(column, letters) for column in columns]
    else:
        places, texts = thinned(columns, max(12, int(cell * len(columns) / LETTER)))
    chart.update_xaxes(
        tickvals=places, ticktext=texts, tickangle=0, showgrid=False, range=[-0.5, max(len(columns), 1) - 0.5]
    )
