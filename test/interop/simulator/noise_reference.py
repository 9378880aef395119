"""Simulates noisy circuits with Qiskit Aer's density matrix, for comparison. Reads requests as JSON on standard input.

The noise of a request is a noise model file as the product reads it; this is a second reading of that format, made of
Aer's own channels, placed after gates and, by a schedule, where qubits wait. Readout errors are a NoiseModel's.
"""

import json
import sys

import numpy as np
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.quantum_info import Kraus, Operator, Pauli, SuperOp
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


def seconds(text):
    value, unit = text.split()
    return float(value) * UNITS[unit]


class Model:
    def __init__(self, file):
        self.rules = file.get("gates", [])
        self.table = file.get("qubits", {})
        self.idle = file.get("idle", "none")

    def qubit(self, qubit):
        return {**self.table.get("all", {}), **self.table.get(str(qubit), {})}

    def relaxation(self, qubit, duration):
        entry = self.qubit(qubit)
        if "T1" not in entry or duration == 0:
            return None
        return thermal_relaxation_error(
            seconds(entry["T1"]), seconds(entry["T2"]), duration, entry.get("excitedPopulation", 0)
        )

    def noise(self, name, kind, qubits):
        """Properties by growing weight: class, name, class at a place, name at a place."""
        found = {}
        for weight in range(4):
            for rule in self.rules:
                place = rule.get("qubits")
                if (2 if place else 0) + (0 if rule["on"] in (*SIZES, "measure", "reset") else 1) != weight:
                    continue
                if rule["on"] not in (kind, name) or (place and sorted(place) != sorted(qubits)):
                    continue
                properties = {key: value for key, value in rule.items() if key not in ("on", "qubits")}
                if "errorRate" in properties:
                    found.pop("depolarising", None)
                if "depolarising" in properties:
                    found.pop("errorRate", None)
                found.update(properties)
        return found

    def duration(self, name, kind, qubits):
        noise = self.noise(name, kind, qubits)
        return seconds(noise["duration"]) if "duration" in noise else 0

    def error(self, name, kind, qubits):
        noise = self.noise(name, kind, qubits)
        size = len(qubits)
        parts = []
        if "overRotation" in noise:
            turn = noise["overRotation"]
            axis = Operator(Pauli(turn["axis"][::-1])).data
            half = turn["angle"] / 2
            parts.append(Operator(np.cos(half) * np.eye(2**size) - 1j * np.sin(half) * axis))
        if "kraus" in noise:
            parts.append(Kraus([np.array(matrix, dtype=complex) for matrix in noise["kraus"]]))
        if "pauli" in noise:
            words = [(word[::-1], probability) for word, probability in noise["pauli"].items()]
            rest = 1 - sum(probability for _, probability in words)
            parts.append(pauli_error([*words, ("I" * size, rest)]))
        if "depolarising" in noise:
            parts.append(depolarizing_error(noise["depolarising"], size))
        if "duration" in noise and kind != "reset":
            each = [self.relaxation(qubit, seconds(noise["duration"])) for qubit in qubits]
            if all(error is not None for error in each):
                joint = SuperOp(each[0])
                for error in each[1:]:
                    joint = joint.expand(SuperOp(error))
                parts.append(joint)
        if not parts:
            return None
        # As one map, for composing errors term by term multiplies the numbers of their terms.
        whole = SuperOp(np.eye(4**size))
        for part in parts:
            superop = SuperOp(part)
            # Aer narrows channels that do nothing.
            if superop.num_qubits == size:
                whole = whole.compose(superop)
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
                        circuit.append(SuperOp(error), [qubit])
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
            if name == "if":
                if idle != "none":
                    wait(everything)
                with circuit.if_test((self.circuit.clbits[operation["bit"]], operation["value"])):
                    self.body(operation["body"], circuit)
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
                getattr(circuit, name)(*operation["parameters"], *qubits)
                self.attach(circuit, name, kind, qubits)
        if idle != "none":
            wait(everything)

    def idle_errors(self, qubit, gap):
        idle = self.model.idle
        if idle == "relaxation":
            error = self.model.relaxation(qubit, gap)
            return [] if error is None else [error]
        if "depolarising" in idle:
            one = depolarizing_error(idle["depolarising"], 1)
        else:
            words = list(idle["pauli"].items())
            one = pauli_error([*words, ("I", 1 - sum(probability for _, probability in words))])
        return [one] * round(gap)

    def attach(self, circuit, name, kind, qubits):
        key = (name, *qubits)
        if key not in self.known:
            self.known[key] = self.model.error(name, kind, qubits)
        if self.known[key] is not None:
            circuit.append(self.known[key], qubits)


def answer(request):
    builder = Builder(request)
    simulator = AerSimulator(method="density_matrix", noise_model=builder.noise, fusion_enable=False)
    circuit = builder.circuit
    if request["exact"]:
        circuit.save_density_matrix()
        matrix = np.asarray(simulator.run(circuit, shots=1).result().data()["density_matrix"])
        return {"matrix": [[value.real, value.imag] for value in matrix.flatten()]}
    result = simulator.run(circuit, shots=request["shots"], seed_simulator=request["seed"]).result()
    return {"counts": result.get_counts()}


json.dump([answer(request) for request in json.load(sys.stdin)], sys.stdout)
