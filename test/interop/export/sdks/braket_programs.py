"""Answers for programs of Amazon Braket."""

import logging

import numpy
from braket.circuits import Circuit
from braket.devices import LocalSimulator
from programs import answer_all, little_endian, run

from branches import interleaved

logging.disable(logging.WARNING)

SHOTS = 4000


def unitary(circuit, qubits, inputs):
    """What the simulator does to one half of entangled pairs; `to_unitary` mistakes controls of different values."""
    pairs = Circuit()
    for qubit in range(qubits):
        pairs.h(qubit).cnot(qubit, qubit + qubits)
    pairs.add_circuit(circuit).state_vector()
    state = LocalSimulator().run(pairs, shots=0, **inputs).result().values[0]
    return state.reshape([2**qubits] * 2) * 2 ** (qubits / 2)


def answer(case):
    program = run(case)
    numpy.random.seed(case["seed"])
    if "build_circuit" not in program:
        build = program["build_program"]
        values = [case["values"]] if case["values"] else []
        result = LocalSimulator().run(build(*values), shots=SHOTS).result()
        return {"frequencies": {bits[::-1]: count / SHOTS for bits, count in result.measurement_counts.items()}}
    # make_bound_circuit loses controls.
    circuit = program["build_circuit"]()
    inputs = {"inputs": case["values"]} if case["values"] else {}
    if case["asks"] == "unitary":
        return {"unitary": interleaved(little_endian(unitary(circuit, case["qubits"], inputs), case["qubits"]))}
    result = LocalSimulator().run(circuit, shots=SHOTS, **inputs).result()
    return {"frequencies": {bits: count / SHOTS for bits, count in result.measurement_counts.items()}}


answer_all(answer)
