"""Intervals of SciPy's bootstrap from resampled means that are given, as one JSON object.

On standard input: [{ values, level, means }].
"""

import json
import sys
from types import SimpleNamespace

import numpy as np
from scipy import stats


def interval(case, method):
    values, means = np.array(case["values"]), np.array(case["means"])
    # Without resamples of its own, SciPy takes those of an earlier result.
    earlier = SimpleNamespace(bootstrap_distribution=means)
    found = stats.bootstrap(
        (values,), np.mean, n_resamples=0, confidence_level=case["level"], method=method, bootstrap_result=earlier
    )
    return [float(found.confidence_interval.low), float(found.confidence_interval.high)]


def answer(case):
    values = np.array(case["values"])
    rank = stats.percentileofscore(case["means"], np.mean(values), kind="mean") / 100
    return {
        "percentile": interval(case, "percentile"),
        "bca": interval(case, "BCa"),
        "bias": float(stats.norm.ppf(rank)),
        # The skewness of the jackknife's means, over six.
        "acceleration": float(stats.skew(values) / (6 * np.sqrt(len(values)))),
    }


json.dump([answer(case) for case in json.load(sys.stdin)], sys.stdout)
