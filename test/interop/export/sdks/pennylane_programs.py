"""Answers for programs of PennyLane."""

import warnings

import numpy
import pennylane as qml
from programs import answer_all, run

from branches import interleaved

warnings.filterwarnings("ignore")


def answer(case):
    node = run(case)["circuit"]
    values = list(case["values"].values())
    if case["asks"] == "unitary":
        wires = list(reversed(range(case["qubits"])))
        return {"unitary": interleaved(qml.matrix(node, wire_order=wires)(*values))}
    # The exact probabilities of what the program counts.
    tape = qml.workflow.construct_tape(node)(*values)
    (counted,) = tape.measurements
    if not isinstance(counted, qml.measurements.CountsMP):
        # Nothing is measured, so that every bit is 0.
        return {"distribution": {"": 1.0}}
    exact = (
        qml.probs(wires=counted.wires) if counted.mv is None else qml.probs(op=list(counted.mv))
    )
    (probabilities,) = qml.execute(
        [qml.tape.QuantumScript(tape.operations, [exact])], qml.device("default.qubit")
    )
    size = int(numpy.log2(len(probabilities)))
    return {
        "distribution": {
            f"{index:0{size}b}": float(value) for index, value in enumerate(probabilities) if value > 1e-13
        }
    }


answer_all(answer)
