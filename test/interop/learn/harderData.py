"""scikit-learn's models on data that are harder than tables of flowers, as one JSON object.

Every case has training rows, targets, rows to judge, and what the model says of them.
"""

import json
import sys

import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits, load_wine
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression, Ridge, RidgeClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

RANDOM = np.random.default_rng(17)


def parts(loaded, every=3):
    """Every third row is judged."""
    rest = np.arange(len(loaded.target)) % every == 0
    return loaded.data[~rest], loaded.target[~rest], loaded.data[rest], loaded.target[rest]


def case(name, use, options, model, train, targets, test, truth=None, probable=False):
    """With the option `probable` of Python also probabilities; `truth` is what the rows to judge are."""
    model.fit(train, targets)
    found = {
        "name": name,
        "settings": {"use": use, **options},
        "train": train.tolist(),
        "targets": targets.tolist(),
        "test": test.tolist(),
        "predictions": model.predict(test).tolist(),
    }
    if truth is not None:
        found["truth"] = truth.tolist()
    if probable:
        found["probabilities"] = model.predict_proba(test).tolist()
    return found


def on_classes():
    digits, wine, cancer = parts(load_digits()), parts(load_wine()), parts(load_breast_cancer())
    few = [part[:200] for part in digits]
    yield case("svm on digits", "svm", {}, SVC(), *digits)
    yield case("linear svm on digits", "svm", {"kernel": "linear"}, SVC(kernel="linear"), *few)
    yield case("soft svm on digits", "svm", {"C": 0.05}, SVC(C=0.05), *few)
    yield case("svm on raw wine", "svm", {}, SVC(), *wine)
    yield case("svm on raw cancer", "svm", {"C": 100}, SVC(C=100), *cancer)
    # Columns from 0.1 to 1000.
    exact = {"tol": 1e-9, "max_iter": 100_000, "solver": "newton-cholesky"}
    for name, data in (("wine", wine), ("cancer", cancer)):
        for strength in (0.01, 1, 100):
            model = LogisticRegression(C=strength, **exact)
            yield case(f"logistic regression, C {strength}, on raw {name}", "logistic-regression", {"C": strength}, model, *data, probable=True)
    yield case("logistic regression on few digits", "logistic-regression", {}, LogisticRegression(**exact), *few, probable=True)
    yield case("ridge on digits", "ridge", {}, RidgeClassifier(), *digits)
    yield case("ridge on raw wine", "ridge", {}, RidgeClassifier(), *wine)
    yield case("knn on digits", "knn", {}, KNeighborsClassifier(algorithm="brute"), *digits[:2], *[part[:150] for part in digits[2:]], probable=True)
    distance = KNeighborsClassifier(n_neighbors=9, weights="distance", algorithm="brute")
    yield case("weighted knn on raw wine", "knn", {"neighbours": 9, "weights": "distance"}, distance, *wine, probable=True)
    # Rows that occur among the training rows too decide alone.
    known, labels = wine[0][:60], wine[1][:60]
    yield case("weighted knn on known rows", "knn", {"neighbours": 9, "weights": "distance"}, KNeighborsClassifier(n_neighbors=9, weights="distance", algorithm="brute"), wine[0], wine[1], known, labels, probable=True)
    # All columns are looked at for every division, so that nothing is drawn but among equal divisions.
    boosting = GradientBoostingClassifier(n_estimators=30, random_state=0)
    yield case("gradient boosting on raw cancer", "gradient-boosting", {"rounds": 30}, boosting, *cancer, probable=True)
    yield case("gradient boosting on raw wine", "gradient-boosting", {"rounds": 30}, GradientBoostingClassifier(n_estimators=30, random_state=0), *wine, probable=True)
    yield case("random forest on digits", "random-forest", {"trees": 60}, RandomForestClassifier(60, random_state=0), *digits, probable=True)
    # Nine clouds that lie alike around the middle: near there votes of pairs are tied.
    angles = 2 * np.pi * np.arange(90) / 9
    ring = np.column_stack([np.cos(angles), np.sin(angles)]) * (1 + 0.01 * np.arange(90)[:, None] // 9)
    around = 0.2 * RANDOM.normal(size=(60, 2))
    yield case("svm with tied votes", "svm", {}, SVC(), ring, np.arange(90) % 9, around)
    # One class in twenty.
    uneven = np.concatenate([RANDOM.normal(0, 1, (190, 3)), RANDOM.normal(1.5, 1, (10, 3))])
    labels = np.repeat([0, 1], [190, 10])
    for use, model in (("svm", SVC()), ("logistic-regression", LogisticRegression(**exact)), ("ridge", RidgeClassifier())):
        yield case(f"{use} on one class in twenty", use, {}, model, uneven, labels, RANDOM.normal(0.8, 1.2, (200, 3)), probable=use == "logistic-regression")


def on_numbers():
    base = RANDOM.normal(size=(60, 4))
    targets = base @ [1.0, -2.0, 0.5, 3.0] + 0.1 * RANDOM.normal(size=60)
    twice = np.concatenate([base, base[:, :2], base[:, :1] - 2 * base[:, 1:2], np.ones((60, 1))], axis=1)
    nearly = np.concatenate([base, base + 1e-7 * RANDOM.normal(size=base.shape)], axis=1)
    wide = RANDOM.normal(size=(20, 90)) @ np.diag(10.0 ** np.linspace(-2, 3, 90))
    for strength in (1e-6, 1.0, 1e4):
        options = {"alpha": strength}
        # The singular value decomposition does not square the condition.
        for name, rows, wanted in (("repeated", twice, targets), ("nearly repeated", nearly, targets), ("ninety wide", wide, targets[:20])):
            yield case(f"ridge, alpha {strength}, on {name} columns", "ridge", options, Ridge(alpha=strength, solver="svd"), rows, wanted, rows[:15] * 1.5)


json.dump({"classes": list(on_classes()), "numbers": list(on_numbers())}, sys.stdout)
