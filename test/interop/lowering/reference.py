"""Reads programs from standard input and answers with what Qiskit and a NumPy interpreter make of them.

Input: {"programs": [{"reader", "hasFeedback", "shots", "text"}]}, output: one answer for each, in order.
Readers are "qasm2" and "qasm3" (those of Qiskit) and "interpreter" (interpreter.py beside this file).
"""

import json
import sys

import qiskit.qasm2
import qiskit.qasm3
from interpreter import final_state_of, outcomes_of
from qiskit import transpile
from qiskit_aer import AerSimulator

from branches import distribution_of, unitary_of

simulator = AerSimulator(method="statevector")


def read(reader, text):
    if reader == "qasm3":
        return qiskit.qasm3.loads(text)
    return qiskit.qasm2.loads(text, custom_instructions=qiskit.qasm2.LEGACY_CUSTOM_INSTRUCTIONS)


def answer(program):
    reader, text = program["reader"], program["text"]
    if reader == "interpreter":
        if program["hasFeedback"]:
            return {"outcomes": outcomes_of(text)}
        return {"amplitudes": [[value.real, value.imag] for value in final_state_of(text)]}
    circuit = read(reader, text)
    if not program["hasFeedback"]:
        return {"unitary": [[value.real, value.imag] for value in unitary_of(circuit).flatten()]}
    result = {"distribution": distribution_of(circuit)}
    if program["shots"] > 0:
        ready = transpile(circuit, simulator, optimization_level=0)
        run = simulator.run(ready, shots=program["shots"], seed_simulator=7).result()
        # Aer does not load every circuit that its own transpiler made for it.
        if run.success:
            # The bits of the circuit are those of a number, the first one least significant.
            result["counts"] = {
                format(int(bits, 16), f"0{circuit.num_clbits}b")[::-1]: count
                for bits, count in run.data()["counts"].items()
            }
    return result


def safely(program):
    try:
        return answer(program)
    except Exception as error:  # noqa: BLE001  The test says which program could not be read.
        return {"error": f"{type(error).__name__}: {error}"}


json.dump([safely(program) for program in json.load(sys.stdin)["programs"]], sys.stdout)
