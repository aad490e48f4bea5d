"""Tables of one's own from data frames and arrays. Labels decide where a value belongs, never its position."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import TableError

_ACCOUNTS = ("VA", "VALU", "TLS", "TAXSUB", "OUT", "TOTAL")
"""Names that the reader takes for sums and accounts."""

__all__ = ["OwnTable", "from_arrays", "from_frame", "from_pymrio"]


@dataclass(frozen=True)
class OwnTable:
    """A table of one's own, as the bytes of a file that the program reads."""

    name: str
    """What answers call it, with the ending of its format."""
    content: bytes = field(repr=False)
    """The file."""
    year: int | None = None
    """Its year, where the content does not say it."""


def from_frame(frame: Any, name: str, *, year: int | None = None) -> OwnTable:
    """A table from a data frame of pandas, polars or pyarrow in a layout that `--table` reads.

    A long frame has a column for each of the exporting and importing region, the sector or product, the use, and the value;
    a wide one is a published matrix with its labels in the first columns and in the header. The guide "Tables" lists the
    layouts. Of a frame of pandas, the labels of an index are columns, and two levels of region and sector in rows and columns are
    the labels of a matrix. `year` chooses one of several, and is the table's where the frame does not say it.
    """
    if hasattr(frame, "to_csv"):
        text = _matrix(frame).to_csv(index=_has_labels(frame.index))
    elif hasattr(frame, "write_csv"):
        text = frame.write_csv()
    elif hasattr(frame, "to_pydict"):
        text = _csv_of_columns(frame.to_pydict())
    else:
        raise TableError(f"a table of the type {type(frame).__name__}; expected a data frame of pandas, polars or pyarrow")
    return OwnTable(_file_name(name), text.encode("utf-8"), year)


def from_arrays(
    intermediate: npt.ArrayLike,
    final: npt.ArrayLike,
    value_added: npt.ArrayLike,
    *,
    industries: Sequence[tuple[str, str]],
    users: Sequence[tuple[str, str]],
    name: str,
    year: int,
) -> OwnTable:
    """A table from arrays with their labels.

    Output is what is used and bought of it; `value_added` is checked against it (`unequal.doctor`), and not used otherwise.
    `intermediate[i, j]` is what industry `j` uses of the output of industry `i`, `final[i, k]` what user `k` does, and
    `value_added[j]` that of industry `j`, all in USD million of a year. `industries` are pairs of region and sector code, one
    a row; `users` are pairs of region and kind of final use (such as `HFCE`, `GGFC`, `GFCF`, `INVNT`).
    """
    used, bought = np.asarray(intermediate, dtype=float), np.asarray(final, dtype=float)
    added = np.asarray(value_added, dtype=float)
    count = len(industries)
    expected = {"intermediate": (count, count), "final": (count, len(users)), "value_added": (count,)}
    for what, array in {"intermediate": used, "final": bought, "value_added": added}.items():
        if array.shape != expected[what]:
            raise TableError(f"{what} has the shape {array.shape}, expected {expected[what]} for these labels")
    for region, sector in industries:
        if str(sector).upper() in _ACCOUNTS:
            raise TableError(f"the sector {sector} of {region} has the name of an account: {', '.join(_ACCOUNTS)} are no sectors")
    labels = [f"{region}_{sector}" for region, sector in industries]
    rows: list[list[object]] = [["V1", *labels, *(f"{region}_{use}" for region, use in users), "OUT"]]
    output = used.sum(axis=1) + bought.sum(axis=1)
    for label, row, uses, total in zip(labels, used, bought, output):
        rows.append([label, *row.tolist(), *uses.tolist(), float(total)])
    rows.append(["VA", *added.tolist(), *(0.0 for _ in users), 0.0])
    rows.append(["OUT", *(used.sum(axis=0) + added).tolist(), *bought.sum(axis=0).tolist(), 0.0])
    return OwnTable(_file_name(name), _csv(rows).encode("utf-8"), year)


def from_pymrio(system: Any, name: str, *, year: int, millions: float = 1.0) -> OwnTable:
    """A table from a system of pymrio (`IOSystem`) with `Z` and `Y` in money; `millions` is how many USD million one unit is.

    Value added is what output leaves after inputs, so that taxes less subsidies are part of it.
    """
    use, final = system.Z, system.Y
    if use is None or final is None:
        raise TableError("the system has no Z or no Y: expected both, in money; call calc_all() first")
    industries = [(str(region), str(sector)) for region, sector in use.index]
    use = use.reindex(index=use.index, columns=use.index) * millions
    final = final.reindex(index=use.index) * millions
    output = use.sum(axis=1) + final.sum(axis=1)
    users = [(str(region), str(kind)) for region, kind in final.columns]
    return from_arrays(
        use.to_numpy(),
        final.to_numpy(),
        (output - use.sum(axis=0)).to_numpy(),
        industries=industries,
        users=users,
        name=name,
        year=year,
    )


def _has_labels(index: Any) -> bool:
    """Whether an index of pandas says more than the rows' numbers."""
    return type(index).__name__ != "RangeIndex"


def _matrix(frame: Any) -> Any:
    """A frame of pandas whose rows and columns have two levels, with the labels of a published matrix."""
    levels = (getattr(frame.index, "nlevels", 1), getattr(frame.columns, "nlevels", 1))
    if levels[1] == 1:
        return frame
    if levels != (2, 2):
        raise TableError(f"a frame with {levels[0]} levels of rows and {levels[1]} of columns; expected region and sector in both")
    flat = frame.copy()
    flat.index = [_label(one) for one in frame.index]
    flat.columns = [_label(one) for one in frame.columns]
    return flat.rename_axis(index="V1")


def _label(levels: tuple[object, ...]) -> str:
    """`REGION_SECTOR`; a level that is empty, as of a row of value added, is left out."""
    return "_".join(str(one) for one in levels if str(one).strip())


def _file_name(name: str) -> str:
    """A name with the ending of its format."""
    return name if name.endswith(".csv") else f"{name}.csv"


def _csv_of_columns(columns: dict[str, list[Any]]) -> str:
    rows: list[Sequence[object]] = [list(columns)]
    rows += list(zip(*columns.values()))
    return _csv(rows)


def _csv(rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
