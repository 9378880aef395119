"""Exact probabilities of the bits of a Qiskit circuit with measurements, resets and control flow."""

import numpy as np
from qiskit.circuit import (
    BreakLoopOp,
    Clbit,
    ClassicalRegister,
    ContinueLoopOp,
    ForLoopOp,
    IfElseOp,
    SwitchCaseOp,
    WhileLoopOp,
)
from qiskit.quantum_info import Operator

NEGLIGIBLE = 1e-13


def distribution_of(circuit):
    """Probabilities by the bits in their order."""
    state = np.zeros(2**circuit.num_qubits, dtype=complex)
    state[0] = 1
    start = (state, (0,) * circuit.num_clbits)
    qubits = {qubit: index for index, qubit in enumerate(circuit.qubits)}
    clbits = {clbit: index for index, clbit in enumerate(circuit.clbits)}
    result = {}
    for state, bits, _ in run(circuit, [(*start, None)], qubits, clbits):
        key = "".join(map(str, bits))
        result[key] = result.get(key, 0) + float(np.vdot(state, state).real)
    return result


def unitary_of(circuit):
    """The matrix of a circuit without measurements, which may have loops."""
    size = 2**circuit.num_qubits
    qubits = {qubit: index for index, qubit in enumerate(circuit.qubits)}
    ((matrix, _, _),) = run(circuit, [(np.eye(size, dtype=complex), (), None)], qubits, {})
    return matrix


def run(circuit, ways, qubits, clbits):
    """Runs a circuit on unnormalised ways (state, bits, jump); a way that jumps does nothing more here."""
    phase = np.exp(1j * circuit.global_phase)
    ways = [(state * phase, bits, jump) for state, bits, jump in ways]
    for instruction in circuit.data:
        done = [way for way in ways if way[2] is not None]
        going = [way for way in ways if way[2] is None]
        ways = done + [after for way in going for after in step(instruction, way, qubits, clbits)]
    return ways


def step(instruction, way, qubits, clbits):
    operation = instruction.operation
    state, bits, _ = way
    targets = [qubits[qubit] for qubit in instruction.qubits]
    places = [clbits[clbit] for clbit in instruction.clbits]
    if operation.name == "barrier":
        return [way]
    if operation.name == "measure":
        ways = []
        for outcome in (0, 1):
            projected = project(state, targets[0], outcome)
            written = bits[: places[0]] + (outcome,) + bits[places[0] + 1 :]
            ways.append((projected, written, None))
        return likely(ways)
    if operation.name == "reset":
        zero = project(state, targets[0], 0)
        one = flip(project(state, targets[0], 1), targets[0])
        return likely([(zero, bits, None), (one, bits, None)])
    if isinstance(operation, BreakLoopOp):
        return [(state, bits, "break")]
    if isinstance(operation, ContinueLoopOp):
        return [(state, bits, "continue")]
    if isinstance(operation, (IfElseOp, WhileLoopOp, ForLoopOp, SwitchCaseOp)):
        return control(operation, way, instruction, qubits, clbits)
    condition = getattr(operation, "condition", None)
    if condition is not None and not holds(condition, bits, clbits):
        return [way]
    return [(apply(state, Operator(operation).data, targets), bits, None)]


def control(operation, way, instruction, qubits, clbits):
    def inside(block, entering):
        inner_qubits = {inner: qubits[outer] for inner, outer in zip(block.qubits, instruction.qubits)}
        inner_clbits = {inner: clbits[outer] for inner, outer in zip(block.clbits, instruction.clbits)}
        return run(block, entering, inner_qubits, inner_clbits)

    if isinstance(operation, IfElseOp):
        body, otherwise = operation.blocks[0], operation.blocks[1] if len(operation.blocks) > 1 else None
        if holds(operation.condition, way[1], clbits):
            return inside(body, [way])
        return inside(otherwise, [way]) if otherwise is not None else [way]
    if isinstance(operation, ForLoopOp):
        values, parameter, body = operation.params
        ways, left = [way], []
        for value in values:
            block = body if parameter is None else body.assign_parameters({parameter: value})
            after = inside(block, ways)
            left += [(state, bits, None) for state, bits, jump in after if jump == "break"]
            ways = [(state, bits, None) for state, bits, jump in after if jump != "break"]
        return left + ways
    if isinstance(operation, WhileLoopOp):
        left, ways = [], [way]
        while ways:
            left += [each for each in ways if not holds(operation.condition, each[1], clbits)]
            ways = [each for each in ways if holds(operation.condition, each[1], clbits)]
            after = inside(operation.blocks[0], ways) if ways else []
            left += [(state, bits, None) for state, bits, jump in after if jump == "break"]
            ways = likely([(state, bits, None) for state, bits, jump in after if jump != "break"])
        return left
    raise NotImplementedError(operation.name)


def holds(condition, bits, clbits):
    if not isinstance(condition, tuple):
        raise NotImplementedError("expression conditions")
    target, value = condition
    if isinstance(target, Clbit):
        return bits[clbits[target]] == int(value)
    assert isinstance(target, ClassicalRegister)
    held = sum(bits[clbits[bit]] << place for place, bit in enumerate(target))
    return held == int(value)


def likely(ways):
    return [way for way in ways if np.vdot(way[0], way[0]).real > NEGLIGIBLE]


def project(state, qubit, outcome):
    indices = np.arange(len(state))
    return np.where((indices >> qubit) & 1 == outcome, state, 0)


def flip(state, qubit):
    return state[np.arange(len(state)) ^ (1 << qubit)]


def apply(state, matrix, targets):
    """Applies a matrix to a state, or to every column of states; bit j of its index is targets[j]."""
    if len(targets) == 0:
        return state * matrix[0, 0]
    mask = sum(1 << target for target in targets)
    bases = np.array([index for index in range(len(state)) if index & mask == 0])
    offsets = [
        sum(((local >> place) & 1) << target for place, target in enumerate(targets)) for local in range(len(matrix))
    ]
    groups = bases[None, :] | np.array(offsets)[:, None]
    result = state.copy()
    result[groups] = np.tensordot(matrix, state[groups], axes=(1, 0))
    return result
