"""Quantum states on all ways through a circuit, for a few qubits."""

import numpy


def interleaved(matrix):
    return [float(part) for value in numpy.asarray(matrix).flatten() for part in (value.real, value.imag)]


class Branches:
    """Every way through a circuit with its unnormalised state, first qubit lowest: exact, for a few qubits."""

    def __init__(self, qubits, memory):
        state = numpy.zeros(2**qubits, complex)
        state[0] = 1
        self.qubits = qubits
        self.ways = [(state, memory)]

    def gate(self, matrix, qubits, where=lambda memory: True):
        """Bit j of an index of the matrix is qubits[j]."""
        self.ways = [
            (self.applied(state, matrix, qubits) if where(memory) else state, memory) for state, memory in self.ways
        ]

    def applied(self, state, matrix, qubits):
        count = len(qubits)
        if count == 0:
            return state * numpy.asarray(matrix).flatten()[0]
        axes = [self.qubits - 1 - qubit for qubit in reversed(qubits)]
        tensor = numpy.asarray(matrix).reshape([2] * (2 * count))
        moved = numpy.tensordot(tensor, state.reshape([2] * self.qubits), (range(count, 2 * count), axes))
        return numpy.moveaxis(moved, range(count), axes).reshape(-1)

    def measure(self, qubit, remember, where=lambda memory: True, resets=False):
        """`remember` gives the memory after a result."""
        ways = []
        for state, memory in self.ways:
            if not where(memory):
                ways.append((state, memory))
                continue
            for result in (0, 1):
                mask = (numpy.arange(len(state)) >> qubit) & 1 == result
                part = numpy.where(mask, state, 0)
                if numpy.vdot(part, part).real < 1e-13:
                    continue
                if resets and result == 1:
                    part = self.applied(part, [[0, 1], [1, 0]], [qubit])
                ways.append((part, remember(memory, result)))
        self.ways = ways

    def distribution(self, written):
        found = {}
        for state, memory in self.ways:
            key = written(memory)
            found[key] = found.get(key, 0) + float(numpy.vdot(state, state).real)
        return found
