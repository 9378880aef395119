"""Qiskit Aer, state vector with its default fusion. Its own time is taken, which leaves out what Python does."""

import os

import conversation
from qiskit import QuantumCircuit
from qiskit_aer import AerSimulator
from qiskit_aer.library import SaveAmplitudes


class State:
    def __init__(self, circuit):
        self.qubits = circuit["qubits"]
        self.circuit = QuantumCircuit(self.qubits)
        for name, qubits, parameters in circuit["gates"]:
            getattr(self.circuit, name)(*parameters, *qubits)
        self.simulator = AerSimulator(
            method="statevector",
            precision="double",
            max_parallel_threads=int(os.environ["OMP_NUM_THREADS"]),
            statevector_parallel_threshold=14,
        )

    def run(self):
        return self.execute([0]).time_taken

    def execute(self, indices):
        circuit = self.circuit.copy()
        circuit.append(SaveAmplitudes(self.qubits, indices), range(self.qubits))
        result = self.simulator.run(circuit, shots=1).result()
        if not result.success:
            raise RuntimeError(result.status)
        return result.results[0]

    def answer(self, indices):
        return conversation.pairs(self.execute(indices).data.amplitudes)


class Aer:
    def load(self, circuit, configuration):
        return State(circuit)


conversation.serve(Aer())
