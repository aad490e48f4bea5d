"""Scenarios built in Python: the same files as everywhere, written by methods."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date, datetime
from os import PathLike, fspath
from pathlib import Path
from typing import Any, TypeAlias

import numpy.typing as npt

from .errors import InvalidValueError

__all__ = ["Parties", "Scenario"]

Parties: TypeAlias = "str | Sequence[str] | npt.NDArray[Any]"
"""Countries and groups, by code or name."""


class Scenario:
    """A scenario: what is done to whom. Each method adds a measure and returns the scenario, so that calls can be chained.

    >>> unequal.run(unequal.Scenario().embargo(by="WEST", on="RUS").pair("RUS", "CHN"))

    Parties are codes or names of countries, groups, `"WORLD"`, or lists of them. Rates and costs are fractions (0.25 is
    25 %). Further keys, such as `sectors`, `since`, `sources` and `note`, are those of scenario files, which the book
    describes; a key that ends in an underscore (`from_`) stands for the word without it. `text` is the file.
    """

    def __init__(self, title: str = "Scenario", **settings: Any) -> None:
        """`settings` are keys that hold for the whole file, such as `year`, `table`, `trade_elasticity`, `deficits`."""
        self._settings: dict[str, Any] = {"title": title, **_given(settings)}
        self._tables: dict[str, dict[str, Any]] = {}
        self._measures: list[tuple[str, dict[str, Any]]] = []

    @property
    def title(self) -> str:
        """Its title."""
        return str(self._settings["title"])

    def pair(self, first: str, second: str) -> Scenario:
        """Whose exit costs are reported."""
        self._tables["pair"] = {"first": first, "second": second}
        return self

    def report(self, *regions: str) -> Scenario:
        """Whose real income is reported."""
        self._tables["report"] = {"regions": list(regions)}
        return self

    def groups(self, **members: Parties) -> Scenario:
        """Groups of one's own: `groups(FRIENDS=["KAZ", "G7"])`."""
        of = {code: [one] if isinstance(one, str) else list(one) for code, one in members.items()}
        self._tables.setdefault("groups", {}).update(of)
        return self

    def over_time(self, *, step: str, count: int) -> Scenario:
        """The same at `count` dates after the shock, a `"year"` or a `"month"` apart."""
        self._tables["time"] = {"step": step, "count": count}
        return self

    def measure(self, kind: str, **keys: Any) -> Scenario:
        """A measure of any kind that scenario files know, by its keys."""
        given = _given(keys)
        # Names are unique in a file.
        taken = {measure["name"] for _, measure in self._measures if "name" in measure}
        name = kind.replace("_", " ")
        number = 2
        while kind != "uncertain" and name in taken:
            name, number = f"{kind.replace('_', ' ')} {number}", number + 1
        self._measures.append((kind, given if kind == "uncertain" else {"name": name, **given}))
        return self

    def embargo(self, *, by: Parties, on: Parties, **keys: Any) -> Scenario:
        """`by` ends trade with `on`, both ways or, with `direction`, what it `"exports"` or `"imports"`."""
        return self.measure("embargo", by=by, on=on, **keys)

    def tariff(self, *, by: Parties, on: Parties, rate: float, **keys: Any) -> Scenario:
        """`by` levies a duty of `rate` on what it buys from `on`, added to what holds unless `kind="level"`."""
        return self.measure("tariff", by=by, on=on, rate=rate, **keys)

    def export_tax(self, *, by: Parties, on: Parties, rate: float, **keys: Any) -> Scenario:
        """`by` taxes what it sells to `on`."""
        return self.measure("export_tax", by=by, on=on, rate=rate, **keys)

    def export_control(self, *, by: Parties, on: Parties, share: float, **keys: Any) -> Scenario:
        """`by` forbids a share of what it sells to `on`, by value."""
        return self.measure("export_control", by=by, on=on, share=share, **keys)

    def self_sanctioning(self, *, by: Parties, on: Parties, share: float, **keys: Any) -> Scenario:
        """Firms of `by` with that share of its sales leave the market of `on`."""
        return self.measure("self_sanctioning", by=by, on=on, share=share, **keys)

    def iceberg(self, *, from_: Parties, to: Parties, cost: float, **keys: Any) -> Scenario:
        """A trade cost that nobody receives, as a share of what is shipped: at 0.5 half is used up, and costs double.

        `Session.solve_many` takes the change of the cost instead: there 1.0 doubles it.
        """
        return self.measure("iceberg", from_=from_, to=to, cost=cost, **keys)

    def barrier(self, *, by: Parties, on: Parties, coefficient: float, **keys: Any) -> Scenario:
        """The trade cost that a coefficient of a gravity equation implies."""
        return self.measure("barrier", by=by, on=on, coefficient=coefficient, **keys)

    def payments(
        self, *, by: Parties, from_: Parties, to: Parties, threat: float, effort: float, **keys: Any
    ) -> Scenario:
        """`by` threatens banks that clear what `from_` sells to `to`. The threat is not observed (grade D)."""
        return self.measure("payments", by=by, from_=from_, to=to, threat=threat, effort=effort, **keys)

    def currency(
        self,
        *,
        from_: Parties,
        to: Parties,
        shares: Mapping[str, float],
        cost_changes: Mapping[str, float],
        **keys: Any,
    ) -> Scenario:
        """Changed costs of the currencies in which trade is settled; `shares` hold before and add up to 1."""
        return self.measure("currency", from_=from_, to=to, shares=shares, cost_changes=cost_changes, **keys)

    def route(self, *, from_: Parties, to: Parties, hub: Sequence[Mapping[str, Any]], **keys: Any) -> Scenario:
        """Transshipment through hubs, each with its `code` and `markup`."""
        return self.measure("route", from_=from_, to=to, hub=hub, **keys)

    def local_production(
        self, *, from_: Parties, to: Parties, affiliate_share: float, dispersion: float, **keys: Any
    ) -> Scenario:
        """Assembly in `to` by firms of `from_`, beside exports."""
        shares = {"affiliate_share": affiliate_share, "dispersion": dispersion}
        return self.measure("local_production", from_=from_, to=to, **shares, **keys)

    def price_cap(self, *, by: Parties, on: Parties, **keys: Any) -> Scenario:
        """A cap on the price of what `on` sells, set by `by`."""
        return self.measure("price_cap", by=by, on=on, **keys)

    def uncertain(
        self,
        measure: str | Sequence[str],
        parameter: str,
        *,
        low: float,
        high: float,
        kind: str | None = None,
        source: str | None = None,
    ) -> Scenario:
        """A range that holds a parameter with a chance of 90 %; the answer's ranges then hold it."""
        keys = {"measure": measure, "parameter": parameter, "low": low, "high": high, "kind": kind, "source": source}
        return self.measure("uncertain", **keys)

    def priors(self, **keys: Any) -> Scenario:
        """Priors of trade elasticities and of the table's error in the place of the program's, such as `elasticity_mean`."""
        self._tables["priors"] = _given(keys)
        return self

    @property
    def text(self) -> str:
        """The scenario file (TOML)."""
        lines = _pairs(self._settings)
        for name, keys in self._tables.items():
            lines += ["", f"[{name}]", *_pairs(keys)]
        for kind, keys in self._measures:
            lines += ["", f"[[{kind}]]", *_pairs(keys)]
        return "\n".join(lines) + "\n"

    def save(self, path: str | PathLike[str]) -> Path:
        """Writes the scenario file."""
        target = Path(path)
        target.write_text(self.text, encoding="utf-8")
        return target

    def __repr__(self) -> str:
        return self.text


def _given(keys: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that have a value, by their names in files."""
    return {key.rstrip("_"): deepcopy(value) for key, value in keys.items() if value is not None}


def _pairs(values: Mapping[str, Any]) -> list[str]:
    return [f"{_key(key)} = {_toml(value)}" for key, value in values.items()]


def _key(key: str) -> str:
    plain = key.replace("_", "").replace("-", "")
    return key if plain.isascii() and plain.isalnum() else _toml(key)


def _toml(value: Any) -> str:
    """A value as TOML writes it. Numbers, arrays and series of numpy and pandas are taken as Python's."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise InvalidValueError(f"a scenario has the value {value}, expected a finite number")
        return repr(value)
    if isinstance(value, PathLike):
        value = fspath(value)
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in escaped) + '"'
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(_pairs({str(key): one for key, one in value.items()})) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    kind = type(value).__name__
    raise InvalidValueError(f"a scenario has a value of the type {kind}, expected a number, text, date, list or table")
