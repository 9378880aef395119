"""Answers for the interop test of the exporters: reads programs as JSON, writes what the real tools make of them.

A program of gates gives its unitary, any other the exact probability of every bit string, in the order of the bits of
the program, the first one rightmost and registers not separated.
"""

import json
import sys

import numpy
import qiskit.qasm2
import qiskit.qasm3
import stim
from qiskit.circuit import IfElseOp, SwitchCaseOp, WhileLoopOp
from qiskit.circuit.classical import expr
from qiskit.quantum_info import Operator


def interleaved(matrix):
    return [float(part) for value in numpy.asarray(matrix).flatten() for part in (value.real, value.imag)]


class Branches:
    """Every way through a circuit with its unnormalised state: exact, for a few qubits."""

    def __init__(self, qubits, bits):
        state = numpy.zeros(2**qubits, complex)
        state[0] = 1
        self.qubits = qubits
        self.ways = [(state, [0] * bits)]

    def gate(self, matrix, qubits, where=lambda bits: True):
        """Bit j of an index of the matrix is qubits[j]."""
        self.ways = [(self.apply(state, matrix, qubits) if where(bits) else state, bits) for state, bits in self.ways]

    def apply(self, state, matrix, qubits):
        count = len(qubits)
        if count == 0:
            return state * matrix[0][0]
        axes = [self.qubits - 1 - qubit for qubit in reversed(qubits)]
        tensor = numpy.asarray(matrix).reshape([2] * (2 * count))
        moved = numpy.tensordot(tensor, state.reshape([2] * self.qubits), (range(count, 2 * count), axes))
        return numpy.moveaxis(moved, range(count), axes).reshape(-1)

    def measure(self, qubit, bit, where=lambda bits: True, resets=False):
        ways = []
        for state, bits in self.ways:
            if not where(bits):
                ways.append((state, bits))
                continue
            for result in (0, 1):
                mask = (numpy.arange(len(state)) >> qubit) & 1 == result
                part = numpy.where(mask, state, 0)
                if numpy.vdot(part, part).real < 1e-14:
                    continue
                if resets and result == 1:
                    part = self.apply(part, [[0, 1], [1, 0]], [qubit])
                ways.append((part, bits if bit is None else [*bits[:bit], result, *bits[bit + 1 :]]))
        self.ways = ways

    def distribution(self):
        found = {}
        for state, bits in self.ways:
            key = "".join(str(bit) for bit in reversed(bits))
            found[key] = found.get(key, 0) + numpy.vdot(state, state).real
        return found


class QiskitRun:
    """A Qiskit circuit with control flow, on all its branches."""

    def __init__(self, circuit):
        self.branches = Branches(circuit.num_qubits, circuit.num_clbits)
        self.bits = {bit: index for index, bit in enumerate(circuit.clbits)}
        self.body(circuit, {qubit: index for index, qubit in enumerate(circuit.qubits)}, self.bits)

    def body(self, circuit, qubits, bits):
        for instruction in circuit.data:
            operation = instruction.operation
            placed = [qubits[qubit] for qubit in instruction.qubits]
            if isinstance(operation, IfElseOp):
                self.conditional(operation, instruction, qubits, bits)
            elif isinstance(operation, (SwitchCaseOp, WhileLoopOp)):
                raise NotImplementedError(operation.name)
            elif operation.name == "measure":
                self.branches.measure(placed[0], bits[instruction.clbits[0]])
            elif operation.name == "reset":
                self.branches.measure(placed[0], None, resets=True)
            elif operation.name != "barrier":
                self.branches.gate(Operator(operation).data, placed)

    def conditional(self, operation, instruction, qubits, bits):
        chosen = {True: [], False: []}
        for way in self.branches.ways:
            chosen[self.holds(operation.condition, way[1], bits)].append(way)
        done = []
        for value, block in zip((True, False), [*operation.blocks, None]):
            self.branches.ways = chosen[value]
            if block is not None:
                inner_qubits = {inner: qubits[outer] for inner, outer in zip(block.qubits, instruction.qubits)}
                inner_bits = {inner: bits[outer] for inner, outer in zip(block.clbits, instruction.clbits)}
                # Conditions inside name the registers of the whole circuit.
                self.body(block, inner_qubits, {**bits, **inner_bits})
            done += self.branches.ways
        self.branches.ways = done

    def holds(self, condition, values, bits):
        if isinstance(condition, expr.Expr):
            return bool(self.value(condition, values, bits))
        what, wanted = condition
        return self.held(what, values, bits) == int(wanted)

    def held(self, what, values, bits):
        if what in bits:
            return values[bits[what]]
        return sum(values[bits[bit]] << index for index, bit in enumerate(what))

    def value(self, node, values, bits):
        if isinstance(node, expr.Var):
            return self.held(node.var, values, bits)
        if isinstance(node, expr.Value):
            return node.value
        if isinstance(node, expr.Cast):
            return self.value(node.operand, values, bits)
        if isinstance(node, expr.Unary):
            operand = self.value(node.operand, values, bits)
            if node.op is expr.Unary.Op.LOGIC_NOT:
                return not operand
            raise NotImplementedError(str(node.op))
        left, right = (self.value(side, values, bits) for side in (node.left, node.right))
        operators = {
            expr.Binary.Op.EQUAL: left == right,
            expr.Binary.Op.NOT_EQUAL: left != right,
            expr.Binary.Op.LESS: left < right,
            expr.Binary.Op.LESS_EQUAL: left <= right,
            expr.Binary.Op.GREATER: left > right,
            expr.Binary.Op.GREATER_EQUAL: left >= right,
            expr.Binary.Op.LOGIC_AND: bool(left) and bool(right),
            expr.Binary.Op.LOGIC_OR: bool(left) or bool(right),
        }
        return operators[node.op]


def of_qiskit(circuit):
    if circuit.num_clbits == 0:
        return {"unitary": interleaved(Operator(circuit).data)}
    return {"distribution": QiskitRun(circuit).branches.distribution()}


def qasm2(program):
    strict = of_qiskit(qiskit.qasm2.loads(program, strict=True))
    # Also with the gates of Qiskit's own, larger qelib1.inc.
    legacy = qiskit.qasm2.loads(program, custom_instructions=qiskit.qasm2.LEGACY_CUSTOM_INSTRUCTIONS)
    return {"strict": strict, "legacy": of_qiskit(legacy)}


def qasm3(program):
    try:
        circuit = qiskit.qasm3.loads(program)
    except Exception as reason:
        # The loader reads a part of the language only.
        return {"unsupported": f"{type(reason).__name__}: {reason}"}
    return of_qiskit(circuit)


def of_stim(program):
    circuit = stim.Circuit(program)
    if circuit.num_measurements == 0:
        # Stim leaves out qubits after the last one used.
        return {"unitary": interleaved(stim.Tableau.from_circuit(circuit).to_unitary_matrix(endian="little"))}
    samples = circuit.compile_sampler(seed=5).sample(4096)
    found = {}
    for sample in samples:
        key = "".join("1" if bit else "0" for bit in reversed(sample))
        found[key] = found.get(key, 0) + 1 / len(samples)
    return {"samples": found}


HANDLERS = {"qasm2": qasm2, "qasm3": qasm3, "stim": of_stim}

cases = json.load(sys.stdin)
json.dump({format: [HANDLERS[format](program) for program in programs] for format, programs in cases.items()}, sys.stdout)
