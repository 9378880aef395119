"""Answers for the interop test of the exporters: reads programs as JSON, writes what the real tools make of them.

A program of gates gives its unitary, any other the exact probability of every bit string, in the order of the bits of
the program, the first one rightmost and registers not separated.
"""

import json
import re
import sys
import warnings

import numpy
import pyquil
import pyquil.pyqvm
import pyquil.quilatom
import pyquil.quilbase
import pyquil.simulation.matrices
import pyquil.simulation.tools
import qiskit.qasm2
import qiskit.qasm3
import stim
from branches import Branches, interleaved
from qiskit.circuit import QuantumCircuit, library
from qiskit.quantum_info import Operator
from qiskit_run import Run


def of_qiskit(circuit):
    if circuit.num_clbits == 0:
        return {"unitary": interleaved(Operator(circuit).data)}
    written = lambda memory: "".join(str(int(memory[bit])) for bit in reversed(circuit.clbits))  # noqa: E731
    return {"distribution": Run(circuit).branches.distribution(written)}


def qasm2(program):
    strict = of_qiskit(qiskit.qasm2.loads(program, strict=True))
    # Also with the gates of Qiskit's own, larger qelib1.inc.
    legacy = qiskit.qasm2.loads(program, custom_instructions=qiskit.qasm2.LEGACY_CUSTOM_INSTRUCTIONS)
    return {"strict": strict, "legacy": of_qiskit(legacy)}


def qasm3(program):
    try:
        circuit = qiskit.qasm3.loads(program)
    except Exception as reason:
        # The loader reads a part of the language only.
        return {"unsupported": f"{type(reason).__name__}: {reason}"}
    return of_qiskit(circuit)


def of_stim(program):
    circuit = stim.Circuit(program)
    if circuit.num_measurements == 0:
        # Stim leaves out qubits after the last one used.
        return {"unitary": interleaved(stim.Tableau.from_circuit(circuit).to_unitary_matrix(endian="little"))}
    samples = circuit.compile_sampler(seed=5).sample(4096)
    found = {}
    for sample in samples:
        key = "".join("1" if bit else "0" for bit in reversed(sample))
        found[key] = found.get(key, 0) + 1 / len(samples)
    return {"samples": found}


class QuilRun:
    """A program as pyQuil parses it, on all its branches; each has its own place in the program and memory."""

    def __init__(self, program, qubits, parameters):
        self.instructions = list(program.instructions)
        self.labels = {
            instruction.label.name: index
            for index, instruction in enumerate(self.instructions)
            if isinstance(instruction, pyquil.quilbase.JumpTarget)
        }
        self.matrices = {definition.name: definition.matrix for definition in program.defined_gates}
        memory = {}
        for name, declaration in program.declarations.items():
            for index in range(declaration.size.length):
                memory[f"{name}[{index}]"] = parameters.get(name, 0)
        self.sizes = {name: declaration.size.length for name, declaration in program.declarations.items()}
        self.types = {name: str(declaration.size.data_type) for name, declaration in program.declarations.items()}
        branches = Branches(qubits, None)
        self.waiting = [(branches.ways[0][0], memory, 0)]
        self.done = []
        self.qubits = qubits
        while self.waiting:
            self.step(*self.waiting.pop())

    def step(self, state, memory, place):
        while place < len(self.instructions):
            instruction = self.instructions[place]
            place += 1
            if isinstance(instruction, pyquil.quilbase.Gate):
                qubits = [*reversed(instruction.get_qubit_indices())]
                state = self.branches(state).applied(state, self.matrix(instruction, memory), qubits)
            elif isinstance(instruction, (pyquil.quilbase.Measurement, pyquil.quilbase.ResetQubit)):
                resets = isinstance(instruction, pyquil.quilbase.ResetQubit)
                target = None if resets else instruction.classical_reg
                [qubit] = instruction.get_qubit_indices()
                branches = self.branches(state)
                branches.measure(qubit, lambda _, result: result, resets=resets)
                for part, result in branches.ways:
                    changed = memory if target is None else {**memory, str(target): result}
                    self.waiting.append((part, changed, place))
                return
            elif isinstance(instruction, (pyquil.quilbase.JumpWhen, pyquil.quilbase.JumpUnless)):
                wanted = isinstance(instruction, pyquil.quilbase.JumpWhen)
                if bool(memory[str(instruction.condition)]) == wanted:
                    place = self.labels[instruction.target.name]
            elif isinstance(instruction, pyquil.quilbase.Jump):
                place = self.labels[instruction.target.name]
            elif not isinstance(instruction, (pyquil.quilbase.JumpTarget, pyquil.quilbase.Declare)):
                memory = self.classical(instruction.out(), memory)
        self.done.append((state, memory))

    def branches(self, state):
        branches = Branches(self.qubits, None)
        branches.ways = [(state, None)]
        return branches

    def classical(self, text, memory):
        name, target, *operands = text.split()
        values = [memory[operand] if operand in memory else float(operand) for operand in operands]
        old = memory[target]
        logical = {"AND": lambda a: int(a) & int(values[0]), "IOR": lambda a: int(a) | int(values[0])}
        logical["XOR"] = lambda a: int(a) ^ int(values[0])
        change = {
            **logical,
            "MOVE": lambda a: values[0],
            "CONVERT": lambda a: values[0],
            "NOT": lambda a: 1 - a,
            "NEG": lambda a: -a,
            "ADD": lambda a: a + values[0],
            "SUB": lambda a: a - values[0],
            "MUL": lambda a: a * values[0],
            "DIV": lambda a: a / values[0],
            "EQ": lambda a: int(values[0] == values[1]),
            "LT": lambda a: int(values[0] < values[1]),
            "LE": lambda a: int(values[0] <= values[1]),
            "GT": lambda a: int(values[0] > values[1]),
            "GE": lambda a: int(values[0] >= values[1]),
        }[name]
        return {**memory, target: change(old)}

    def matrix(self, gate, memory):
        matrix = self.matrices.get(gate.name)
        if matrix is None:
            matrix = pyquil.simulation.matrices.QUANTUM_GATES[gate.name]
            if gate.params:
                matrix = matrix(*[self.angle(parameter, memory) for parameter in gate.params])
        for modifier in reversed(gate.modifiers):
            if modifier == "DAGGER":
                matrix = numpy.conj(matrix).T
            else:
                assert modifier == "CONTROLLED", modifier
                size = len(matrix)
                matrix = numpy.block([[numpy.eye(size), numpy.zeros((size, size))], [numpy.zeros((size, size)), matrix]])
        return numpy.asarray(matrix, complex)

    def angle(self, parameter, memory):
        if isinstance(parameter, pyquil.quilatom.MemoryReference):
            return memory[str(parameter)]
        if isinstance(parameter, pyquil.quilatom.Function):
            return parameter.fn(self.angle(parameter.expression, memory))
        if isinstance(parameter, pyquil.quilatom.BinaryExp):
            return parameter.fn(self.angle(parameter.op1, memory), self.angle(parameter.op2, memory))
        return parameter.real

    def distribution(self, bits):
        found = {}
        for state, memory in self.done:
            key = "".join(str(int(memory[bit])) for bit in reversed(bits))
            found[key] = found.get(key, 0) + numpy.vdot(state, state).real
        return found


