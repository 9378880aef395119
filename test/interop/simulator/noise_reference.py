"""Simulates noisy circuits with Qiskit Aer's density matrix, for comparison. Reads requests as JSON on standard input.

The noise of a request is a noise model file as the product reads it; this is a second reading of that format, made of
Aer's own channels, placed after gates and, by a schedule, where qubits wait. Readout errors of sampled circuits are a
NoiseModel's; readout matrices act on exact probabilities, for Aer knows them for measurements of one instruction only.

An answer has the density matrix at the end and the probabilities of reading all qubits then, or counts.
"""

import functools
import json
import sys
import traceback

import numpy as np
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit import Instruction
from qiskit.circuit.library import (
    PhaseGate,
    RXGate,
    RXXGate,
    RYGate,
    RYYGate,
    RZGate,
    RZZGate,
    UnitaryGate,
)
from qiskit.quantum_info import Kraus, Operator, Pauli, SuperOp, average_gate_fidelity
from qiskit_aer import AerSimulator
from qiskit_aer.noise import (
    NoiseModel,
    ReadoutError,
    depolarizing_error,
    pauli_error,
    thermal_relaxation_error,
)

UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3}
SIZES = {"one-qubit": 1, "two-qubit": 2, "wide": 3}
# What goes on when a gate goes on about its own axis, by its name without controls.
OWN_AXES = {
    **dict.fromkeys(("x", "sx", "sxdg", "rx"), RXGate),
    **dict.fromkeys(("y", "ry"), RYGate),
    "rz": RZGate,
    **dict.fromkeys(("z", "s", "sdg", "t", "tdg", "p"), PhaseGate),
    "rxx": RXXGate,
    "ryy": RYYGate,
    "rzz": RZZGate,
}
HADAMARD = np.array([[1, 1], [1, -1]]) / np.sqrt(2)


def seconds(text):
    value, unit = text.split()
    return float(value) * UNITS[unit]


@functools.cache
def pauli_channel(word):
    if set(word) == {"I"}:
        # Aer narrows channels that do nothing.
        return SuperOp(np.eye(4 ** len(word)))
    return SuperOp(pauli_error([(word[::-1], 1)]))


@functools.cache
def complete_depolarising(size):
    return SuperOp(depolarizing_error(1, size))


def pauli_errors(probabilities, size):
    """Mixtures are put together here, for the conversion of errors of many terms takes long."""
    rest = 1 - sum(probabilities.values())
    words = [*probabilities.items(), ("I" * size, rest)]
    return SuperOp(sum(pauli_channel(word).data * probability for word, probability in words))


def depolarising(probability, size):
    whole, nothing = complete_depolarising(size).data, np.eye(4**size)
    return SuperOp(nothing * (1 - probability) + whole * probability)


@functools.cache
def thermal_relaxation(t1, t2, duration, excited):
    return SuperOp(thermal_relaxation_error(t1, t2, duration, excited))


def rotation_about(word, angle):
    axis = Operator(Pauli(word[::-1])).data
    return Operator(np.cos(angle / 2) * np.eye(len(axis)) - 1j * np.sin(angle / 2) * axis)


def rotation_about_own_axis(name, size, angle):
    for controls in range(size):
        base = name[controls:]
        if not name.startswith("c" * controls):
            continue
        if base == "h":
            gate = UnitaryGate(np.cos(angle / 2) * np.eye(2) - 1j * np.sin(angle / 2) * HADAMARD)
        elif base in OWN_AXES:
            gate = OWN_AXES[base](angle)
        else:
            continue
        acted = 2**controls - 1 + (np.arange(2**gate.num_qubits) << controls)
        whole = np.eye(2**size, dtype=complex)
        whole[np.ix_(acted, acted)] = gate.to_matrix()
        return Operator(whole)
    raise ValueError(f"{name} has no axis")


# Aer's density matrices take other gates by their matrices only.
NAMED = {"h", "x", "y", "z", "s", "sdg", "t", "tdg", "sx", "sxdg", "id", "rx", "ry", "rz", "p", "cx", "cz", "swap", "rzz"}


@functools.cache
def plain_gate(name, size, *parameters):
    circuit = QuantumCircuit(size)
    getattr(circuit, name)(*parameters, *range(size))
    return circuit.data[0].operation if name in NAMED else UnitaryGate(Operator(circuit))


def channel(error):
    """An error as Aer takes it: Qiskit's own way, by Kraus operators, leaves small ones out."""
    superop = SuperOp(error)
    return Instruction("superop", superop.num_qubits, 0, [superop.data])


