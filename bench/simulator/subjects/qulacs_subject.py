"""Qulacs: each run optimises a fresh copy of the circuit and applies it to the zero state.

The first argument, if there is one, is a folder with a module `qulacs_core` to be used instead of the installed one.
"""

import sys
import time

import conversation

sys.path[1:1] = sys.argv[1:2]

from qulacs import Observable, ParametricQuantumCircuit, QuantumCircuit, QuantumState  # noqa: E402
from qulacs import gate as gates  # noqa: E402
from qulacs.circuit import QuantumCircuitOptimizer  # noqa: E402


def add(circuit, name, qubits, parameters):
    first = qubits[0]
    if name == "u":
        circuit.add_U3_gate(first, *parameters)
    elif name == "h":
        circuit.add_H_gate(first)
    elif name == "ry":
        circuit.add_RotY_gate(first, *parameters)
    elif name == "rz":
        circuit.add_RotZ_gate(first, *parameters)
    elif name == "cx":
        circuit.add_CNOT_gate(*qubits)
    elif name == "cz":
        circuit.add_CZ_gate(*qubits)
    elif name == "swap":
        circuit.add_SWAP_gate(*qubits)
    elif name == "cp":
        # Faster than a diagonal matrix of two qubits.
        phase = gates.to_matrix_gate(gates.U1(qubits[1], parameters[0]))
        phase.add_control_qubit(qubits[0], 1)
        circuit.add_gate(phase)
    else:
        raise ValueError(name)


class State:
    def __init__(self, circuit, configuration, indices):
        self.configuration = configuration
        self.indices = indices
        self.circuit = QuantumCircuit(circuit["qubits"])
        for name, qubits, parameters in circuit["gates"]:
            add(self.circuit, name, qubits, parameters)
        self.state = QuantumState(circuit["qubits"])

    def run(self):
        circuit = self.circuit.copy()
        started = time.perf_counter()
        if self.configuration == "light":
            QuantumCircuitOptimizer().optimize_light(circuit)
        elif self.configuration != "plain":
            QuantumCircuitOptimizer().optimize(circuit, int(self.configuration.removeprefix("block ")))
        self.state.set_zero_state()
        circuit.update_quantum_state(self.state)
        return time.perf_counter() - started

    def answer(self):
        return conversation.pairs(self.state.get_amplitude(index) for index in self.indices)


class Parametric:
    """The circuit with its rotations as parameters. The angles of Qulacs have the opposite sign."""

    def __init__(self, circuit):
        self.circuit = ParametricQuantumCircuit(circuit["qubits"])
        self.values = []
        for name, qubits, parameters in circuit["gates"]:
            if name in ("ry", "rz"):
                add_rotation = getattr(self.circuit, f"add_parametric_{name.upper()}_gate")
                add_rotation(qubits[0], -parameters[0])
                self.values.append(-parameters[0])
            else:
                add(self.circuit, name, qubits, parameters)
        self.observable = Observable(circuit["qubits"])
        self.observable.add_operator(1.0, " ".join(f"{axis} {qubit}" for axis, qubit in circuit["observable"]))
        self.state = QuantumState(circuit["qubits"])


class Expectation(Parametric):
    def run(self):
        for index, value in enumerate(self.values):
            self.circuit.set_parameter(index, value)
        self.state.set_zero_state()
        self.circuit.update_quantum_state(self.state)
        self.value = self.observable.get_expectation_value(self.state)

    def answer(self):
        return [self.value.real]


class Gradient(Parametric):
    def run(self):
        self.gradient = self.circuit.backprop(self.observable)

    def answer(self):
        return [-value for value in self.gradient]


class Qulacs:
    def load(self, circuit, configuration, indices):
        if configuration == "expectation":
            return Expectation(circuit)
        if configuration == "gradient":
            return Gradient(circuit)
        return State(circuit, configuration, indices)


conversation.serve(Qulacs())
