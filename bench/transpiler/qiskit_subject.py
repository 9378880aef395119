"""Fits circuits to devices with Qiskit. Reads a JSON document a line, answers each with another.

A question has a device (gates, couplings), a program in OpenQASM 2 and a level; the answer the depth, the gates on two
qubits and the CPU seconds of this process, as Qiskit's own passes begin and end them.
"""

import json
import sys
import time

from qiskit import QuantumCircuit, generate_preset_pass_manager
from qiskit.transpiler import CouplingMap


def main():
    for line in sys.stdin:
        question = json.loads(line)
        circuit = QuantumCircuit.from_qasm_str(question["program"])
        manager = generate_preset_pass_manager(
            optimization_level=question["level"],
            basis_gates=question["gates"],
            coupling_map=CouplingMap(question["couplings"]),
            seed_transpiler=1,
        )
        begun = time.process_time()
        fitted = manager.run(circuit)
        figures = {
            "seconds": time.process_time() - begun,
            "depth": fitted.depth(),
            "twoQubitGates": fitted.num_nonlocal_gates(),
        }
        print(json.dumps(figures), flush=True)


main()
