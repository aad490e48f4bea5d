"""Parts of answers: values by name, with types."""

from __future__ import annotations

import inspect
import math
import sys
import typing
from collections.abc import Mapping
from typing import Any


class AnswerPart:
    """A part of an answer. Its fields are attributes; `to_dict()` gives them as plain values."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __getattr__(self, name: str) -> Any:
        hints = _hints(type(self))
        if name not in hints:
            raise AttributeError(f"{type(self).__name__} has no field {name!r}; it has {', '.join(hints)}")
        values = self._values
        for key in (name, name.rstrip("_"), name.replace("_", "-")):
            if key in values:
                return _read(hints[name], values[key], type(self).__module__)
        return None

    def to_dict(self) -> dict[str, Any]:
        """The fields as plain values, by the names that JSON answers have."""
        return dict(self._values)

    def __dir__(self) -> list[str]:
        return [*_hints(type(self)), "to_dict"]

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._values == other._values

    def __hash__(self) -> int:
        return hash((type(self), repr(self._values)))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={_short(getattr(self, name))}" for name in _hints(type(self)))
        return f"{type(self).__name__}({fields})"


def _short(value: Any) -> str:
    if isinstance(value, AnswerPart):
        return f"{type(value).__name__}(...)"
    if isinstance(value, list) and len(value) > 3:
        return f"[{len(value)} items]"
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


_HINTS: dict[str, dict[str, Any]] = {}


def _hints(part: type[AnswerPart]) -> dict[str, Any]:
    """The annotated fields of a class, in order."""
    known = _HINTS.get(part.__name__)
    if known is None:
        annotated = inspect.get_annotations(part)
        known = {name: _resolved(hint, part.__module__) for name, hint in annotated.items()}
        _HINTS[part.__name__] = known
    return known


def _resolved(hint: Any, module: str) -> Any:
    """A hint without quotes: names that stand for quoted hints are followed."""
    while isinstance(hint, (str, typing.ForwardRef)):
        text = hint if isinstance(hint, str) else hint.__forward_arg__
        hint = eval(text, vars(sys.modules[module]))  # noqa: S307 - the package's own annotations
    return hint


def _read(hint: Any, value: Any, module: str) -> Any:
    """A value of JSON as its hint says; `module` is where the hint's names stand."""
    hint = _resolved(hint, module)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is float:
        # JSON has no number for what is not one.
        return math.nan if value is None else float(value)
    if isinstance(hint, type) and issubclass(hint, AnswerPart):
        return hint(value) if isinstance(value, Mapping) else value
    if origin is list and isinstance(value, list):
        return [_read(arguments[0], one, module) for one in value]
    if origin is tuple and isinstance(value, list):
        return tuple(_read(of, one, module) for of, one in zip(arguments, value))
    if origin is dict and isinstance(value, Mapping):
        return {key: _read(arguments[1], one, module) for key, one in value.items()}
    if origin is typing.Union:
        return _read_one_of(_options(hint, module), value, module)
    return value


def _options(hint: Any, module: str) -> list[Any]:
    """The types of which a hint is one, each by itself."""
    hint = _resolved(hint, module)
    if typing.get_origin(hint) is not typing.Union:
        return [hint]
    return [option for inner in typing.get_args(hint) for option in _options(inner, module)]


def _read_one_of(options: list[Any], value: Any, module: str) -> Any:
    """A value that is one of several types."""
    if isinstance(value, Mapping):
        for option in options:
            if isinstance(option, type) and issubclass(option, AnswerPart):
                fields = {name.rstrip("_") for name in _hints(option)}
                if {key.replace("-", "_") for key in value} <= fields:
                    return option(value)
    if isinstance(value, list):
        lists = [option for option in options if typing.get_origin(option) in (list, tuple)]
        return _read(lists[0], value, module) if lists else value
    if float in options and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value
