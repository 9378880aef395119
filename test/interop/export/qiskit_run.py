"""Runs circuits of Qiskit on all their branches, with what they compute."""

import numpy
from branches import Branches
from qiskit.circuit import ControlFlowOp, IfElseOp, Store, SwitchCaseOp, WhileLoopOp
from qiskit.circuit.classical import expr, types
from qiskit.quantum_info import Operator


class Run:
    """A circuit with control flow and classical variables, on all its branches. Memory maps bits and variables."""

    def __init__(self, circuit):
        memory = {bit: 0 for bit in circuit.clbits}
        self.branches = Branches(circuit.num_qubits, memory)
        self.body(circuit, {qubit: index for index, qubit in enumerate(circuit.qubits)}, {})

    def body(self, circuit, qubits, bits):
        for instruction in circuit.data:
            operation = instruction.operation
            placed = [qubits[qubit] for qubit in instruction.qubits]
            clbits = [bits.get(bit, bit) for bit in instruction.clbits]
            if isinstance(operation, ControlFlowOp):
                self.control(operation, instruction, placed, clbits, bits)
            elif isinstance(operation, Store):
                self.each(lambda memory: self.stored(operation, memory, bits))
            elif operation.name == "measure":
                self.branches.measure(placed[0], lambda memory, result: {**memory, clbits[0]: result})
            elif operation.name == "reset":
                self.branches.measure(placed[0], lambda memory, result: memory, resets=True)
            elif operation.name != "barrier":
                self.branches.gate(Operator(operation).data, placed)

    def each(self, change):
        self.branches.ways = [(state, change(memory)) for state, memory in self.branches.ways]

    def control(self, operation, instruction, placed, clbits, bits):
        def run(block):
            inner_bits = dict(zip(block.clbits, clbits))
            self.body(block, dict(zip(block.qubits, placed)), {**bits, **inner_bits})

        if isinstance(operation, IfElseOp):
            blocks = [*operation.blocks, None][:2]
            self.branch(lambda memory: 0 if self.holds(operation.condition, memory, bits) else 1, blocks, run)
        elif isinstance(operation, SwitchCaseOp):
            labels = [values for values, _ in operation.cases_specifier()]
            blocks = [*operation.blocks, None]

            def chosen(memory):
                value = self.held(operation.target, memory, bits)
                fits = [index for index, values in enumerate(labels) if any(each == value for each in values)]
                default = [index for index, values in enumerate(labels) if any(not isinstance(each, int) for each in values)]
                return (fits + default + [len(blocks) - 1])[0]

            self.branch(chosen, blocks, run)
        elif isinstance(operation, WhileLoopOp):
            done = []
            for _ in range(200):
                choice = [self.holds(operation.condition, memory, bits) for _, memory in self.branches.ways]
                done += [way for way, again in zip(self.branches.ways, choice) if not again]
                self.branches.ways = [way for way, again in zip(self.branches.ways, choice) if again]
                if not self.branches.ways:
                    break
                run(operation.blocks[0])
                self.branches.ways = [
                    (state, memory) for state, memory in self.branches.ways if numpy.vdot(state, state).real > 1e-13
                ]
            self.branches.ways = done
        else:
            raise NotImplementedError(operation.name)

    def branch(self, choose, blocks, run):
        chosen = [[] for _ in blocks]
        for way in self.branches.ways:
            chosen[choose(way[1])].append(way)
        done = []
        for block, ways in zip(blocks, chosen):
            self.branches.ways = ways
            if block is not None and ways:
                run(block)
            done += self.branches.ways
        self.branches.ways = done

    def holds(self, condition, memory, bits):
        if isinstance(condition, expr.Expr):
            return bool(self.value(condition, memory, bits))
        what, wanted = condition
        return self.held(what, memory, bits) == int(wanted)

    def held(self, what, memory, bits):
        if isinstance(what, expr.Expr):
            return self.value(what, memory, bits)
        if hasattr(what, "size"):
            return sum(memory[bits.get(bit, bit)] << index for index, bit in enumerate(what))
        return memory[bits.get(what, what)]

    def stored(self, operation, memory, bits):
        place = operation.lvalue
        value = self.value(operation.rvalue, memory, bits)
        if place.standalone:
            return {**memory, place.var: value}
        if hasattr(place.var, "size"):
            return {**memory, **{bits.get(bit, bit): value >> index & 1 for index, bit in enumerate(place.var)}}
        return {**memory, bits.get(place.var, place.var): int(value)}

    def value(self, node, memory, bits):
        if isinstance(node, expr.Var):
            return memory[node.var] if node.standalone else self.held(node.var, memory, bits)
        if isinstance(node, expr.Value):
            return node.value
        if isinstance(node, expr.Index):
            return bool(self.value(node.target, memory, bits) >> self.value(node.index, memory, bits) & 1)
        if isinstance(node, expr.Cast):
            return as_type(self.value(node.operand, memory, bits), node.type)
        if isinstance(node, expr.Unary):
            operand = self.value(node.operand, memory, bits)
            return as_type(UNARY[node.op](operand), node.type)
        left, right = (self.value(side, memory, bits) for side in (node.left, node.right))
        operate = INTEGER_DIVISION if node.op is expr.Binary.Op.DIV and node.type.kind is types.Uint else BINARY[node.op]
        return as_type(operate(left, right), node.type)


def as_type(value, wanted):
    """A value as one of a type; unsigned integers wrap around."""
    if wanted.kind is types.Bool:
        return bool(value)
    if wanted.kind is types.Float:
        return float(value)
    return int(value) % 2**wanted.width


INTEGER_DIVISION = lambda left, right: left // right  # noqa: E731

UNARY = {
    expr.Unary.Op.LOGIC_NOT: lambda operand: not operand,
    expr.Unary.Op.BIT_NOT: lambda operand: ~operand,
    expr.Unary.Op.NEGATE: lambda operand: -operand,
}

BINARY = {
    expr.Binary.Op.ADD: lambda left, right: left + right,
    expr.Binary.Op.SUB: lambda left, right: left - right,
    expr.Binary.Op.MUL: lambda left, right: left * right,
    expr.Binary.Op.DIV: lambda left, right: left / right,
    expr.Binary.Op.BIT_AND: lambda left, right: left & right,
    expr.Binary.Op.BIT_OR: lambda left, right: left | right,
    expr.Binary.Op.BIT_XOR: lambda left, right: left ^ right,
    expr.Binary.Op.SHIFT_LEFT: lambda left, right: left << right,
    expr.Binary.Op.SHIFT_RIGHT: lambda left, right: left >> right,
    expr.Binary.Op.EQUAL: lambda left, right: left == right,
    expr.Binary.Op.NOT_EQUAL: lambda left, right: left != right,
    expr.Binary.Op.LESS: lambda left, right: left < right,
    expr.Binary.Op.LESS_EQUAL: lambda left, right: left <= right,
    expr.Binary.Op.GREATER: lambda left, right: left > right,
    expr.Binary.Op.GREATER_EQUAL: lambda left, right: left >= right,
    expr.Binary.Op.LOGIC_AND: lambda left, right: bool(left) and bool(right),
    expr.Binary.Op.LOGIC_OR: lambda left, right: bool(left) or bool(right),
}
