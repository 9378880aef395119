"""What the answers of all SDKs share: running a generated program as a user does, and taking it apart.

Reads cases as JSON from standard input, writes answers as JSON to standard output. A case has a program, the values of
its inputs, and whether its unitary or its distribution of outcomes is asked for; an answer has it, or an error.
"""

import contextlib
import io
import json
import re
import sys
import traceback

import numpy


def run(case):
    """Runs the program of a case and gives its variables; what it prints is dropped.

    Only some run as a user runs them, with their main part, because that simulates every shot of a circuit with feedback.
    """
    program = re.sub(r"\b(shots|repetitions)=1024\b", r"\1=8", case["program"])
    namespace = {"__name__": "__main__" if case["runsAsMain"] else "program"}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(program, "program.py", "exec"), namespace)
    return namespace


def interleaved(matrix):
    return [float(part) for value in numpy.asarray(matrix).flatten() for part in (value.real, value.imag)]


def little_endian(matrix, qubits):
    """Turns a matrix whose first qubit is the highest bit of an index into one where it is the lowest."""
    turned = [int(f"{index:0{qubits}b}"[::-1], 2) if qubits else 0 for index in range(2**qubits)]
    return numpy.asarray(matrix)[numpy.ix_(turned, turned)]


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


def answer_all(answer):
    """Answers every case with `answer(case)`; whatever it raises is the answer of that case."""
    answers = []
    for case in json.load(sys.stdin):
        try:
            answers.append(answer(case))
        except Exception:
            answers.append({"error": traceback.format_exc(limit=-4)})
    json.dump(answers, sys.stdout)
