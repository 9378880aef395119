"""PennyLane Lightning's C++ state vector (lightning.qubit), by its bindings.

From Python a gate is one call, which costs more than a small state does. What the C++ library alone needs for a circuit is
found by its adjoint method, the one call that takes a list of gates: with the first parameter as the only trainable one it
applies every gate to two states. A list that holds the circuit nine times takes eight circuits on two states longer than
one that holds it once, and whatever is done only once, among it the call, cancels. The gradient is one call of the adjoint
method as it is; the final state it begins with is prepared gate by gate, less what as many calls on a state of two qubits
cost.
"""

import time

import conversation
import numpy as np
from pennylane_lightning.lightning_qubit_ops import MeasurementsC128, StateVectorC128, observables
from pennylane_lightning.lightning_qubit_ops.algorithms import AdjointJacobianC128, create_ops_listC128

NAMES = {"ry": "RY", "rz": "RZ", "cx": "CNOT", "h": "Hadamard", "cz": "CZ"}
COPIES = 9
TRIES = 5


class Prepared:
    """A circuit whose first wire is the last qubit, as Lightning counts from the most significant bit."""

    def __init__(self, circuit):
        self.count = circuit["qubits"]
        self.operations = [
            (NAMES[name], [self.wire(qubit) for qubit in qubits], parameters)
            for name, qubits, parameters in circuit["gates"]
        ]
        self.state = StateVectorC128(self.count)
        self.calls = self.calls_on(self.state, [wires for _, wires, _ in self.operations])
        named = [observables.NamedObsC128(f"Pauli{axis}", [self.wire(qubit)]) for axis, qubit in circuit["observable"]]
        self.observable = observables.TensorProdObsC128(named)
        self.adjoint = AdjointJacobianC128()

    def wire(self, qubit):
        return self.count - 1 - qubit

    def calls_on(self, state, wires):
        return [(getattr(state, name), place, values) for (name, _, values), place in zip(self.operations, wires)]

    def list_of(self, copies):
        names, wires, parameters = zip(*(self.operations * copies))
        count = len(names)
        none = [np.zeros(0, dtype=complex)] * count
        return create_ops_listC128(
            list(names), list(parameters), list(wires), [False] * count, none, [[]] * count, [[]] * count
        )

    def forward(self):
        self.state.resetStateVector()
        return call_all(self.calls)

    def jacobian(self, gates, trainable):
        started = time.perf_counter()
        values = self.adjoint(self.state, [self.observable], gates, trainable)
        return time.perf_counter() - started, values


def call_all(calls):
    started = time.perf_counter()
    for apply, wires, parameters in calls:
        apply(wires, False, parameters)
    return time.perf_counter() - started


class Expectation(Prepared):
    """The state only: the expectation value is asked for in the answer and not timed."""

    def __init__(self, circuit):
        super().__init__(circuit)
        self.once, self.often = self.list_of(1), self.list_of(COPIES)

    def run(self):
        once = min(self.jacobian(self.once, [0])[0] for _ in range(TRIES))
        often = min(self.jacobian(self.often, [0])[0] for _ in range(TRIES))
        return (often - once) / (2 * (COPIES - 1))

    def answer(self):
        self.forward()
        return [MeasurementsC128(self.state).expval(self.observable)]


class Gradient(Prepared):
    def __init__(self, circuit):
        super().__init__(circuit)
        self.small = self.calls_on(
            StateVectorC128(2), [[1] if len(wires) == 1 else [0, 1] for _, wires, _ in self.operations]
        )
        self.list = self.list_of(1)
        self.trainable = list(range(sum(len(parameters) for _, _, parameters in self.operations)))

    def run(self):
        forward = self.forward() - min(call_all(self.small) for _ in range(TRIES))
        backward, self.gradient = self.jacobian(self.list, self.trainable)
        return forward + backward

    def answer(self):
        return [float(value) for value in self.gradient]


class Lightning:
    def load(self, circuit, configuration, _indices):
        return Gradient(circuit) if configuration == "gradient" else Expectation(circuit)


conversation.serve(Lightning())
