"""PennyLane."""

from .circuit_steps import counts_of, measurements, translated
from .packages import need


def simulator(device):
    need("pennylane")
    import pennylane

    def counts(circuit, shots, seed):
        steps = circuit["steps"]
        at_end = circuit["measuredAtEnd"]
        deferred = device == "default.mixed" and not at_end
        # Measurements that are deferred take a wire each, and resets under conditions one that was not used before.
        fresh = circuit["qubits"]
        resets = sum(step[0] == "if" and step[2][0][0] == "reset" for step in steps)
        wires = fresh + resets + (sum(step[0] in ("measure", "reset") for step in steps) if deferred else 0)

        def program():
            if at_end:
                queue([step for step in steps if step[0] != "measure"], {}, fresh)
                return pennylane.sample(wires=measurements(steps))
            results = {}
            queue(steps, results, fresh)
            return pennylane.sample(op=[results[bit] for bit in range(circuit["bits"])])

        how = {} if at_end else {"mcm_method": "deferred" if deferred else "tree-traversal"}
        made = pennylane.device(device, wires=wires, **({} if seed is None else {"seed": seed}))
        node = pennylane.set_shots(pennylane.QNode(program, made, diff_method=None, **how), shots=shots)
        return counts_of(node().reshape(shots, -1))

    return counts


def queue(steps, results, fresh):
    """Applies the steps in order; results of measurements are kept by their bits. Wires from `fresh` on are free."""
    import pennylane

    for step in steps:
        kind = step[0]
        if kind == "measure":
            results[step[2]] = pennylane.measure(step[1][0])
        elif kind == "reset":
            pennylane.measure(step[1][0], reset=True)
        elif kind == "if":
            condition = condition_of(step[1], results)
            first = step[2][0]
            if first[0] == "reset":
                # PennyLane measures nothing under a condition; a wire in state 0 takes the place of the qubit.
                pennylane.cond(condition, pennylane.SWAP)(wires=[first[1][0], fresh])
                fresh += 1
            else:
                pennylane.cond(condition, queue)(step[2], results, fresh)
        elif kind != "barrier":
            apply(kind, step[1], step[2])


NAMES = {
    "id": "Identity",
    "x": "X",
    "y": "Y",
    "z": "Z",
    "h": "Hadamard",
    "s": "S",
    "t": "T",
    "sx": "SX",
    "p": "PhaseShift",
    "rx": "RX",
    "ry": "RY",
    "rz": "RZ",
    "u": "U3",
    "swap": "SWAP",
    "rxx": "IsingXX",
    "ryy": "IsingYY",
    "rzz": "IsingZZ",
    "cx": "CNOT",
    "cy": "CY",
    "cz": "CZ",
    "cp": "ControlledPhaseShift",
    "ccx": "Toffoli",
}
ADJOINTS = {"sdg": "s", "tdg": "t", "sxdg": "sx"}


def apply(name, qubits, angles):
    import pennylane

    operator = getattr(pennylane, NAMES[ADJOINTS.get(name, name)])
    if name in ADJOINTS:
        pennylane.adjoint(operator)(*angles, wires=qubits)
    else:
        operator(*angles, wires=qubits)


def condition_of(condition, results):
    def is_value(bit, value):
        return results[bit] if value == 1 else ~results[bit]

    return translated(condition, is_value, lambda left, right: left & right, lambda left, right: left | right)
