"""Reads devices, then circuits that were fitted to them, a JSON document a line; writes what is wrong with each.

A device becomes a Target of Qiskit, which is asked about every instruction. Whether a fitted circuit does what its original
does is computed here with matrices of Qiskit's gates alone: on all basis states up to ten qubits, on a random state above,
with the qubits of the device that the circuit does not begin on in 0.
"""

import json
import math
import sys

import numpy as np
from qiskit.circuit import Gate, Measure, Parameter
from qiskit.circuit.library import (
    CXGate, CZGate, ECRGate, HGate, IGate, PhaseGate, RGate, RXGate, RXXGate, RYGate, RYYGate, RZGate, RZZGate, SdgGate, SGate, SwapGate,
    SXdgGate, SXGate, TdgGate, TGate, UGate, XGate, YGate, ZGate, iSwapGate,
)
from qiskit.transpiler import InstructionProperties, Target

PLAIN = {
    "id": IGate, "x": XGate, "y": YGate, "z": ZGate, "h": HGate, "s": SGate, "sdg": SdgGate, "t": TGate, "tdg": TdgGate,
    "sx": SXGate, "sxdg": SXdgGate, "p": PhaseGate, "rx": RXGate, "ry": RYGate, "rz": RZGate, "u": UGate, "swap": SwapGate,
    "iswap": iSwapGate, "rxx": RXXGate, "ryy": RYYGate, "rzz": RZZGate, "ecr": ECRGate, "r": RGate, "cx": CXGate, "cz": CZGate,
}

WIDEST_UNITARY = 10

known = {}


def matrix_of(name, parameters):
    """Bit j of an index is target j, as in Qiskit."""
    key = (name, *parameters)
    if key not in known:
        if name == "gphase":
            known[key] = np.array([[np.exp(1j * parameters[0])]])
        elif name in ("gpi", "gpi2"):
            # As IonQ defines them, with angles in radians.
            turn = math.pi if name == "gpi" else math.pi / 2
            known[key] = RGate(turn, parameters[0]).to_matrix()
        else:
            known[key] = np.asarray(PLAIN[name](*parameters).to_matrix())
    return known[key]


def apply(state, width, name, parameters, controls, targets):
    """Changes a state of shape (2,) * width + (columns,), whose axis 0 is the last qubit."""
    matrix = matrix_of(name, parameters)
    place = [slice(None)] * (width + 1)
    for qubit, value in controls:
        place[width - 1 - qubit] = value
    part = state[tuple(place)]
    # Integers in an index drop their axes.
    left = [qubit for qubit in range(width - 1, -1, -1) if all(qubit != control for control, _ in controls)]
    axes = [left.index(qubit) for qubit in reversed(targets)]
    moved = np.moveaxis(part, axes, range(len(axes)))
    size = 2 ** len(axes)
    product = matrix @ moved.reshape(size, -1)
    state[tuple(place)] = np.moveaxis(product.reshape(moved.shape), range(len(axes)), axes)


def run(width, columns, operations):
    state = columns.reshape((2,) * width + (-1,)).astype(complex)
    for name, parameters, controls, targets in operations:
        apply(state, width, name, parameters, controls, targets)
    return state.reshape(2**width, -1)


def embedded(columns, qubits, places, width):
    """States of some qubits as states of more, the others in 0."""
    indices = np.zeros(2**qubits, dtype=int)
    for qubit, place in enumerate(places):
        indices += ((np.arange(2**qubits) >> qubit) & 1) << place
    result = np.zeros((2**width, columns.shape[1]), dtype=complex)
    result[indices] = columns
    return result


def infidelity(case):
    qubits = case["qubits"]
    used = sorted({*case["initial"], *case["final"], *(qubit for *_, own in case["instructions"] for qubit in own)})
    place = {qubit: index for index, qubit in enumerate(used)}
    fitted = [(name, parameters, [], [place[qubit] for qubit in own]) for name, parameters, own in case["instructions"]]
    if qubits <= WIDEST_UNITARY:
        columns = np.eye(2**qubits, dtype=complex)
    else:
        random = np.random.default_rng(case["id"])
        columns = random.normal(size=(2**qubits, 1)) + 1j * random.normal(size=(2**qubits, 1))
        columns /= np.linalg.norm(columns)
    wanted = run(qubits, columns, case["original"])
    width = len(used)
    begun = embedded(columns, qubits, [place[qubit] for qubit in case["initial"]], width)
    found = run(width, begun, fitted)
    expected = embedded(wanted, qubits, [place[qubit] for qubit in case["final"]], width)
    return abs(1 - abs(np.vdot(expected, found)) / columns.shape[1])


def target_of(device):
    size = device["qubits"]
    target = Target(num_qubits=size)
    everywhere = {(qubit,): InstructionProperties() for qubit in range(size)}
    pairs = {tuple(pair): InstructionProperties() for pair in device["couplings"]}
    for name in device["gates"]:
        if name in ("gpi", "gpi2"):
            target.add_instruction(Gate(name, 1, [Parameter("phi")]), everywhere)
        else:
            count = {"rz": 1, "r": 2, "rxx": 1, "rzz": 1}.get(name, 0)
            gate = PLAIN[name](*(Parameter(f"a{index}") for index in range(count)))
            target.add_instruction(gate, pairs if gate.num_qubits == 2 else everywhere)
    target.add_instruction(Measure(), everywhere)
    return target


def main():
    devices = json.loads(sys.stdin.readline())
    targets = {name: target_of(device) for name, device in devices.items()}
    for line in sys.stdin:
        case = json.loads(line)
        target = targets[case["device"]]
        unsupported = sorted(
            {
                f"{name} {own}"
                for name, parameters, own in case["instructions"]
                if not target.instruction_supported(name, tuple(own), parameters=parameters)
            }
        )
        answer = {"id": case["id"], "device": case["device"], "unsupported": unsupported, "infidelity": infidelity(case)}
        sys.stdout.write(json.dumps(answer) + "\n")


main()
