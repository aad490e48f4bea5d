"""The same exercise in `sanction-simulator` (Bhattathiripad and Veetil, 0.1.4): no trade between two countries in 2022.

Both packages load their world and solve one bilateral embargo, in one run, on the same table of the OECD (edition of 2025). The models
differ (theirs rations capacities in the short run, ours adjusts prices), so that the times compare tools and not methods.

Needs `pip install --no-deps sanction-simulator` beside this package: `python benchmarks/beside_sanction_simulator.py`.
"""

from __future__ import annotations

import time
from typing import Any

import unequal


def theirs(first: str, second: str) -> tuple[float, float]:
    """Seconds to load and to solve."""
    import sanction_simulator
    from sanction_simulator import power_trade_estimation as model

    start = time.perf_counter()
    world: Any = model.Benchmark(sanction_simulator.data_dir(), cache=sanction_simulator.bench_cache())
    loaded = time.perf_counter()
    legs = model.bilateral_legs(world.cidx[first], world.cidx[second])
    scenario = model.ScenarioBatch(world, [legs], model.TAU_BASE, model.DELTA_BASE)
    scenario.balance()
    scenario.solve(model.RHO_BASE)
    return loaded - start, time.perf_counter() - loaded


def ours(first: str, second: str) -> tuple[float, float, float]:
    """Seconds to the first answer, to a second pair's with its ranges (15 solves), and of one counterfactual of many."""
    session = unequal.Session()
    start = time.perf_counter()
    session.exit_cost(first, second)
    loaded = time.perf_counter()
    session.exit_cost("DEU", second)
    answered = time.perf_counter()
    rows = 200
    session.solve_many([[float("inf"), float("inf")]] * rows, [(first, second), (second, first)])
    return loaded - start, answered - loaded, (time.perf_counter() - answered) / rows


if __name__ == "__main__":
    load, solve = theirs("RUS", "CHN")
    print(f"sanction-simulator: loads in {load:.2f} s, solves an embargo in {solve:.2f} s")
    first, next_pair, one = ours("RUS", "CHN")
    print(f"unequal: first answer {first:.2f} s, another pair with ranges {next_pair:.3f} s, one of many embargoes {1000 * one:.1f} ms")
    print(f"one embargo: {solve / one:.0f} times as fast")
