"""Answers for the simulator's interop test: reads circuits as JSON, writes what Qiskit makes of them."""

import json
import sys

from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit.library import (
    GlobalPhaseGate,
    efficient_su2,
    get_standard_gate_name_mapping,
    real_amplitudes,
    zz_feature_map,
)
from qiskit.providers.basic_provider import BasicSimulator
from qiskit.quantum_info import SparsePauliOp, Statevector

GATES = get_standard_gate_name_mapping()


def gate_of(operation):
    if operation["gate"] == "gphase":
        gate = GlobalPhaseGate(*operation["parameters"])
    else:
        gate = type(GATES[operation["gate"]])(*operation["parameters"])
    controls = operation["controls"]
    if not controls:
        return gate
    # The first control is the lowest bit of the state.
    state = sum(control["value"] << index for index, control in enumerate(controls))
    if operation["gate"] == "gphase":
        # Qiskit does not control gates without qubits; a phase is one on the last control.
        last = controls[-1]
        inner = QuantumCircuit(1)
        if last["value"] == 0:
            inner.x(0)
        inner.p(operation["parameters"][0], 0)
        if last["value"] == 0:
            inner.x(0)
        rest = controls[:-1]
        if not rest:
            return inner.to_gate()
        state = sum(control["value"] << index for index, control in enumerate(rest))
        return inner.to_gate().control(len(rest), ctrl_state=state)
    return gate.control(len(controls), ctrl_state=state)


def amplitudes(circuit):
    return [[value.real, value.imag] for value in Statevector(circuit).data]


def build(case):
    circuit = QuantumCircuit(case["qubits"])
    for operation in case["operations"]:
        gate = gate_of(operation)
        qubits = [control["qubit"] for control in operation["controls"]] + operation["targets"]
        circuit.append(gate, qubits)
    return circuit


def expectations(case):
    state = Statevector(build(case))
    return [state.expectation_value(SparsePauliOp(pauli)).real for pauli in case["paulis"]]


def template(case):
    makers = {"zz": zz_feature_map, "real-amplitudes": real_amplitudes, "efficient-su2": efficient_su2}
    pattern = case["entanglement"].replace("-", "_")
    circuit = makers[case["use"]](case["qubits"], reps=case["reps"], entanglement=pattern)
    return amplitudes(circuit.assign_parameters(case["values"]))


def counts(case):
    registers = [QuantumRegister(case["qubits"])]
    registers += [ClassicalRegister(size, name) for name, size in case["registers"]]
    circuit = QuantumCircuit(*registers)
    for qubit in case["flipped"]:
        circuit.x(qubit)
    for qubit, bit in case["measured"]:
        circuit.measure(qubit, bit)
    return BasicSimulator().run(circuit, shots=1).result().get_counts()


cases = json.load(sys.stdin)
json.dump(
    {
        "amplitudes": [amplitudes(build(case)) for case in cases["circuits"]],
        "expectations": [expectations(case) for case in cases["expectations"]],
        "templates": [template(case) for case in cases["templates"]],
        "counts": [counts(case) for case in cases["counts"]],
    },
    sys.stdout,
)
