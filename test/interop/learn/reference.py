"""Answers from scikit-learn and SciPy for the numerics of core/learn and core/optimise, as one JSON object.

Usage: reference.py IRIS_CSV
"""

import csv
import json
import sys

import numpy as np
from scipy import stats
from scipy.optimize import minimize
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, f1_score, log_loss
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.model_selection import KFold, StratifiedGroupKFold, StratifiedKFold
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import SVC


def read_iris(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    names = sorted({row[4] for row in rows})
    return np.array([[float(cell) for cell in row[:4]] for row in rows]), np.array([names.index(row[4]) for row in rows])


def with_fixed_sign(components):
    largest = components[np.arange(len(components)), np.abs(components).argmax(axis=1)]
    return components * np.sign(largest)[:, None]


def logistic(features, labels, C):
    model = LogisticRegression(C=C, tol=1e-10, max_iter=100_000).fit(features, labels)
    probabilities = model.predict_proba(features)
    return {
        "C": C,
        "classes": int(len(model.classes_)),
        "weights": np.column_stack([model.coef_, model.intercept_]).tolist(),
        "logLoss": log_loss(labels, probabilities),
    }


def support_vectors(features, labels, kernel, C):
    model = SVC(kernel=kernel, C=C, gamma="scale", decision_function_shape="ovo").fit(features, labels)
    return {
        "kernel": kernel,
        "C": C,
        "support": np.sort(model.support_).tolist(),
        "decisions": model.decision_function(features).tolist(),
        "predictions": model.predict(features).tolist(),
    }


def precomputed(features, labels):
    gram = rbf_kernel(features, gamma=0.2)
    train = np.arange(len(labels)) % 3 != 0
    model = SVC(kernel="precomputed", C=2.0).fit(gram[np.ix_(train, train)], labels[train])
    return {"predictions": model.predict(gram[np.ix_(~train, train)]).tolist()}


def folds(labels):
    uneven = np.array([2, 0, 0, 1, 2, 2, 1, 0, 2, 2, 2, 0, 1, 1, 2, 0, 2, 2, 1, 2, 0, 0, 2])
    return {
        "iris": [test.tolist() for _, test in StratifiedKFold(5).split(labels, labels)],
        "unevenLabels": uneven.tolist(),
        "uneven": [test.tolist() for _, test in StratifiedKFold(4).split(uneven, uneven)],
        "plain": [test.tolist() for _, test in KFold(4).split(uneven)],
        "grouped": grouped_folds(),
    }


def grouped_folds():
    generator = np.random.default_rng(5)
    cases = []
    for folds in (2, 3, 5):
        groups = np.sort(generator.integers(0, 12, 80))
        labels = np.concatenate([[0, 1, 2], generator.integers(0, 3, 77)])
        parts = StratifiedGroupKFold(folds).split(labels, labels, groups)
        cases.append({
            "folds": folds,
            "groups": groups.tolist(),
            "labels": labels.tolist(),
            "tests": [test.tolist() for _, test in parts],
        })
    return cases


def intervals():
    students = [[p, nu, stats.t.ppf(p, nu)] for p in (0.6, 0.9, 0.975, 0.9995, 0.01) for nu in (1, 2, 3.5, 9, 49, 1000)]
    normals = [[p, stats.norm.ppf(p)] for p in (1e-6, 0.025, 0.3, 0.95, 0.999)]
    wilson = []
    for k, n in ((0, 10), (7, 10), (29, 30), (30, 30), (613, 1024)):
        for level in (0.9, 0.95, 0.99):
            interval = stats.binomtest(k, n).proportion_ci(level, "wilson")
            wilson.append([k, n, level, interval.low, interval.high])
    mcnemar = [[a, b, stats.binomtest(a, a + b, 0.5).pvalue] for a, b in ((1, 4), (3, 9), (0, 12), (40, 61))]
    rng = np.random.default_rng(11)
    ranked = [rng.normal(0.2, 1, 12), rng.normal(0.1, 1, 49), rng.normal(0.1, 1, 80), np.round(rng.normal(0.3, 1, 30), 1)]
    # Differences of accuracies are often equal and often zero; SciPy tries all signs of up to 13 of them.
    ranked += [np.round(rng.normal(0.3, 1, n) * 4) / 4 for n in (3, 5, 8, 10, 13, 14, 20, 25)]
    ranked += [np.array(d) for d in ([0.0, 0.0, 1.0], [0.5, 0.5, 0.5, -0.5], [0.0, 1.0, -2.0, 3.0, 4.0], rng.normal(0.2, 1, 25))]
    wilcoxon = [[list(map(float, d)), *map(float, stats.wilcoxon(d))] for d in ranked]
    differences = [0.03, -0.01, 0.02, 0.05, 0.0, 0.04]
    paired = stats.ttest_1samp(differences, 0).pvalue
    sampled = [[float(v) for v in rng.normal(0.8, 0.05, n)] for n in (2, 5, 10, 30)]
    student = []
    corrected = []
    for values in sampled:
        n, centre, spread = len(values), np.mean(values), np.std(values, ddof=1)
        for level in (0.9, 0.99):
            low, high = stats.t.interval(level, n - 1, loc=centre, scale=stats.sem(values))
            student.append([values, level, float(low), float(high)])
            for ratio in (0.25, 3 / 7):
                scale = spread * np.sqrt(1 / n + ratio)
                low, high = stats.t.interval(level, n - 1, loc=centre, scale=scale)
                shifted = [v - 0.78 for v in values]
                p = 2 * stats.t.sf(abs(np.mean(shifted)) / scale, n - 1)
                corrected.append([values, ratio, level, float(low), float(high), shifted, float(p)])
    flipped = []
    for size in (3, 6, 10):
        d = rng.normal(0.3, 1, size)
        result = stats.permutation_test((d,), np.mean, permutation_type="samples", n_resamples=np.inf)
        flipped.append([list(map(float, d)), float(result.pvalue)])
    return {
        "students": students,
        "normals": normals,
        "wilson": wilson,
        "mcNemar": mcnemar,
        "wilcoxon": wilcoxon,
        "differences": differences,
        "pairedP": paired,
        "student": student,
        "corrected": corrected,
        "flipped": flipped,
    }


def scores():
    rng = np.random.default_rng(7)
    labels = rng.integers(0, 4, 60)
    predictions = np.where(rng.random(60) < 0.6, labels, rng.integers(0, 4, 60))
    return {
        "labels": labels.tolist(),
        "predictions": predictions.tolist(),
        "balancedAccuracy": balanced_accuracy_score(labels, predictions),
        "f1Macro": f1_score(labels, predictions, average="macro"),
    }


def cobyla():
    def quadratic(x):
        return sum((i + 1) * (v - i / 4) ** 2 for i, v in enumerate(x))

    found = []
    for size in (3, 8):
        result = minimize(quadratic, np.ones(size), method="COBYLA", options={"maxiter": 5000, "rhobeg": 1.0, "tol": 1e-5})
        found.append({"size": size, "value": float(result.fun), "evaluations": int(result.nfev)})
    return found


def main():
    features, labels = read_iris(sys.argv[1])
    standard = StandardScaler().fit_transform(features)
    pca = PCA(3).fit(features)
    two = labels < 2
    json.dump(
        {
            "standardized": standard[[0, 75, 149]].tolist(),
            "minmax": MinMaxScaler((-1, 2)).fit_transform(features)[[0, 75, 149]].tolist(),
            "components": with_fixed_sign(pca.components_).tolist(),
            "explainedVariance": pca.explained_variance_.tolist(),
            "explainedVarianceRatio": pca.explained_variance_ratio_.tolist(),
            "logistic": [logistic(features, labels, C) for C in (0.01, 1.0, 100.0)]
            + [logistic(features[two], labels[two], C) for C in (0.1, 10.0)],
            "supportVectors": [
                support_vectors(standard, labels, kernel, C) for kernel in ("linear", "rbf") for C in (0.1, 1.0, 50.0)
            ],
            "precomputed": precomputed(standard, labels),
            "folds": folds(labels),
            "intervals": intervals(),
            "scores": scores(),
            "cobyla": cobyla(),
        },
        sys.stdout,
    )


main()
