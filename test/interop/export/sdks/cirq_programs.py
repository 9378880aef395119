"""Answers for programs of Cirq."""

import re

import cirq
import numpy
from programs import answer_all, little_endian, run

from branches import Branches, interleaved


class Run:
    """A circuit with measurements and classical controls, on all its branches. Memory maps keys to their results."""

    def __init__(self, circuit, qubits):
        self.branches = Branches(qubits, {})
        for operation in circuit.all_operations():
            self.operation(operation)

    def operation(self, operation):
        conditions = operation.classical_controls if isinstance(operation, cirq.ClassicallyControlledOperation) else []
        inner = operation.without_classical_controls()
        qubits = [qubit.x for qubit in inner.qubits]

        def where(memory):
            store = cirq.ClassicalDataDictionaryStore()
            for key, (measured, results) in memory.items():
                store.record_measurement(cirq.MeasurementKey(key), results, measured)
            return all(condition.resolve(store) for condition in conditions)

        if cirq.is_measurement(inner):
            self.measure(cirq.measurement_key_name(inner), inner.qubits)
        elif isinstance(inner.gate, cirq.ResetChannel):
            self.branches.measure(qubits[0], lambda memory, result: memory, where, resets=True)
        else:
            matrix = little_endian(cirq.unitary(inner), len(qubits))
            self.branches.gate(matrix, qubits, where)

    def measure(self, key, qubits):
        for index, qubit in enumerate(qubits):

            def remember(memory, result, index=index):
                results = [*memory[key][1]] if index else [0] * len(qubits)
                results[index] = result
                return {**memory, key: (qubits, results)}

            self.branches.measure(qubit.x, remember)


def written(memory, registers):
    """All bits, the last one first; those that are not measured are 0."""
    bits = []
    for name, size in registers:
        results = memory[name][1] if name in memory else [0] * size
        for index in range(size):
            single = memory.get(f"{name}[{index}]")
            bits.append(single[1][0] if single else results[index])
    return "".join(str(bit) for bit in reversed(bits))


def answer(case):
    program = run(case)
    circuit = cirq.resolve_parameters(program["build_circuit"](), case["values"])
    qubits = cirq.LineQubit.range(case["qubits"])
    if case["asks"] == "unitary":
        matrix = circuit.unitary(qubit_order=qubits, qubits_that_should_be_present=qubits, dtype=numpy.complex128)
        return {"unitary": interleaved(little_endian(matrix, len(qubits)))}
    ways = Run(circuit, len(qubits))
    registers = case["registers"]
    known = {re.sub(r"\[\d+\]$|(\[\d+\])?\.\d+$", "", key) for key in circuit.all_measurement_key_names()}
    assert known <= {name for name, _ in registers} | {"discarded"}, known
    return {"distribution": ways.branches.distribution(lambda memory: written(memory, registers))}


answer_all(answer)
