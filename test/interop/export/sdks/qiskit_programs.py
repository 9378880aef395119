"""Answers for programs of Qiskit."""

from programs import answer_all, run
from qiskit import transpile
from qiskit.quantum_info import Operator
from qiskit_aer import AerError, AerSimulator

from branches import interleaved
from qiskit_run import Run


def answer(case):
    circuit = run(case)["build_circuit"]()
    circuit = circuit.assign_parameters(case["values"], strict=False)
    if case["asks"] == "unitary":
        return {"unitary": interleaved(Operator(circuit).data)}
    # Bits that only the program has come last.
    bits = circuit.clbits[: case["bits"]]
    ways = Run(circuit)
    found = {
        "distribution": ways.branches.distribution(
            lambda memory: "".join(str(int(memory[bit])) for bit in reversed(bits))
        )
    }
    frequencies = sampled(circuit, case["bits"], case["seed"])
    return found if frequencies is None else {**found, "frequencies": frequencies}


SHOTS = 4000
simulator = AerSimulator()


def sampled(circuit, bits, seed):
    """Frequencies of the first bits, all that are not of the program only; None when Aer cannot compute the circuit."""
    # Aer ends the process at variables of its own.
    if circuit.num_identifiers > 0 or circuit.num_clbits == 0:
        return None
    try:
        ready = transpile(circuit, simulator, optimization_level=0)
        result = simulator.run(ready, shots=SHOTS, seed_simulator=seed).result()
    except AerError:
        return None
    if not result.success or "counts" not in result.data():
        return None
    found = {}
    for held, count in result.data()["counts"].items():
        outcome = f"{int(held, 16):0{circuit.num_clbits}b}"[-bits:]
        found[outcome] = found.get(outcome, 0) + count / SHOTS
    return found


answer_all(answer)
