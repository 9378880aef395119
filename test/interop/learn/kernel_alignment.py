"""Alignment of a kernel with its targets by PennyLane, at the parameters on standard input."""

import json
import sys

import numpy as np
import pennylane as qml

asked = json.load(sys.stdin)
device = qml.device("default.qubit", wires=2)


def encode(row, parameters):
    qml.RY(parameters[0], wires=0)
    qml.RY(parameters[1], wires=1)
    qml.CNOT(wires=[0, 1])
    qml.RY(parameters[2], wires=0)
    qml.RY(parameters[3], wires=1)
    qml.RX(row[0], wires=0)
    qml.RX(row[1], wires=1)


@qml.qnode(device)
def overlap(first, second, parameters):
    encode(first, parameters)
    qml.adjoint(encode)(second, parameters)
    return qml.probs(wires=[0, 1])


rows = np.array(asked["rows"])
labels = np.array(asked["labels"])
answers = []
for parameters in asked["parameters"]:
    alignment = qml.kernels.target_alignment(
        rows,
        labels,
        lambda first, second: overlap(first, second, parameters)[0],
        assume_normalized_kernel=True,
        rescale_class_labels=False,
    )
    answers.append(float(alignment))
json.dump(answers, sys.stdout)
