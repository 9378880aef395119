"""qsim, in single precision: each run fuses and applies a circuit that is already translated."""

import os

import conversation
import numpy as np
from qsimcirq import qsim

ROOT_HALF = 2**-0.5


def unitary(theta, phi, lam):
    cosine, sine = np.cos(theta / 2), np.sin(theta / 2)
    return [
        [cosine, -np.exp(1j * lam) * sine],
        [np.exp(1j * phi) * sine, np.exp(1j * (phi + lam)) * cosine],
    ]


def rotation(axis, theta):
    cosine, sine = np.cos(theta / 2), np.sin(theta / 2)
    if axis == "y":
        return [[cosine, -sine], [sine, cosine]]
    return [[np.exp(-0.5j * theta), 0], [0, np.exp(0.5j * theta)]]


def in_moments(circuit):
    """The gates with the earliest moment each can have, in order of the moments, as qsim wants them."""
    free = [0] * circuit["qubits"]
    placed = []
    for gate in circuit["gates"]:
        moment = max(free[qubit] for qubit in gate[1])
        for qubit in gate[1]:
            free[qubit] = moment + 1
        placed.append((moment, gate))
    return sorted(placed, key=lambda each: each[0])


class State:
    def __init__(self, circuit, fused, indices):
        self.qubits = circuit["qubits"]
        self.circuit = qsim.Circuit()
        self.circuit.num_qubits = self.qubits
        for moment, gate in in_moments(circuit):
            self.add(moment, *gate)
        self.options = {
            "c": self.circuit,
            "f": fused,
            "t": int(os.environ["OMP_NUM_THREADS"]),
            "r": 1,
            "g": False,
            "gmode": 0,
            "gsst": 512,
            "gdb": 16,
            "v": 0,
            "z": False,
            "s": 1,
            # Asked for amplitudes, it leaves the state in the order that it works in.
            "i": "\n".join(format(index, f"0{self.qubits}b")[::-1] for index in indices),
        }

    def add(self, moment, name, qubits, parameters):
        def add_gate(kind, **values):
            qsim.add_gate(kind, moment, qubits, values, self.circuit)

        def add_matrix(matrix):
            flat = [part for row in matrix for value in row for part in (complex(value).real, complex(value).imag)]
            qsim.add_matrix_gate(moment, qubits, flat, self.circuit)

        if name == "u":
            add_matrix(unitary(*parameters))
        elif name == "h":
            add_matrix([[ROOT_HALF, ROOT_HALF], [ROOT_HALF, -ROOT_HALF]])
        elif name in ("ry", "rz"):
            add_matrix(rotation(name[1], *parameters))
        elif name == "cx":
            add_gate(qsim.kCX)
        elif name == "cz":
            add_gate(qsim.kCZ)
        elif name == "swap":
            add_gate(qsim.kSWAP)
        elif name == "cp":
            add_gate(qsim.kCZPowGate, exponent=parameters[0] / np.pi, global_shift=0.0)
        else:
            raise ValueError(name)

    def run(self):
        self.amplitudes = qsim.qsim_simulate(self.options)

    def answer(self):
        return conversation.pairs(self.amplitudes)


class Qsim:
    def load(self, circuit, configuration, indices):
        return State(circuit, int(configuration.removeprefix("fused ")), indices)


conversation.serve(Qsim())
