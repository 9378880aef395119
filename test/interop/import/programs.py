"""Programs for the interop test of the importers, made by the tools whose formats they are in, with what they do.

Each has a format, a text, and its unitary on three qubits, or how often each result of its measurements was sampled.
"""

import json
import random
import sys
import warnings

import numpy
import pyquil
import pyquil.quilbase
import pyquil.simulation.matrices
import pyquil.simulation.tools
import stim
from qiskit import QuantumCircuit
from qiskit.circuit.library import PauliEvolutionGate
from qiskit.quantum_info import Operator, SparsePauliOp, random_unitary
from qiskit_ionq import GPI2Gate, GPIGate, MSGate, ZZGate
from qiskit_ionq.helpers import qiskit_circ_to_ionq_circ

warnings.filterwarnings("ignore", category=DeprecationWarning)

QUBITS = 3
chance = random.Random(20261202)


def interleaved(matrix):
    return [float(part) for value in numpy.asarray(matrix).flatten() for part in (value.real, value.imag)]


def distinct(count):
    return chance.sample(range(QUBITS), count)


def angle():
    return chance.uniform(-4, 4)


# Stim


def stim_gates():
    for name in stim.gate_data():
        data = stim.gate_data(name)
        if not data.is_unitary or data.takes_pauli_targets:
            continue
        for alias in data.aliases:
            targets = distinct(2 if data.is_two_qubit_gate else 1)
            text = f"I 0 1 2\n{alias} {' '.join(map(str, targets))}\n"
            tableau = stim.Circuit(text).to_tableau()
            yield {"format": "stim", "text": text, "unitary": interleaved(tableau.to_unitary_matrix(endian="little"))}


def product():
    factors = "*".join(f"{chance.choice('XYZ')}{qubit}" for qubit in distinct(chance.randint(1, QUBITS)))
    return chance.choice(["", "!"]) + factors


def stim_line(measured):
    kind = chance.randrange(6)
    if kind == 0:
        return f"{chance.choice(['H', 'S', 'SQRT_X', 'C_XYZ', 'H_XY', 'RX', 'RY', 'R'])} {distinct(1)[0]}"
    if kind == 1:
        return f"{chance.choice(['CX', 'YCX', 'ISWAP_DAG', 'CXSWAP'])} {' '.join(map(str, distinct(2)))}"
    if kind == 2 and measured > 0:
        return f"{chance.choice(['CX', 'CY', 'CZ'])} rec[-{chance.randint(1, measured)}] {distinct(1)[0]}"
    if kind == 3:
        return f"{chance.choice(['SPP', 'SPP_DAG'])} {product()}"
    if kind == 4:
        return f"MPP {product()}"
    if chance.random() < 0.3:
        return f"{chance.choice(['MXX', 'MYY', 'MZZ'])} {' '.join(map(str, distinct(2)))}"
    name = chance.choice(["M", "MX", "MY", "MR", "MRX", "MRY"])
    return f"{name} {chance.choice(['', '!'])}{distinct(1)[0]}"


def stim_samples():
    for _ in range(60):
        lines, measured = ["I 0 1 2", "M 0"], 1
        while len(lines) < 14:
            lines.append(stim_line(measured))
            measured = stim.Circuit("\n".join(lines)).num_measurements
        circuit = stim.Circuit("\n".join(lines))
        samples = circuit.compile_sampler(seed=chance.randrange(2**30)).sample(2048)
        found = {}
        for sample in samples:
            key = "".join("1" if bit else "0" for bit in reversed(sample))
            found[key] = found.get(key, 0) + 1 / len(samples)
        # As Stim prints it, with neighbouring instructions in one line.
        yield {"format": "stim", "text": str(circuit), "samples": found}


# IonQ


