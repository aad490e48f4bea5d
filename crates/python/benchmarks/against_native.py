"""What Python costs: the same questions through the package and in the compiled session alone, as ratios in one run.

Run it on a machine that does nothing else: `python benchmarks/against_native.py`.
"""

from __future__ import annotations

import json
import statistics
import time

import numpy as np

import unequal


def of_questions(repetitions: int = 20) -> float:
    """Seconds of `exit_cost` through Python over those without, the median of pairs of runs."""
    session = unequal.Session()
    question = json.dumps({"question": "exit-cost", "first": "RUS", "second": "CHN"})
    session.exit_cost("RUS", "CHN")
    ratios = []
    for _ in range(repetitions):
        native = session._session._seconds_of_answer(question, 1)
        start = time.perf_counter()
        session.exit_cost("RUS", "CHN")
        ratios.append((time.perf_counter() - start) / native)
    return statistics.median(ratios)


def of_counterfactuals(rows: int = 10_000) -> tuple[float, float]:
    """Counterfactuals a second through Python, and over those without."""
    session = unequal.Session()
    flows = [("WEST", "RUS"), ("CHN", "RUS", "machinery"), ("RUS", "CHN")]
    changes = np.random.default_rng(1).uniform(-0.05, 0.3, (rows, len(flows)))
    session.solve_many(changes[:4], flows)
    question = json.dumps({"flows": [dict(zip(("seller", "buyer", "sector"), flow)) for flow in flows]})
    native = session._session._seconds_of_counterfactuals(question, changes)
    start = time.perf_counter()
    session.solve_many(changes, flows)
    own = time.perf_counter() - start
    return rows / own, native / own


if __name__ == "__main__":
    print(f"exit_cost: {of_questions():.3f} times the compiled session (bound 1.1)")
    rate, share = of_counterfactuals()
    print(f"solve_many: {rate:.0f} counterfactuals a second, {share:.2f} of the compiled session's (bound 0.9)")
