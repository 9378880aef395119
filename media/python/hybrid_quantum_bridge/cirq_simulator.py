"""Cirq."""

from .circuit_steps import counts_of, holds, measurements
from .packages import need


def simulator(device):
    need("cirq")
    import cirq
    import numpy

    def made(seed):
        if device == "CliffordSimulator":
            return cirq.CliffordSimulator(seed=seed)
        if device == "DensityMatrixSimulator":
            return cirq.DensityMatrixSimulator(dtype=numpy.complex128, seed=seed)
        return cirq.Simulator(dtype=numpy.complex128, seed=seed)

    def counts(circuit, shots, seed):
        steps = circuit["steps"]
        if circuit["measuredAtEnd"]:
            # One measurement of all qubits is sampled from one state.
            qubits = [cirq.LineQubit(qubit) for qubit in measurements(steps)]
            gates = [step for step in steps if step[0] != "measure"]
            operations = operations_of(gates) + [cirq.measure(*qubits, key="all")]
            return counts_of(made(seed).run(cirq.Circuit(operations), repetitions=shots).measurements["all"])
        return Branches(made(seed), circuit, numpy.random.default_rng(seed)).counts(shots)

    return counts


class Branches:
    """Shots that have measured the same so far are simulated together; Cirq would begin anew for every shot."""

    def __init__(self, simulator, circuit, random):
        import cirq

        self.simulator = simulator
        self.is_density = isinstance(simulator, cirq.DensityMatrixSimulator)
        self.steps = circuit["steps"]
        self.bits = circuit["bits"]
        self.qubits = cirq.LineQubit.range(circuit["qubits"])
        self.random = random
        self.found = {}

    def counts(self, shots):
        import numpy

        size = len(self.qubits)
        state = numpy.zeros((2,) * (2 * size if self.is_density else size), dtype=numpy.complex128)
        state.flat[0] = 1
        waiting = [(0, state, {}, shots)]
        while waiting:
            waiting += self.advanced(*waiting.pop())
        return self.found

    def advanced(self, position, state, results, shots):
        """The branches behind the next measurement; a branch at the end is counted."""
        pending = []
        while position < len(self.steps):
            step = self.steps[position]
            position += 1
            if step[0] in ("measure", "reset"):
                return self.measured(step, position, self.evolved(state, pending), results, shots)
            if step[0] == "if":
                if not holds(step[1], results.get):
                    continue
                # Under a condition there is either one reset or nothing but gates.
                if step[2][0][0] == "reset":
                    return self.measured(step[2][0], position, self.evolved(state, pending), results, shots)
                pending += operations_of(step[2])
            else:
                pending += operations_of([step])
        # What happens after the last measurement is in no count.
        digits = "".join(str(results[bit]) for bit in reversed(range(self.bits)))
        self.found[digits] = self.found.get(digits, 0) + shots
        return []

    def evolved(self, state, operations):
        import cirq

        if not operations:
            return state
        circuit = cirq.Circuit(operations)
        size = 2 ** len(self.qubits)
        shape = (size, size) if self.is_density else size
        result = self.simulator.simulate(circuit, qubit_order=self.qubits, initial_state=state.reshape(shape))
        final = result.final_density_matrix if self.is_density else result.final_state_vector
        return final.reshape(state.shape)

    def measured(self, step, position, state, results, shots):
        qubit = step[1][0]
        parts = [self.projected(state, qubit, value) for value in (0, 1)]
        weights = [self.weight(part) for part in parts]
        ones = int(self.random.binomial(shots, min(1.0, max(0.0, weights[1] / sum(weights)))))
        branches = []
        for value, share in ((0, shots - ones), (1, ones)):
            if share == 0:
                continue
            scale = weights[value] if self.is_density else weights[value] ** 0.5
            kept = parts[value] / scale
            if step[0] == "reset":
                branches.append((position, self.flipped(kept, qubit) if value == 1 else kept, results, share))
            else:
                branches.append((position, kept, {**results, step[2]: value}, share))
        return branches

    def axes(self, qubit):
        return (qubit, qubit + len(self.qubits)) if self.is_density else (qubit,)

    def projected(self, state, qubit, value):
        part = state.copy()
        for axis in self.axes(qubit):
            part[(slice(None),) * axis + (1 - value,)] = 0
        return part

    def flipped(self, state, qubit):
        import numpy

        return numpy.flip(state, self.axes(qubit))

    def weight(self, state):
        import numpy

        if not self.is_density:
            return float(numpy.sum(numpy.abs(state) ** 2))
        size = 2 ** len(self.qubits)
        return float(numpy.real(numpy.trace(state.reshape(size, size))))


def operations_of(steps):
    """Of gates and barriers."""
    import cirq

    operations = []
    for name, qubits, *angles in steps:
        placed = [cirq.LineQubit(qubit) for qubit in qubits]
        if name != "barrier":
            operations += [gate(*placed) for gate in gates_of(name, angles[0])]
    return operations


def gates_of(name, angles):
    """U(θ, φ, λ) is P(φ) RY(θ) P(λ), up to a phase of the whole state."""
    import cirq
    from math import pi

    if name == "u":
        theta, phi, lam = angles
        return gates_of("p", [lam]) + gates_of("ry", [theta]) + gates_of("p", [phi])
    fixed = {
        "id": cirq.I,
        "x": cirq.X,
        "y": cirq.Y,
        "z": cirq.Z,
        "h": cirq.H,
        "s": cirq.S,
        "sdg": cirq.S**-1,
        "t": cirq.T,
        "tdg": cirq.T**-1,
        "sx": cirq.X**0.5,
        "sxdg": cirq.X**-0.5,
        "swap": cirq.SWAP,
        "cx": cirq.CX,
        "cy": cirq.Y.controlled(),
        "cz": cirq.CZ,
        "ccx": cirq.CCX,
    }
    if name in fixed:
        return [fixed[name]]
    (angle,) = angles
    turning = {
        "p": lambda: cirq.Z ** (angle / pi),
        "cp": lambda: cirq.CZ ** (angle / pi),
        "rx": lambda: cirq.rx(angle),
        "ry": lambda: cirq.ry(angle),
        "rz": lambda: cirq.rz(angle),
        "rxx": lambda: cirq.XXPowGate(exponent=angle / pi, global_shift=-0.5),
        "ryy": lambda: cirq.YYPowGate(exponent=angle / pi, global_shift=-0.5),
        "rzz": lambda: cirq.ZZPowGate(exponent=angle / pi, global_shift=-0.5),
    }
    return [turning[name]()]
