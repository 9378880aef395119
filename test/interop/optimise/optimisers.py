"""Minima that SciPy finds on the functions of test/support/objectives.ts, and what it takes, as one JSON object."""

import json
import sys

import numpy as np
from scipy.optimize import minimize, rosen, rosen_der


def quadratic(x):
    return sum((i + 1) * (v - i / 4) ** 2 for i, v in enumerate(x))


def quadratic_slope(x):
    return np.array([2 * (i + 1) * (v - i / 4) for i, v in enumerate(x)])


PAULI = {
    "I": np.eye(2),
    "X": np.array([[0, 1], [1, 0]]),
    "Z": np.array([[1, 0], [0, -1]]),
}
HYDROGEN = {
    "II": -1.052373245772859,
    "IZ": 0.39793742484318045,
    "ZI": -0.39793742484318045,
    "ZZ": -0.01128010425623538,
    "XX": 0.18093119978423156,
}
# The left letter is qubit 1.
ENERGY = sum(c * np.kron(PAULI[p[0]], PAULI[p[1]]) for p, c in HYDROGEN.items())
CX = np.eye(4)[:, [0, 3, 2, 1]]


def turns(first, second):
    def turn(angle):
        return np.array([[np.cos(angle / 2), -np.sin(angle / 2)], [np.sin(angle / 2), np.cos(angle / 2)]])

    return np.kron(turn(second), turn(first))


def hydrogen(angles):
    state = turns(angles[2], angles[3]) @ CX @ turns(angles[0], angles[1])[:, 0]
    return float(state @ ENERGY @ state)


def powell(x):
    """The intermediate Rosenbrock function of Powell's paper on COBYLA, 1994."""
    return 10 * (x[0] ** 2 - x[1]) ** 2 + (1 + x[0]) ** 2


FUNCTIONS = {
    "rosenbrock": (rosen, rosen_der, [-1.2, 1.0]),
    "rosenbrock4": (rosen, rosen_der, [0.5, 0.6, 0.7, 0.8]),
    "powell": (powell, None, [1.0, 1.0]),
    "quadratic": (quadratic, quadratic_slope, [1.0] * 6),
    "hydrogen": (hydrogen, None, [0.5, -0.3, 0.2, 0.4]),
}
# Evaluations in the valley. Each takes SciPy, whose COBYLA is Python throughout, milliseconds.
CREEPING = 300
METHODS = {
    "cobyla": ("COBYLA", {"maxiter": 1000, "rhobeg": 0.5, "tol": 1e-4}),
    "nelder-mead": ("Nelder-Mead", {"maxiter": 20000, "maxfev": 20000, "xatol": 1e-8, "fatol": 1e-8}),
    "l-bfgs": ("L-BFGS-B", {"maxiter": 20000, "gtol": 1e-8, "ftol": 1e-15}),
}


def creeping():
    """
    What COBYLA has reached in Rosenbrock's valley when it is stopped, from starts that differ by a billionth: the order
    in which a processor adds decides between them.
    """
    random = np.random.default_rng(1)
    scipy_name, options = METHODS["cobyla"]
    options = {**options, "maxiter": CREEPING}
    ways = []
    for name in ("rosenbrock", "rosenbrock4"):
        function, _, start = FUNCTIONS[name]
        for _ in range(11):
            moved = np.array(start) + 1e-9 * random.normal(size=len(start))
            result = minimize(function, moved, method=scipy_name, options=options)
            ways.append({"function": name, "start": moved.tolist(), "value": float(result.fun)})
    return ways


def main():
    found = []
    for name, (function, slope, start) in FUNCTIONS.items():
        for method, (scipy_name, options) in METHODS.items():
            jac = slope if method == "l-bfgs" else None
            result = minimize(function, start, jac=jac, method=scipy_name, options=options)
            found.append({
                "function": name,
                "method": method,
                "start": start,
                "value": float(result.fun),
                "point": result.x.tolist(),
                "evaluations": int(result.nfev),
            })
    json.dump({"found": found, "creeping": creeping(), "ground": float(np.linalg.eigvalsh(ENERGY)[0])}, sys.stdout)


main()