def quil(case):
    program = pyquil.Program(case["program"])
    if not case["bits"]:
        columns = []
        for column in range(2 ** case["qubits"]):
            flips = "".join(f"X {qubit}\n" for qubit in range(case["qubits"]) if column >> qubit & 1)
            [(state, _)] = QuilRun(pyquil.Program(flips) + program, case["qubits"], case["parameters"]).done
            columns.append(state)
        answer = {"unitary": interleaved(numpy.array(columns).T)}
        if not program.defined_gates and not program.declarations:
            answer["tools"] = interleaved(pyquil.simulation.tools.program_unitary(program, case["qubits"]))
        return answer
    run = QuilRun(program, case["qubits"], case["parameters"])
    answer = {"distribution": run.distribution(case["bits"])}
    # The virtual machine of pyQuil resets no single qubits, knows no modifiers and fails to compute.
    if any(word in case["program"] for word in ("RESET", "CONTROLLED", "DAGGER", "MOVE")):
        return answer
    return {**answer, "seen": seen_by_machine(program, case)}


def seen_by_machine(program, case):
    seen = []
    for seed in range(5):
        machine = pyquil.pyqvm.PyQVM(n_qubits=case["qubits"], seed=seed)
        memory = machine.execute(program).ram
        bits = [re.fullmatch(r"(\w+)\[(\d+)\]", bit).groups() for bit in case["bits"]]
        seen.append("".join(str(int(memory[name][int(index)])) for name, index in reversed(bits)))
    return seen


IONQ_GATES = {
    "x": library.XGate,
    "y": library.YGate,
    "z": library.ZGate,
    "h": library.HGate,
    "s": library.SGate,
    "si": library.SdgGate,
    "t": library.TGate,
    "ti": library.TdgGate,
    "v": library.SXGate,
    "vi": library.SXdgGate,
    "rx": library.RXGate,
    "ry": library.RYGate,
    "rz": library.RZGate,
    "swap": library.SwapGate,
    "xx": library.RXXGate,
    "yy": library.RYYGate,
    "zz": library.RZZGate,
}


def ionq(program):
    """The gates of IonQ's documentation, as those of Qiskit they are equal to."""
    job = json.loads(program)
    circuit = QuantumCircuit(job["qubits"])
    for entry in job["circuit"]:
        assert set(entry) <= {"gate", "targets", "controls", "rotation"}, entry
        gate = IONQ_GATES[entry["gate"]](*([entry["rotation"]] if "rotation" in entry else []))
        controls = entry.get("controls", [])
        placed = gate.control(len(controls), annotated=False) if controls else gate
        circuit.append(placed, [*controls, *entry["targets"]])
    return {"unitary": interleaved(Operator(circuit).data)}


HANDLERS = {"ionq": ionq, "qasm2": qasm2, "qasm3": qasm3, "quil": quil, "stim": of_stim}

# PyQVM says at every call that it will be replaced.
warnings.filterwarnings("ignore", category=DeprecationWarning)

cases = json.load(sys.stdin)
json.dump({format: [HANDLERS[format](program) for program in programs] for format, programs in cases.items()}, sys.stdout)
