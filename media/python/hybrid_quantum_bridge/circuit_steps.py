"""Circuits as they are sent: lists of steps.

A step is `[gate, qubits, angles]`, `["measure", [qubit], bit]`, `["reset", [qubit]]`, `["barrier", qubits]`,
`["if", condition, steps, steps]` or `["while", condition, steps]`. A condition is `["is", bit, 0 or 1]` or
`["and" or "or", conditions]`. Gates are those of OpenQASM's standard library, angles in radians.
"""


def translated(condition, is_value, both, either):
    """A condition as the objects of a package, which say whether a bit has a value, and join two of them."""
    kind = condition[0]
    if kind == "is":
        return is_value(condition[1], condition[2])
    join = both if kind == "and" else either
    parts = [translated(part, is_value, both, either) for part in condition[1]]
    whole = parts[0]
    for part in parts[1:]:
        whole = join(whole, part)
    return whole


def holds(condition, value_of):
    """Whether a condition holds where bits have these values."""
    kind = condition[0]
    if kind == "is":
        return value_of(condition[1]) == condition[2]
    joined = all if kind == "and" else any
    return joined(holds(part, value_of) for part in condition[1])


def measurements(steps):
    """The qubit each bit is measured from, of a circuit that measures every bit once and under no condition."""
    qubits = {step[2]: step[1][0] for step in steps if step[0] == "measure"}
    return [qubits[bit] for bit in range(len(qubits))]


def counts_of(rows):
    """How often each row of zeros and ones is there; as text, the last number leftmost."""
    import numpy

    distinct, times = numpy.unique(numpy.asarray(rows, dtype=numpy.uint8), axis=0, return_counts=True)
    return {"".join(str(bit) for bit in row[::-1]): int(count) for row, count in zip(distinct.tolist(), times.tolist())}
