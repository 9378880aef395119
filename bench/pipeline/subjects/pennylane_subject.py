"""PennyLane's lightning.qubit, which has no batches: `tapes` hands it a circuit for every row, `QNode` lets PennyLane do so.

Tapes are made of gates that are made once for every row and once for every point, and go to the device directly; QNodes
are what PennyLane's documentation shows, with the rows as one batch.
"""

import numpy as np
import pennylane as qml
import pipeline_task
from autograd import value_and_grad
from pennylane import numpy as pnp
from pennylane.devices import ExecutionConfig
from pennylane.tape import QuantumScript

ADJOINT = ExecutionConfig(gradient_method="adjoint", use_device_gradient=True)


def encoding(task, angles):
    """Gates of the feature map; angles may be batches."""
    qubits = task["qubits"]
    gates = []
    for _ in range(task["featureRepetitions"]):
        gates += [qml.Hadamard(qubit) for qubit in range(qubits)]
        gates += [qml.PhaseShift(angles[qubit], qubit) for qubit in range(qubits)]
        for place, (i, j) in enumerate(pipeline_task.pairs_of(qubits)):
            gates += [qml.CNOT([i, j]), qml.PhaseShift(angles[qubits + place], j), qml.CNOT([i, j])]
    return gates


def ansatz(task, weights):
    qubits = task["qubits"]
    gates = [qml.RY(weights[qubit], qubit) for qubit in range(qubits)]
    for repetition in range(1, task["ansatzRepetitions"] + 1):
        gates += [qml.CNOT(list(pair)) for pair in pipeline_task.neighbours(qubits)]
        gates += [qml.RY(weights[repetition * qubits + qubit], qubit) for qubit in range(qubits)]
    return gates


class Tapes(pipeline_task.Training):
    def __init__(self, task):
        super().__init__(task)
        self.device = qml.device("lightning.qubit", wires=task["qubits"])
        self.measurements = [qml.expval(qml.Z(qubit)) for qubit in task["observed"]]
        self.encodings = [encoding(task, row) for row in self.angles]
        self.parameters = range(
            task["featureRepetitions"] * self.angles.shape[1],
            task["featureRepetitions"] * self.angles.shape[1] + len(self.start),
        )

    def tapes(self, encodings, point):
        gates = ansatz(self.task, point)
        shots = self.task.get("shots")
        return [
            QuantumScript(own + gates, self.measurements, shots=shots, trainable_params=self.parameters)
            for own in encodings
        ]

    def expectations(self, angles, points):
        encodings = self.encodings if angles is self.angles else [encoding(self.task, row) for row in angles]
        tapes = [tape for point in points for tape in self.tapes(encodings, point)]
        values = np.asarray(self.device.execute(tapes), dtype=float)
        return values.reshape(len(points), len(angles), -1)

    def loss_and_gradient(self, point):
        tapes = self.tapes(self.encodings, point)
        found, derivatives = self.device.execute_and_compute_derivatives(tapes, ADJOINT)
        values = np.asarray(found, dtype=float).reshape(len(tapes), -1)
        slopes = pipeline_task.cross_entropy_slopes(values, self.labels, self.classes)
        jacobians = np.asarray(derivatives, dtype=float).reshape(*values.shape, len(point))
        loss = pipeline_task.cross_entropy(values, self.labels, self.classes)
        return loss, np.einsum("ro,rop->p", slopes, jacobians)


class Nodes(pipeline_task.Training):
    """One QNode for all rows. On default.qubit, which works on whole batches, gradients go back through NumPy."""

    def __init__(self, task, device="lightning.qubit", method="adjoint"):
        super().__init__(task)
        wires = qml.device(device, wires=task["qubits"])

        def circuit(angles, weights):
            encoding(task, angles)
            ansatz(task, weights)
            return [qml.expval(qml.Z(qubit)) for qubit in task["observed"]]

        needs_gradient = task["optimiser"]["method"] == "adam"
        self.node = qml.QNode(circuit, wires, diff_method=method if needs_gradient else None, interface="autograd")
        self.gradient = value_and_grad(self.loss)

    def expectations(self, angles, points):
        return [np.stack(self.node(angles.T, point), axis=1) for point in points]

    def loss(self, weights):
        values = pnp.stack(self.node(self.angles.T, weights), axis=1)
        rows = np.arange(len(self.labels))
        if values.shape[1] == 1:
            own = (1 + np.where(self.labels == 0, 1, -1) * values[:, 0]) / 2
        else:
            weights_of = (1 + values) / 2
            own = weights_of[rows, self.labels] / pnp.sum(weights_of, axis=1)
        return -pnp.mean(pnp.log(pnp.maximum(pipeline_task.LEAST_PROBABILITY, own)))

    def loss_and_gradient(self, point):
        loss, gradient = self.gradient(pnp.array(point, requires_grad=True))
        return float(loss), np.asarray(gradient)


class States(pipeline_task.StateKernel):
    def __init__(self, task):
        super().__init__(task)
        self.device = qml.device("lightning.qubit", wires=task["qubits"])

    def states(self, angles):
        tapes = [QuantumScript(encoding(self.task, row), [qml.state()]) for row in angles]
        return np.asarray(self.device.execute(tapes))


class BatchedStates(pipeline_task.StateKernel):
    def __init__(self, task):
        super().__init__(task)
        device = qml.device("default.qubit", wires=task["qubits"])

        def circuit(angles):
            encoding(task, angles)
            return qml.state()

        self.node = qml.QNode(circuit, device, diff_method=None, interface=None)

    def states(self, angles):
        return np.asarray(self.node(angles.T))


class PennyLane:
    def load(self, task, configuration, _indices):
        if task["kind"] == "kernel":
            return States(task) if configuration == "states" else BatchedStates(task)
        if configuration == "tapes":
            return Tapes(task)
        if configuration == "QNode":
            return Nodes(task)
        return Nodes(task, "default.qubit", "backprop")


pipeline_task.start(PennyLane())
