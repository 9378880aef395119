"""Qiskit Aer, state vector with its default fusion, or matrix product state up to a bond dimension. Its own time is taken, which leaves out what Python does."""

import os

import conversation
from qiskit import QuantumCircuit
from qiskit.quantum_info import SparsePauliOp
from qiskit_aer import AerSimulator
from qiskit_aer.library import SaveAmplitudes


class State:
    def __init__(self, circuit, indices):
        qubits = circuit["qubits"]
        self.circuit = QuantumCircuit(qubits)
        for name, places, parameters in circuit["gates"]:
            getattr(self.circuit, name)(*parameters, *places)
        self.circuit.append(SaveAmplitudes(qubits, indices), range(qubits))
        self.simulator = AerSimulator(
            method="statevector",
            precision="double",
            max_parallel_threads=int(os.environ["OMP_NUM_THREADS"]),
            statevector_parallel_threshold=14,
        )

    def run(self):
        result = self.simulator.run(self.circuit, shots=1).result()
        if not result.success:
            raise RuntimeError(result.status)
        self.amplitudes = result.data()["amplitudes"]
        return result.results[0].time_taken

    def answer(self):
        return conversation.pairs(self.amplitudes)


class MatrixProductState:
    """Singular values by Aer's own code, its default, or by LAPACK."""

    def __init__(self, circuit, bond, lapack):
        self.circuit = QuantumCircuit(circuit["qubits"])
        for name, qubits, parameters in circuit["gates"]:
            getattr(self.circuit, name)(*parameters, *qubits)
        axes, qubits = zip(*circuit["observable"])
        self.circuit.save_expectation_value(SparsePauliOp("".join(axes)[::-1]), qubits)
        self.simulator = AerSimulator(
            method="matrix_product_state",
            max_parallel_threads=int(os.environ["OMP_NUM_THREADS"]),
            matrix_product_state_max_bond_dimension=bond,
            matrix_product_state_truncation_threshold=1e-24,
            mps_lapack=lapack,
            # It would leave out qubits and gates that the expectation value does not depend on, and get a wrong value.
            enable_truncation=False,
        )

    def run(self):
        result = self.simulator.run(self.circuit, shots=1).result()
        if not result.success:
            raise RuntimeError(result.status)
        self.value = result.data()["expectation_value"]
        return result.results[0].time_taken

    def answer(self):
        return [self.value]


class Aer:
    def load(self, circuit, configuration, indices):
        if configuration.startswith("bond "):
            return MatrixProductState(circuit, int(configuration.split()[1]), configuration.endswith("LAPACK"))
        return State(circuit, indices)


conversation.serve(Aer())
