"""Indices of the same outcomes by SALib: reads them as JSON, writes its estimates as JSON."""

import json
import sys

import numpy as np
from SALib.analyze import morris, sobol

given = json.load(sys.stdin)
first, second = np.array(given["first"]), np.array(given["second"])
mixed = np.array(given["mixed"])
# SALib centres outcomes on the mean of all of them; the estimators are then used as they stand.
mean = np.r_[first, second].mean()
inputs = mixed.shape[1]
answer = {
    "first_order": [sobol.first_order(first - mean, mixed[:, i] - mean, second - mean).item() for i in range(inputs)],
    "total": [sobol.total_order(first - mean, mixed[:, i] - mean, second - mean).item() for i in range(inputs)],
}
problem = {"num_vars": inputs, "names": [str(i) for i in range(inputs)], "bounds": [[0, 1]] * inputs}
interleaved = np.column_stack([first, mixed, second]).ravel()
# Its bootstrap interval is 1.645 standard deviations of the resampled estimates.
whole = sobol.analyze(problem, interleaved, calc_second_order=False, num_resamples=1000, conf_level=0.9, seed=1)
answer["half_width_of_total"] = whole["ST_conf"].tolist()
screened = morris.analyze(problem, np.array(given["points"]), np.array(given["outcomes"]), num_levels=4)
answer["mu"] = list(map(float, screened["mu"]))
answer["mu_star"] = list(map(float, screened["mu_star"]))
answer["sigma"] = list(map(float, screened["sigma"]))
json.dump(answer, sys.stdout)