def complex_entry(entry):
    return complex(*entry) if isinstance(entry, list) else entry


class Model:
    def __init__(self, file):
        self.rules = file.get("gates", [])
        self.table = file.get("qubits", {})
        self.idle = file.get("idle", "none")
        self.readout = file.get("readout", [])

    def qubit(self, qubit):
        return {**self.table.get("all", {}), **self.table.get(str(qubit), {})}

    def relaxation(self, qubit, duration):
        entry = self.qubit(qubit)
        if "T1" not in entry or duration == 0:
            return None
        t1, t2, excited = seconds(entry["T1"]), seconds(entry["T2"]), entry.get("excitedPopulation", 0)
        return thermal_relaxation(t1, t2, duration, excited)

    def noise(self, name, kind, qubits):
        """Properties by growing weight: class, name, class at a place, name at a place."""
        found = {}
        for weight in range(4):
            for rule in self.rules:
                place = rule.get("qubits")
                targets = rule["on"] if isinstance(rule["on"], list) else [rule["on"]]
                matching = [target for target in targets if target in (kind, name)]
                if not matching or (place and sorted(place) != sorted(qubits)):
                    continue
                is_class = matching[0] in (*SIZES, "measure", "reset")
                if (2 if place else 0) + (0 if is_class else 1) != weight:
                    continue
                properties = {key: value for key, value in rule.items() if key not in ("on", "qubits")}
                if "errorRate" in properties:
                    found.pop("depolarising", None)
                if "depolarising" in properties:
                    found.pop("errorRate", None)
                found.update(properties)
        return found

    def joint_relaxation(self, noise, qubits):
        each = [self.relaxation(qubit, seconds(noise.get("duration", "0 ns"))) for qubit in qubits]
        if any(error is None for error in each):
            return None
        joint = SuperOp(each[0])
        for error in each[1:]:
            joint = joint.expand(SuperOp(error))
        return joint

    def remaining(self, rate, relaxing, size):
        """The p of 1 - r = (1 - p) F + p/d, with F the average fidelity of relaxation; 0 where that is too low."""
        fidelity = 1 if relaxing is None else average_gate_fidelity(relaxing)
        return max(0, (fidelity - 1 + rate) / (fidelity - 1 / 2**size))

    def duration(self, name, kind, qubits):
        noise = self.noise(name, kind, qubits)
        return seconds(noise["duration"]) if "duration" in noise else 0

    def error(self, name, kind, qubits):
        noise = self.noise(name, kind, qubits)
        size = len(qubits)
        parts = []
        if "overRotation" in noise:
            axis, angle = noise["overRotation"]["axis"], noise["overRotation"]["angle"]
            parts.append(rotation_about_own_axis(name, size, angle) if axis == "own" else rotation_about(axis, angle))
        if "kraus" in noise:
            operators = [[[complex_entry(entry) for entry in row] for row in matrix] for matrix in noise["kraus"]]
            parts.append(Kraus([np.array(matrix, dtype=complex) for matrix in operators]))
        if "pauli" in noise:
            parts.append(pauli_errors(noise["pauli"], size))
        relaxing = self.joint_relaxation(noise, qubits) if kind != "reset" else None
        if "depolarising" in noise:
            parts.append(depolarising(noise["depolarising"], size))
        if "errorRate" in noise:
            parts.append(depolarising(self.remaining(noise["errorRate"], relaxing, size), size))
        if relaxing is not None:
            parts.append(relaxing)
        if not parts:
            return None
        # As one map, for composing errors term by term multiplies the numbers of their terms.
        whole = SuperOp(np.eye(4**size))
        for part in parts:
            whole = whole.compose(SuperOp(part))
        return whole


KINDS = {1: "one-qubit", 2: "two-qubit", 3: "wide"}


