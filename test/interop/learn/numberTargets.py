"""Metrics of scikit-learn and SciPy, and scikit-learn's regressions on what an angle encoding is known to tell.

After RY(x) on |0> the expectations of X, Y and Z are sin x, 0 and cos x, and the fidelity of two such states is
cos²((x - x') / 2); several qubits give a product. So a pipeline on these features can be worked out without a simulator.
"""

import json
import math
import sys

import numpy as np
from scipy.stats import kendalltau, spearmanr
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error, mean_squared_error, ndcg_score, r2_score
from sklearn.model_selection import KFold
from sklearn.preprocessing import MinMaxScaler
from sklearn.svm import SVR

COLUMNS = [2, 3]  # body mass index and blood pressure


def metrics(targets, told):
    return {
        "rmse": math.sqrt(mean_squared_error(targets, told)),
        "mse": mean_squared_error(targets, told),
        "mae": mean_absolute_error(targets, told),
        "r2": r2_score(targets, told),
        "spearman": float(spearmanr(targets, told).statistic),
        "kendall": float(kendalltau(targets, told).statistic),
        "ndcg": ndcg_score([targets], [told]),
    }


def cases():
    random = np.random.default_rng(11)
    # Whole numbers are tied often.
    for rows, levels in ((2, 9), (7, 4), (40, 6), (300, 12), (200, 100_000)):
        targets = random.integers(0, levels, rows).astype(float)
        targets[:2] = [0, 1]
        told = targets + random.integers(-levels, levels, rows)
        told[:2] = [3, 1]
        yield {"targets": targets.tolist(), "told": told.tolist(), "metrics": metrics(targets, told)}


def expectations(angles):
    return np.concatenate([np.stack([np.sin(x), 0 * x, np.cos(x)], axis=1) for x in angles.T], axis=1)


def fidelities(first, second):
    return np.prod(np.cos((first[:, None, :] - second[None, :, :]) / 2) ** 2, axis=2)


def regressions():
    loaded = load_diabetes(scaled=False)
    features, targets = loaded.data[:, COLUMNS], loaded.target / 100
    found = {"ridge": [], "svm": []}
    for train, test in KFold(5).split(features):
        scaler = MinMaxScaler((0, math.pi), clip=True).fit(features[train])
        before, after = scaler.transform(features[train]), scaler.transform(features[test])
        ridge = Ridge(alpha=0.5).fit(expectations(before), targets[train])
        found["ridge"].append(metrics(targets[test], ridge.predict(expectations(after))))
        machine = SVR(kernel="precomputed", C=2.0, epsilon=0.05, tol=1e-6).fit(fidelities(before, before), targets[train])
        found["svm"].append(metrics(targets[test], machine.predict(fidelities(after, before))))
    return {"features": features.tolist(), "targets": targets.tolist(), "folds": found}


json.dump({"cases": list(cases()), "regressions": regressions()}, sys.stdout)
