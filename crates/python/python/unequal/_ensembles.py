"""Ensembles on several machines: the shards of a store computed by the workers of Dask."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import _unequal
from .tables import OwnTable

if TYPE_CHECKING:
    from dask.distributed import Client

    from ._session import Progress

__all__ = ["solve_shard", "spread"]

_SESSIONS: dict[tuple[str, ...], _unequal.Session] = {}
MEMORY = 256 << 20
"""Estimated size, bytes, up to which a worker keeps prepared tables and worlds."""


def solve_shard(question: str, shard: int, tables: Sequence[OwnTable] = ()) -> bytes:
    """The draws of one shard of an ensemble as the bytes of a Parquet file; a pure function of its arguments.

    A task for a worker: it keeps what the question needs of the world for the next shard.
    """
    key = tuple(table.name for table in tables)
    session = _SESSIONS.get(key)
    if session is None:
        session = _unequal.Session(MEMORY)
        for table in tables:
            session.add_table(table.name, table.content, table.year)
        _SESSIONS.clear()
        _SESSIONS[key] = session
    return session.solve_shard(question, shard)


def spread(
    session: _unequal.Session,
    question: Mapping[str, Any],
    client: Client,
    tables: Sequence[OwnTable],
    progress: Progress | None,
) -> _unequal.Answer:
    """The answer to a question about draws, whose missing shards are computed by the workers of a client.

    Files of the question are sent along, so that workers need no shared disk. Every shard is kept as soon as it is there.
    """
    from dask.distributed import as_completed

    with tempfile.TemporaryDirectory(prefix="unequal-") as folder:
        local = {"store": folder, **question}
        asked = json.dumps(local)
        shards = session.shards(asked)
        sent = json.dumps(_brought_along({key: value for key, value in question.items() if key not in ("store", "part")}))
        part = question.get("part") or {"number": 1, "of": 1}
        missing = shards.missing
        wanted = [shard for shard in missing if shard % part["of"] == part["number"] - 1]
        futures = {client.submit(solve_shard, sent, shard, tables, pure=True): shard for shard in wanted}
        done = shards.count - len(missing)
        try:
            for future in as_completed(list(futures)):
                shards.keep(futures[future], future.result())
                # The scheduler need not hold a shard that is on the disk.
                future.release()
                done += 1
                if progress is not None:
                    progress(done, shards.count, "shards")
        finally:
            client.cancel([future for future in futures if not future.done()])
        return session.answer(asked)


def _brought_along(question: dict[str, Any]) -> dict[str, Any]:
    """A question whose file is a text instead of a path."""
    file = question.get("file")
    if isinstance(file, Mapping) and "path" in file:
        path = Path(file["path"])
        return {**question, "file": {"name": path.name, "text": path.read_text(encoding="utf-8")}}
    return question