class Builder:
    def __init__(self, request):
        self.model = Model(request["noise"])
        self.count = request["qubits"]
        self.noise = NoiseModel()
        self.known = {}
        bits = max(1, request["bits"])
        self.circuit = QuantumCircuit(QuantumRegister(self.count, "q"), ClassicalRegister(bits, "c"))
        self.body(request["operations"], self.circuit)
        for qubit in range(self.count):
            readout = self.model.qubit(qubit).get("readout")
            if readout:
                p10, p01 = readout["p10"], readout["p01"]
                self.noise.add_readout_error(ReadoutError([[1 - p10, p10], [p01, 1 - p01]]), [qubit])

    def body(self, operations, circuit):
        free = [0.0] * self.count
        idle = self.model.idle

        def wait(qubits):
            start = max(free[qubit] for qubit in qubits)
            for qubit in qubits:
                gap = start - free[qubit]
                if gap > 0:
                    for error in self.idle_errors(qubit, gap):
                        circuit.append(channel(error), [qubit])
                free[qubit] = start
            return start

        def advance(name, kind, qubits):
            if idle == "none":
                return
            start = wait(qubits)
            took = self.model.duration(name, kind, qubits) if idle == "relaxation" else 1
            for qubit in qubits:
                free[qubit] = start + took

        everything = range(self.count)
        for operation in operations:
            name, qubits = operation["name"], operation["qubits"]
            if name in ("if", "switch", "while"):
                if idle != "none":
                    wait(everything)
                bit = self.circuit.clbits[operation["bit"]]
                if name == "while":
                    with circuit.while_loop((bit, operation["value"])):
                        self.body(operation["body"], circuit)
                elif name == "switch":
                    with circuit.switch(bit) as case:
                        with case(1):
                            self.body(operation["body"], circuit)
                        with case(0):
                            self.body(operation["otherwise"], circuit)
                else:
                    with circuit.if_test((bit, operation["value"])) as otherwise:
                        self.body(operation["body"], circuit)
                    with otherwise:
                        self.body(operation["otherwise"], circuit)
            elif name == "measure":
                advance(name, "measure", qubits)
                circuit.measure(qubits[0], operation["bit"])
            elif name == "reset":
                advance(name, "reset", qubits)
                circuit.reset(qubits[0])
                self.attach(circuit, "reset", "reset", qubits)
            else:
                kind = KINDS[len(qubits)]
                advance(name, kind, qubits)
                circuit.append(plain_gate(name, len(qubits), *operation["parameters"]), qubits)
                self.attach(circuit, name, kind, qubits)
        if idle != "none":
            wait(everything)

    def idle_errors(self, qubit, gap):
        idle = self.model.idle
        if idle == "relaxation":
            error = self.model.relaxation(qubit, gap)
            return [] if error is None else [error]
        if "depolarising" in idle:
            one = depolarising(idle["depolarising"], 1)
        else:
            one = pauli_errors(idle["pauli"], 1)
        return [one] * round(gap)

    def attach(self, circuit, name, kind, qubits):
        key = (name, *qubits)
        if key not in self.known:
            self.known[key] = self.model.error(name, kind, qubits)
        if self.known[key] is not None:
            circuit.append(channel(self.known[key]), qubits)


def read_probabilities(model, matrix):
    """How likely each reading of all qubits is, by the matrices of qubits read together and of single ones."""
    count = int(np.log2(len(matrix)))
    # Axis 0 is the last qubit.
    table = np.real(np.diag(matrix)).reshape([2] * count)
    single = set(range(count))
    groups = []
    for group in model.readout:
        groups.append((group["qubits"], np.array(group["matrix"])))
        single -= set(group["qubits"])
    for qubit in single:
        readout = model.qubit(qubit).get("readout", {"p10": 0, "p01": 0})
        p10, p01 = readout["p10"], readout["p01"]
        groups.append(([qubit], np.array([[1 - p10, p01], [p10, 1 - p01]])))
    for qubits, errors in groups:
        axes = [count - 1 - qubit for qubit in reversed(qubits)]
        moved = np.moveaxis(table, axes, range(len(axes)))
        table = np.moveaxis((errors @ moved.reshape(len(errors), -1)).reshape(moved.shape), range(len(axes)), axes)
    return [float(value) for value in table.flatten()]


def answer(request):
    builder = Builder(request)
    # More threads gain nothing on few qubits, and wait for each other where the machine is busy.
    options = {"method": "density_matrix", "fusion_enable": False, "max_parallel_threads": 1}
    circuit = builder.circuit
    if request["exact"]:
        circuit.save_density_matrix()
        matrix = np.asarray(ran(AerSimulator(**options), circuit, shots=1).data()["density_matrix"])
        return {
            "matrix": [[value.real, value.imag] for value in matrix.flatten()],
            "readings": read_probabilities(builder.model, matrix),
        }
    simulator = AerSimulator(noise_model=builder.noise, **options)
    result = ran(simulator, circuit, shots=request["shots"], seed_simulator=request["seed"])
    return {"counts": result.get_counts()}


def ran(simulator, circuit, **options):
    result = simulator.run(circuit, **options).result()
    if not result.success:
        raise RuntimeError(result.status)
    return result


def safely(request):
    try:
        return answer(request)
    except Exception:  # noqa: BLE001  The test shows it.
        return {"error": traceback.format_exc(limit=-3)}


json.dump([safely(request) for request in json.load(sys.stdin)], sys.stdout)
