"""How SciPy's COBYLA comes down on the functions of races.ts: the best value after every evaluation, as one JSON object.

Usage: races.py IRIS_CSV, with the races to run on standard input: [{ function, start, radius, evaluations }]
"""

import csv
import json
import sys

import numpy as np
from scipy.optimize import minimize, rosen


def powell(x):
    """The intermediate Rosenbrock function of Powell's paper on COBYLA, 1994."""
    return 10 * (x[0] ** 2 - x[1]) ** 2 + (1 + x[0]) ** 2


def singular(x):
    """Powell's singular function, 1962."""
    return (x[0] + 10 * x[1]) ** 2 + 5 * (x[2] - x[3]) ** 2 + (x[1] - 2 * x[2]) ** 4 + 10 * (x[0] - x[3]) ** 4


def quadratic(x):
    return sum((i + 1) * (v - i / 4) ** 2 for i, v in enumerate(x))


def noisy(x):
    """The quadratic with the deterministic noise of Moré and Wild, 2009: a cubic of a fast wave, 1 % at most."""
    wave = 0.9 * np.sin(100 * np.sum(np.abs(x))) * np.cos(100 * np.max(np.abs(x))) + 0.1 * np.cos(np.sqrt(np.sum(x * x)))
    return quadratic(x) + 0.01 * wave * (4 * wave * wave - 3)


class Register:
    """Real amplitudes of rows of states; qubit 0 is the lowest bit."""

    def __init__(self, rows, qubits):
        self.qubits = qubits
        self.amplitudes = np.zeros((rows, 2**qubits))
        self.amplitudes[:, 0] = 1

    def turn(self, qubit, angle):
        """RY by one angle for all rows, or one for each."""
        low = [state for state in range(2**self.qubits) if not state >> qubit & 1]
        high = [state | 1 << qubit for state in low]
        cosine, sine = (np.reshape(f(np.asarray(angle) / 2), (-1, 1)) for f in (np.cos, np.sin))
        before, after = self.amplitudes[:, low].copy(), self.amplitudes[:, high].copy()
        self.amplitudes[:, low] = cosine * before - sine * after
        self.amplitudes[:, high] = sine * before + cosine * after

    def flip(self, control, target):
        states = [state ^ (state >> control & 1) << target for state in range(2**self.qubits)]
        self.amplitudes = self.amplitudes[:, states]


def layers(register, angles):
    """Layers of RY with a chain of CX between them."""
    for layer in range(len(angles) // register.qubits):
        for control in range(register.qubits - 1 if layer > 0 else 0):
            register.flip(control, control + 1)
        for qubit in range(register.qubits):
            register.turn(qubit, angles[layer * register.qubits + qubit])


def hydrogen(x):
    register = Register(1, 2)
    layers(register, x)
    p = register.amplitudes[0]
    z0 = p[0] ** 2 - p[1] ** 2 + p[2] ** 2 - p[3] ** 2
    z1 = p[0] ** 2 + p[1] ** 2 - p[2] ** 2 - p[3] ** 2
    zz = p[0] ** 2 - p[1] ** 2 - p[2] ** 2 + p[3] ** 2
    xx = 2 * (p[0] * p[3] + p[1] * p[2])
    return float(-1.052373245772859 + 0.39793742484318045 * (z0 - z1) - 0.01128010425623538 * zz + 0.18093119978423156 * xx)


def read_iris(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    names = sorted({row[4] for row in rows})
    features = np.array([[float(cell) for cell in row[:4]] for row in rows])
    low, high = features.min(axis=0), features.max(axis=0)
    return np.pi * (features - low) / (high - low), np.array([names.index(row[4]) for row in rows])


ANGLES, LABELS = read_iris(sys.argv[1])


def iris(x):
    """Cross-entropy of the number of ones modulo three against the class, after RY of the features and the layers."""
    register = Register(len(LABELS), 4)
    for qubit in range(4):
        register.turn(qubit, ANGLES[:, qubit])
    layers(register, x)
    shares = register.amplitudes**2
    ones = np.array([bin(state).count("1") % 3 for state in range(16)])
    own = np.array([shares[row, ones == label].sum() for row, label in enumerate(LABELS)])
    return float(-np.log(np.maximum(own, 1e-12)).mean())


FUNCTIONS = {
    "rosenbrock": rosen,
    "powell": powell,
    "singular": singular,
    "quadratic": quadratic,
    "noisy": noisy,
    "hydrogen": hydrogen,
    "iris": iris,
}


def descent(race):
    function, best = FUNCTIONS[race["function"]], []

    def watched(x):
        value = float(function(x))
        best.append(min(value, best[-1]) if best else value)
        return value

    options = {"maxiter": race["evaluations"], "rhobeg": race["radius"], "tol": 1e-6}
    minimize(watched, np.array(race["start"], dtype=float), method="COBYLA", options=options)
    return best


json.dump([descent(race) for race in json.load(sys.stdin)], sys.stdout)