def ionq_gate(circuit):
    one = ["x", "y", "z", "h", "s", "sdg", "t", "tdg", "sx", "sxdg", "id"]
    turns = ["rx", "ry", "rz", "p"]
    pairs = ["rxx", "ryy", "rzz"]
    controlled = ["cx", "cy", "cz", "ch", "csx"]
    controlled_turns = ["crx", "cry", "crz", "cp"]
    name = chance.choice([*one, *turns, *pairs, *controlled, *controlled_turns, "swap", "ccx", "mcp"])
    if name == "mcp":
        *controls, target = distinct(3)
        circuit.mcp(angle(), controls, target)
    elif name in one:
        getattr(circuit, name)(*distinct(1))
    elif name in turns:
        getattr(circuit, name)(angle(), *distinct(1))
    elif name in pairs or name in controlled_turns:
        getattr(circuit, name)(angle(), *distinct(2))
    else:
        getattr(circuit, name)(*distinct(3 if name == "ccx" else 2))


def ionq_program(circuit, gateset):
    gates, _, _ = qiskit_circ_to_ionq_circ(circuit, gateset)
    text = json.dumps({"qubits": QUBITS, "gateset": gateset, "circuit": gates})
    return {"format": "ionq", "text": text, "unitary": interleaved(Operator(circuit).data)}


def ionq_programs():
    for _ in range(40):
        circuit = QuantumCircuit(QUBITS)
        for _ in range(12):
            ionq_gate(circuit)
        yield ionq_program(circuit, "qis")
    for terms in (["XIZ"], ["XX", "ZZ"], ["IYZ", "IZY"]):
        width = len(terms[0])
        circuit = QuantumCircuit(QUBITS)
        sparse = SparsePauliOp(terms, [chance.uniform(-1, 1) for _ in terms])
        circuit.append(PauliEvolutionGate(sparse, angle()), distinct(width))
        yield ionq_program(circuit, "qis")
    for _ in range(20):
        circuit = QuantumCircuit(QUBITS)
        for _ in range(8):
            circuit.append(GPIGate(angle()), distinct(1))
            circuit.append(GPI2Gate(angle()), distinct(1))
            circuit.append(MSGate(angle(), angle(), angle()), distinct(2))
            circuit.append(ZZGate(angle()), distinct(2))
        yield ionq_program(circuit, "native")


# Quil


def quil_parameters(name):
    return {"U": 3, "FSIM": 2}.get(name, 1)


def quil_gate():
    gates = pyquil.simulation.matrices.QUANTUM_GATES
    # These are not in the standard.
    name = chance.choice([name for name in gates if name not in ("BARENCO", "PHASEDFSIM")])
    matrix = gates[name]
    parameters = [angle() for _ in range(quil_parameters(name))] if callable(matrix) else []
    width = int(numpy.log2(len(matrix(*parameters) if parameters else matrix)))
    qubits = distinct(width)
    gate = pyquil.quilbase.Gate(name, parameters, [pyquil.quilatom.Qubit(qubit) for qubit in qubits])
    free = [qubit for qubit in range(QUBITS) if qubit not in qubits]
    if chance.random() < 0.3:
        gate = gate.dagger()
    if free and chance.random() < 0.3:
        gate = gate.controlled(free[0])
    elif free and parameters and chance.random() < 0.5:
        gate = gate.forked(free[0], [angle() for _ in parameters])
    return gate


def quil_programs():
    for _ in range(60):
        program = pyquil.Program("I 0\nI 1\nI 2", *[quil_gate() for _ in range(10)])
        unitary = pyquil.simulation.tools.program_unitary(program, QUBITS)
        yield {"format": "quil", "text": program.out(), "unitary": interleaved(unitary)}
    for width in (1, 2, 3):
        matrix = random_unitary(2**width, seed=width).data
        definition = pyquil.quilbase.DefGate("ANY-GATE", matrix)
        qubits = distinct(width)
        lifted = pyquil.simulation.tools.lifted_gate_matrix(matrix, qubits, QUBITS)
        program = pyquil.Program("I 0\nI 1\nI 2", definition, definition.get_constructor()(*qubits))
        yield {"format": "quil", "text": program.out(), "unitary": interleaved(lifted)}


json.dump([*stim_gates(), *stim_samples(), *ionq_programs(), *quil_programs()], sys.stdout)
