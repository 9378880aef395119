"""States of circuits by NumPy alone: every outcome of every measurement by itself, nothing merged, full matrices."""

import json
import sys

import numpy as np

ONE = {
    "h": lambda _: np.array([[1, 1], [1, -1]]) / np.sqrt(2),
    "x": lambda _: np.array([[0, 1], [1, 0]]),
    "s": lambda _: np.diag([1, 1j]),
    "t": lambda _: np.diag([1, np.exp(0.25j * np.pi)]),
    "p": lambda angle: np.diag([1, np.exp(1j * angle)]),
    "rx": lambda angle: rotation(angle, AXES["X"]),
    "ry": lambda angle: rotation(angle, AXES["Y"]),
    "rz": lambda angle: rotation(angle, AXES["Z"]),
}
AXES = {
    "I": np.eye(2),
    "X": np.array([[0, 1], [1, 0]]),
    "Y": np.array([[0, -1j], [1j, 0]]),
    "Z": np.diag([1, -1]),
}


def rotation(angle, axis):
    return np.cos(angle / 2) * np.eye(2) - 1j * np.sin(angle / 2) * axis


def on(qubits, factors):
    """The product of one-qubit matrices, qubit 0 the lowest bit."""
    matrix = np.eye(1)
    for qubit in range(qubits):
        matrix = np.kron(factors.get(qubit, AXES["I"]), matrix)
    return matrix


def unitary(qubits, operation):
    target = on(qubits, {operation["target"]: ONE[operation["gate"]](operation.get("angle"))})
    if "control" not in operation:
        return target
    control = operation["control"]
    return on(qubits, {control: np.diag([1, 0])}) + on(qubits, {control: np.diag([0, 1])}) @ target


def run(qubits, operations, ways):
    for operation in operations:
        kind = operation["kind"]
        if kind == "gate":
            matrix = unitary(qubits, operation)
            ways = [(bits, matrix @ vector) for bits, vector in ways]
        elif kind == "when":
            bit, value = operation["bit"], operation["value"]
            done = [way for way in ways if way[0][bit] != value]
            ways = done + run(qubits, operation["body"], [way for way in ways if way[0][bit] == value])
        else:
            found = []
            for bits, vector in ways:
                for value in (0, 1):
                    part = on(qubits, {operation["qubit"]: np.diag([1 - value, value])}) @ vector
                    if np.vdot(part, part).real < 1e-14:
                        continue
                    if kind == "reset" and value == 1:
                        part = on(qubits, {operation["qubit"]: AXES["X"]}) @ part
                    read = bits[: operation["bit"]] + (value,) + bits[operation["bit"] + 1 :] if kind == "measure" else bits
                    found.append((read, part))
            ways = found
    return ways


def reduced(density, qubits, kept):
    """Of the kept qubits, by tracing over the axes of the others."""
    tensor = density.reshape([2] * (2 * qubits))
    # Axis 0 is the highest qubit.
    for qubit in sorted(set(range(qubits)) - set(kept)):
        count = tensor.ndim // 2
        axis = count - 1 - (qubit - sum(1 for other in range(qubit) if other not in kept))
        tensor = np.trace(tensor, axis1=axis, axis2=axis + count)
    size = 2 ** len(kept)
    return tensor.reshape(size, size)


def entropy(density):
    values = np.linalg.eigvalsh(density)
    values = values[values > 1e-14]
    return float(-(values * np.log2(values)).sum())


def bloch(density, qubits):
    return [
        [float(np.trace(reduced(density, qubits, [qubit]) @ AXES[axis]).real) for axis in "XYZ"] for qubit in range(qubits)
    ]


def describe(circuit):
    qubits = circuit["qubits"]
    start = np.zeros(2**qubits, dtype=complex)
    start[0] = 1
    ways = run(qubits, circuit["operations"], [((0,) * circuit["bits"], start)])
    by_bits = {}
    for bits, vector in ways:
        text = "".join(str(bit) for bit in bits)
        by_bits[text] = by_bits.get(text, 0) + np.outer(vector, vector.conj())
    density = sum(by_bits.values())
    single = [entropy(reduced(density, qubits, [qubit])) for qubit in range(qubits)]
    observable = sum(
        term["coefficient"] * on(qubits, {factor["qubit"]: AXES[factor["axis"]] for factor in term["factors"]})
        for term in circuit["observable"]["terms"]
    )
    mean = np.trace(density @ observable).real
    answer = {
        "bits": {text: float(np.trace(part).real) for text, part in by_bits.items()},
        "blochOf": {text: bloch(part / np.trace(part).real, qubits) for text, part in by_bits.items()},
        "chances": [float(value) for value in np.diag(density).real],
        "bloch": bloch(density, qubits),
        "correlations": [
            single[one] + single[other] - entropy(reduced(density, qubits, [one, other]))
            for one in range(qubits)
            for other in range(one + 1, qubits)
        ],
        "mean": float(mean),
        "variance": float(np.trace(density @ observable @ observable).real - mean**2),
    }
    if len(ways) == 1:
        answer["amplitudes"] = [[float(value.real), float(value.imag)] for value in ways[0][1]]
    return answer


json.dump([describe(circuit) for circuit in json.load(sys.stdin)], sys.stdout)
