"""Qiskit Aer."""

from .circuit_steps import translated
from .packages import need

PREFIX = "aer_simulator_"


def simulator(device):
    need("qiskit")
    need("qiskit_aer")
    from qiskit_aer import AerSimulator

    backend = AerSimulator(method=device[len(PREFIX):] if device.startswith(PREFIX) else "automatic")

    def counts(circuit, shots, seed):
        options = {} if seed is None else {"seed_simulator": seed}
        return backend.run(quantum_circuit(circuit), shots=shots, **options).result().get_counts()

    return counts


def quantum_circuit(circuit):
    from qiskit import QuantumCircuit

    made = QuantumCircuit(circuit["qubits"], circuit["bits"])
    append(made, circuit["steps"])
    return made


def append(made, steps):
    for step in steps:
        kind = step[0]
        if kind == "measure":
            made.measure(step[1][0], step[2])
        elif kind == "barrier":
            made.barrier(step[1])
        elif kind == "if":
            with made.if_test(condition_of(made, step[1])) as otherwise:
                append(made, step[2])
            if step[3]:
                with otherwise:
                    append(made, step[3])
        elif kind == "while":
            with made.while_loop(condition_of(made, step[1])):
                append(made, step[2])
        elif kind == "reset":
            made.reset(step[1][0])
        else:
            # Qiskit's methods have the names of OpenQASM.
            getattr(made, kind)(*step[2], *step[1])


def condition_of(made, condition):
    from qiskit.circuit.classical import expr

    def is_value(bit, value):
        lifted = expr.lift(made.clbits[bit])
        return lifted if value == 1 else expr.logic_not(lifted)

    return translated(condition, is_value, expr.logic_and, expr.logic_or)
