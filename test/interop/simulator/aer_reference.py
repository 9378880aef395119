"""What Aer makes of programs of Qiskit: reads cases as JSON, writes an answer for each.

A program without bits gives all its amplitudes, global phase included, as the base 64 of complex numbers in double
precision; any other one how often each outcome was found, last bit first. Aer does not load every circuit with control
flow that its own transpiler makes for it; the answer then says so.
"""

import base64
import json
import sys
import traceback

import numpy
from qiskit import generate_preset_pass_manager
from qiskit.circuit import ControlledGate
from qiskit.circuit.library import UnitaryGate
from qiskit_aer import AerSimulator
from qiskit_aer.library import SaveStatevector

# More threads gain nothing on few qubits, and wait for each other where the machine is busy. Fused gates lose global phase.
simulator = AerSimulator(method="statevector", precision="double", max_parallel_threads=1, fusion_enable=False)
# Aer takes no controlled gates of every kind; nothing is optimised, so that Aer computes what was written.
translation = generate_preset_pass_manager(optimization_level=0, backend=simulator)


class Unloadable(Exception):
    pass


def answer(case):
    namespace = {"__name__": "program"}
    exec(compile(case["program"], "program.py", "exec"), namespace)
    circuit = translation.run(with_exact_controls(namespace["build_circuit"]()))
    if case["bits"] == 0:
        circuit.append(SaveStatevector(circuit.num_qubits), circuit.qubits)
        state = simulated(circuit, 1, case["seed"]).data()["statevector"]
        return {"amplitudes": base64.b64encode(numpy.ascontiguousarray(state, complex).tobytes()).decode()}
    found = {}
    for held, count in simulated(circuit, case["shots"], case["seed"]).data()["counts"].items():
        # Bits that only the program has come last.
        outcome = f"{int(held, 16):0{circuit.num_clbits}b}"[-case["bits"] :]
        found[outcome] = found.get(outcome, 0) + count
    return {"counts": found}


def with_exact_controls(circuit):
    """Matrices under controls as one matrix each: Qiskit expresses those near the identity in gates by 10^-6 only."""
    for index, instruction in enumerate(circuit.data):
        gate = instruction.operation
        if not isinstance(gate, ControlledGate) or not isinstance(gate.base_gate, UnitaryGate):
            continue
        controls = gate.num_ctrl_qubits
        matrix = numpy.eye(2**gate.num_qubits, dtype=complex)
        # The controls are the low bits of an index.
        acted = (numpy.arange(2**gate.base_gate.num_qubits) << controls) + gate.ctrl_state
        matrix[numpy.ix_(acted, acted)] = gate.base_gate.to_matrix()
        circuit.data[index] = instruction.replace(operation=UnitaryGate(matrix))
    return circuit


def simulated(circuit, shots, seed):
    result = simulator.run(circuit, shots=shots, seed_simulator=seed).result()
    if not result.success:
        raise Unloadable if "Failed to load" in result.status else RuntimeError(result.status)
    return result


def safely(case):
    try:
        return answer(case)
    except Unloadable:
        return {"isUnloadable": True}
    except Exception:  # noqa: BLE001  The test shows it with the program.
        return {"error": traceback.format_exc(limit=-3)}


json.dump([safely(case) for case in json.load(sys.stdin)], sys.stdout)
