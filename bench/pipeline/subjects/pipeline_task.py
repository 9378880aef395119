"""What the Python peers of the pipeline benchmark share: the loss, the optimisers and the support vector machine.

The task is a JSON file with the rows as they are encoded, the start and, for SPSA, the directions of all steps, so that
every peer evaluates the same points as the pipeline does. A subject says how the expectation values, gradients or states
are found; everything around it is NumPy on whole batches, which costs next to nothing.

Without arguments a subject holds the conversation of the benchmark; with a task file and a configuration it trains once,
judges the test rows and prints how well, as a script of a user would.
"""

import json
import sys
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).resolve().parents[2] / "simulator" / "subjects"))

import conversation  # noqa: E402

LEAST_PROBABILITY = 1e-10


def start(subject):
    if len(sys.argv) == 1:
        conversation.serve(subject)
        return
    with open(sys.argv[1], encoding="utf8") as file:
        work = subject.load(json.load(file), sys.argv[2], [])
    work.run()
    print(json.dumps(work.judge()))


def pairs_of(qubits):
    return [(i, j) for i in range(qubits) for j in range(i + 1, qubits)]


def encoded_angles(task, rows):
    """Of every row the angles of one repetition of the ZZ feature map: of the qubits, then of the pairs."""
    x = np.asarray(rows, dtype=float)
    crossed = [2 * (np.pi - x[:, i]) * (np.pi - x[:, j]) for i, j in pairs_of(task["qubits"])]
    return np.column_stack([2 * x, *crossed])


def neighbours(qubits):
    """Pairs of the ansatz, control first."""
    return [(qubit, qubit + 1) for qubit in reversed(range(qubits - 1))]


def class_probabilities(values, classes):
    """Of expectation values (rows × observables): of one by its sign, else in proportion to (1 + value) / 2."""
    if values.shape[1] == 1:
        second = (1 - values[:, 0]) / 2
        return np.column_stack([1 - second, second])
    weights = (1 + values) / 2
    return weights / weights.sum(axis=1, keepdims=True)


def cross_entropy(values, labels, classes):
    own = class_probabilities(values, classes)[np.arange(len(labels)), labels]
    return -np.log(np.maximum(LEAST_PROBABILITY, own)).mean()


def cross_entropy_slopes(values, labels, classes):
    """The derivatives of the cross entropy by every expectation value."""
    rows = np.arange(len(labels))
    own = class_probabilities(values, classes)[rows, labels]
    if values.shape[1] == 1:
        sign = np.where(labels == 0, 1, -1)
        return (-sign / (2 * own) / len(labels))[:, None]
    weights = (1 + values) / 2
    slopes = np.repeat(1 / (2 * weights.sum(axis=1, keepdims=True)), classes, axis=1)
    slopes[rows, labels] -= 1 / (2 * weights[rows, labels])
    return slopes / len(labels)


class Training:
    """A circuit that is trained.

    Subclasses have `expectations(angles, points)`, an array (points × rows × observables), and for Adam
    `loss_and_gradient(point)`.
    """

    def __init__(self, task):
        self.task = task
        self.classes = task["classes"]
        self.angles = encoded_angles(task, task["train"]["rows"])
        self.labels = np.asarray(task["train"]["labels"])
        self.start = np.asarray(task["start"])

    def run(self):
        optimiser = self.task["optimiser"]
        self.losses = []
        self.best = self.spsa(optimiser) if optimiser["method"] == "spsa" else self.adam(optimiser)

    def answer(self):
        if "shots" in self.task:
            return [float(self.losses[0])]
        return [float(value) for value in [*self.losses, *self.best]]

    def judge(self):
        labels = np.asarray(self.task["test"]["labels"])
        values = self.expectations(encoded_angles(self.task, self.task["test"]["rows"]), [self.best])[0]
        predicted = class_probabilities(values, self.classes).argmax(axis=1)
        loss = cross_entropy(values, labels, self.classes)
        return {"accuracy": float((predicted == labels).mean()), "log-loss": float(loss)}

    def losses_at(self, points):
        return [cross_entropy(values, self.labels, self.classes) for values in self.expectations(self.angles, points)]

    def spsa(self, optimiser):
        point = self.start
        for step, signs in enumerate(optimiser["directions"]):
            size = optimiser["perturbation"] / (step + 1) ** 0.101
            gain = optimiser["learningRate"] / (step + 1) ** 0.602
            direction = np.asarray(signs)
            ahead, behind = self.losses_at([point + size * direction, point - size * direction])
            point = point - gain * ((ahead - behind) / (2 * size)) * direction
            self.losses.append((ahead + behind) / 2)
        self.losses_at([point])
        return point

    def adam(self, optimiser):
        point, mean, square = self.start, np.zeros_like(self.start), np.zeros_like(self.start)
        best, least = point, np.inf
        for step in range(1, optimiser["iterations"] + 1):
            loss, gradient = self.loss_and_gradient(point)
            if loss < least:
                best, least = point, loss
            self.losses.append(loss)
            mean = 0.9 * mean + 0.1 * gradient
            square = 0.999 * square + 0.001 * gradient**2
            change = (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
            point = point - optimiser["learningRate"] * change
        return best


class Kernel:
    """A kernel matrix of the training rows. Subclasses have `gram(angles)` and `cross(test angles, angles)`."""

    def __init__(self, task):
        self.task = task
        self.angles = encoded_angles(task, task["train"]["rows"])

    def run(self):
        self.matrix = self.gram(self.angles)

    def answer(self):
        return [float(value) for value in self.matrix[:3].ravel()]

    def judge(self):
        from sklearn.svm import SVC

        train, test = self.task["train"], self.task["test"]
        machine = SVC(kernel="precomputed", C=1).fit(self.matrix, train["labels"])
        crossed = self.cross(encoded_angles(self.task, test["rows"]), self.angles)
        return {"accuracy": float(machine.score(crossed, test["labels"]))}


class StateKernel(Kernel):
    """By the overlaps of states. Subclasses have `states(angles)`, a row each."""

    def gram(self, angles):
        states = self.states(angles)
        return np.abs(states.conj() @ states.T) ** 2

    def cross(self, test, train):
        return np.abs(self.states(test).conj() @ self.states(train).T) ** 2
