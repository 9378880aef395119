"""Fits circuits to devices with Qiskit. Reads one JSON document, writes another.

The question has devices (qubits, gates, couplings) and tasks (device, OpenQASM 2, levels); the answer for every task and
level the depth, the gates on two qubits and the CPU seconds of this process, as Qiskit's own passes begin and end them.
"""

import json
import sys
import time

from qiskit import QuantumCircuit, generate_preset_pass_manager
from qiskit.transpiler import CouplingMap


def main():
    question = json.load(sys.stdin)
    devices = question["devices"]
    answer = []
    for task in question["tasks"]:
        circuit = QuantumCircuit.from_qasm_str(task["program"])
        device = devices[task["device"]]
        levels = {}
        for level in question["levels"]:
            manager = generate_preset_pass_manager(
                optimization_level=level,
                basis_gates=device["gates"],
                coupling_map=CouplingMap(device["couplings"]),
                seed_transpiler=1,
            )
            begun = time.process_time()
            fitted = manager.run(circuit)
            levels[level] = {
                "seconds": time.process_time() - begun,
                "depth": fitted.depth(),
                "twoQubitGates": fitted.num_nonlocal_gates(),
            }
        answer.append(levels)
    json.dump(answer, sys.stdout)


main()
