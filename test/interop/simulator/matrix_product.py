"""Answers for the interop test of matrix product states: reads circuits as JSON, runs them on Aer's own."""

import json
import sys

from qiskit import QuantumCircuit, transpile
from qiskit.circuit.library import get_standard_gate_name_mapping
from qiskit.quantum_info import SparsePauliOp
from qiskit_aer import AerSimulator

GATES = get_standard_gate_name_mapping()


def build(case):
    circuit = QuantumCircuit(case["qubits"])
    for operation in case["operations"]:
        gate = type(GATES[operation["gate"]])(*operation["parameters"])
        controls = operation["controls"]
        if controls:
            # The first control is the lowest bit of the state.
            state = sum(control["value"] << index for index, control in enumerate(controls))
            gate = gate.control(len(controls), ctrl_state=state)
        circuit.append(gate, [control["qubit"] for control in controls] + operation["targets"])
    return circuit


def run(circuit, **options):
    # Its own singular value decomposition is less exact than that of LAPACK, and what it leaves out of a circuit may matter.
    simulator = AerSimulator(method="matrix_product_state", enable_truncation=False, mps_lapack=True, **options)
    result = simulator.run(transpile(circuit, simulator, optimization_level=0), shots=1).result()
    if not result.success:
        raise RuntimeError(result.status)
    return result.data()


def amplitudes(case):
    circuit = build(case)
    circuit.save_statevector()
    state = run(circuit, matrix_product_state_truncation_threshold=1e-30, **case.get("options", {}))["statevector"]
    return [[value.real, value.imag] for value in state.data]


def expectations(case):
    circuit = build(case)
    for index, (pauli, qubits) in enumerate(case["paulis"]):
        # Qiskit writes the operator on the first qubit last.
        circuit.save_expectation_value(SparsePauliOp(pauli[::-1]), qubits, label=str(index))
    data = run(circuit, matrix_product_state_truncation_threshold=1e-30)
    return [data[str(index)] for index in range(len(case["paulis"]))]


cases = json.load(sys.stdin)
json.dump(
    {
        "exact": [amplitudes(case) for case in cases["exact"]],
        "wide": [expectations(case) for case in cases["wide"]],
        "truncated": [amplitudes(case) for case in cases["truncated"]],
    },
    sys.stdout,
)
