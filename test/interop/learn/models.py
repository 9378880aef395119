"""Answers of scikit-learn's models on its own data sets, as one JSON object.

Every data set is divided into the folds of StratifiedKFold in file order; a model is fitted on all folds but one,
standardized on them, and judges the one left out.
"""

import json
import sys

import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_iris, load_wine
from sklearn.ensemble import (
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.linear_model import LogisticRegression, Ridge, RidgeClassifier
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, SVR

CLASSIFIERS = {
    "logistic-regression": lambda: LogisticRegression(tol=1e-8, max_iter=10_000),
    "svm": lambda: SVC(),
    "linear-svm": lambda: SVC(kernel="linear"),
    "ridge": lambda: RidgeClassifier(),
    "knn": lambda: KNeighborsClassifier(algorithm="brute"),
    "knn-distance": lambda: KNeighborsClassifier(n_neighbors=7, weights="distance", algorithm="brute"),
    "random-forest": lambda: RandomForestClassifier(random_state=3),
    # Which of two equally good divisions a tree takes is drawn at random.
    "gradient-boosting 1": lambda: GradientBoostingClassifier(random_state=1),
    "gradient-boosting 2": lambda: GradientBoostingClassifier(random_state=2),
    "gradient-boosting 3": lambda: GradientBoostingClassifier(random_state=3),
}

REGRESSORS = {
    "ridge": lambda: Ridge(alpha=2.0),
    "svm": lambda: SVR(C=50.0, epsilon=2.0),
    "linear-svm": lambda: SVR(kernel="linear"),
    "knn": lambda: KNeighborsRegressor(algorithm="brute"),
    "random-forest": lambda: RandomForestRegressor(random_state=1),
    "gradient-boosting": lambda: GradientBoostingRegressor(random_state=1),
}


def judged(model, features, targets, train, test):
    scaler = StandardScaler().fit(features[train])
    model.fit(scaler.transform(features[train]), targets[train])
    return model.predict(scaler.transform(features[test]))


def classes(name, loaded):
    features, labels = loaded.data, loaded.target
    folds = list(StratifiedKFold(5).split(features, labels))
    # Ten classes of 64 features take long; one fold of 360 rows tells enough.
    chosen = folds[:1] if name == "digits" else folds
    predictions = {
        model: [judged(make(), features, labels, train, test).tolist() for train, test in chosen]
        for model, make in CLASSIFIERS.items()
    }
    return {"features": features.tolist(), "labels": labels.tolist(), "predictions": predictions}


def numbers():
    loaded = load_diabetes(scaled=False)
    folds = list(KFold(4).split(loaded.data))
    predictions = {
        model: [judged(make(), loaded.data, loaded.target, train, test).tolist() for train, test in folds]
        for model, make in REGRESSORS.items()
    }
    return {"features": loaded.data.tolist(), "targets": loaded.target.tolist(), "predictions": predictions}


def main():
    loaders = {"iris": load_iris, "wine": load_wine, "breast-cancer": load_breast_cancer, "digits": load_digits}
    json.dump(
        {"classes": {name: classes(name, load()) for name, load in loaders.items()}, "numbers": numbers()}, sys.stdout
    )


main()
