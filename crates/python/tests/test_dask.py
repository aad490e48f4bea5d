"""Ensembles by the workers of Dask: the same bytes, whoever computes them, and nothing lost with a worker."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dask.distributed import Client, LocalCluster

import unequal
from unequal._ensembles import solve_shard

DRAWS = 4 * 128


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """A real cluster of two processes on the loopback."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster, Client(cluster) as client:
        yield client


def stored(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The store that a run without a cluster makes."""
    folder = tmp_path_factory.mktemp("local")
    unequal.Session().ensemble("RUS", "CHN", draws=DRAWS, store=folder)
    return stored(folder)


def test_a_cluster_makes_the_same_bytes(client: Client, local: dict[str, bytes], tmp_path: Path) -> None:
    session = unequal.Session()
    answer = session.ensemble("RUS", "CHN", draws=DRAWS, store=tmp_path, client=client)
    assert stored(tmp_path) == local and len(local) == 4
    alone = session.ensemble("RUS", "CHN", draws=DRAWS)
    assert answer.data.summary == alone.data.summary
    # Without a store the answer is the same.
    assert session.ensemble("RUS", "CHN", draws=DRAWS, client=client).data.summary == alone.data.summary


def test_a_store_that_is_half_there_is_completed(
    client: Client, local: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, (name, content) in enumerate(local.items()):
        if number % 2 == 0:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    submitted: list[int] = []
    submit = client.submit

    def noted(task: Any, *given: Any, **how: Any) -> object:
        submitted.append(given[1])
        return submit(task, *given, **how)

    monkeypatch.setattr(client, "submit", noted)
    unequal.Session().ensemble("RUS", "CHN", draws=DRAWS, store=tmp_path, client=client)
    assert submitted == [1, 3]
    assert stored(tmp_path) == local


def test_a_worker_that_is_killed_loses_nothing(client: Client, local: dict[str, bytes], tmp_path: Path) -> None:
    victim = next(iter(client.run(os.getpid).values()))

    def kill() -> None:
        # While it computes its first shard.
        time.sleep(1)
        os.kill(victim, signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    unequal.Session().ensemble("RUS", "CHN", draws=DRAWS, store=tmp_path, client=client)
    thread.join()
    assert stored(tmp_path) == local


def test_a_scenario_is_sent_along(client: Client, scenarios: Path, tmp_path: Path) -> None:
    session = unequal.Session()
    file = scenarios / "us-china-tariff.toml"
    spread = session.scenario_ensemble(file, draws=128, store=tmp_path / "spread", client=client)
    alone = session.scenario_ensemble(file, draws=128, store=tmp_path / "alone")
    assert stored(tmp_path / "spread") == stored(tmp_path / "alone")
    assert spread.data.summary == alone.data.summary


def test_parts_fill_one_store(client: Client, local: dict[str, bytes], tmp_path: Path) -> None:
    session = unequal.Session()
    for part in (1, 2):
        session.ensemble("RUS", "CHN", draws=DRAWS, store=tmp_path, part=(part, 2), client=client)
        assert len(stored(tmp_path)) == 2 * part
    assert stored(tmp_path) == local


def test_a_shard_is_a_pure_function_of_its_question() -> None:
    question = '{"question": "ensemble", "first": "RUS", "second": "CHN", "draws": 256}'
    assert solve_shard(question, 1) == solve_shard(question, 1)
    with pytest.raises(unequal.errors.InvalidValueError, match="below 2"):
        solve_shard(question, 2)
