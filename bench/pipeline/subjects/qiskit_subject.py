"""Qiskit: Aer's state vector by itself and under qiskit-machine-learning.

Every angle of the feature map is a parameter of its own, computed beforehand: Qiskit would evaluate expressions of
features symbolically, one after the other, which takes longer than the circuits do. Circuits are transpiled once.
"""

import os

import numpy as np
import pipeline_task
from qiskit import QuantumCircuit, transpile
from qiskit.circuit import ParameterVector
from qiskit.quantum_info import SparsePauliOp
from qiskit_aer import AerSimulator

THREADS = int(os.environ.get("OMP_NUM_THREADS", "1"))
OPTIONS = {"method": "statevector", "max_parallel_threads": THREADS, "max_parallel_experiments": THREADS}


def feature_map(task, count):
    qubits = task["qubits"]
    encoded = ParameterVector("e", count)
    circuit = QuantumCircuit(qubits)
    for _ in range(task["featureRepetitions"]):
        circuit.h(range(qubits))
        for qubit in range(qubits):
            circuit.p(encoded[qubit], qubit)
        for place, (i, j) in enumerate(pipeline_task.pairs_of(qubits)):
            circuit.cx(i, j)
            circuit.p(encoded[qubits + place], j)
            circuit.cx(i, j)
    return circuit, encoded


def trained_circuit(task, angle_count, weight_count):
    qubits = task["qubits"]
    circuit, encoded = feature_map(task, angle_count)
    weights = ParameterVector("w", weight_count)
    for qubit in range(qubits):
        circuit.ry(weights[qubit], qubit)
    for repetition in range(1, task["ansatzRepetitions"] + 1):
        for control, target in pipeline_task.neighbours(qubits):
            circuit.cx(control, target)
        for qubit in range(qubits):
            circuit.ry(weights[repetition * qubits + qubit], qubit)
    return circuit, encoded, weights


def observable(task, qubit):
    return SparsePauliOp("".join("Z" if place == qubit else "I" for place in reversed(range(task["qubits"]))))


def points_and_rows(angles, points):
    """All rows at the first point, then all at the next: of each the angles and the weights."""
    tiled = np.tile(angles, (len(points), 1))
    return tiled, np.repeat(np.asarray(points), len(angles), axis=0)


class Circuits(pipeline_task.Training):
    def __init__(self, task):
        super().__init__(task)
        self.simulator = AerSimulator(**OPTIONS)
        circuit, self.encoded, self.weights = trained_circuit(task, self.angles.shape[1], len(self.start))
        self.prepare(circuit)

    def expectations(self, angles, points):
        values = self.values(*points_and_rows(angles, points))
        return np.asarray(values).reshape(len(points), len(angles), -1)


class Bound(Circuits):
    """One circuit with all its parameter sets in one call of Aer."""

    def prepare(self, circuit):
        if "shots" in self.task:
            circuit.measure_all()
        else:
            for qubit in self.task["observed"]:
                circuit.save_expectation_value(SparsePauliOp("Z"), [qubit], label=f"z{qubit}")
        # Above level 0, neighbouring gates would become one whose angles are expressions.
        self.circuit = transpile(circuit, self.simulator, optimization_level=0)

    def values(self, angles, weights):
        binds = {parameter: angles[:, place].tolist() for place, parameter in enumerate(self.encoded)}
        binds.update({parameter: weights[:, place].tolist() for place, parameter in enumerate(self.weights)})
        options = {"shots": self.task["shots"]} if "shots" in self.task else {"shots": 1}
        result = self.simulator.run(
            self.circuit, parameter_binds=[binds], runtime_parameter_bind_enable=True, **options
        ).result()
        if not result.success:
            raise RuntimeError(result.status)
        data = [each.data.to_dict() for each in result.results]
        if "shots" in self.task:
            return [self.mean_signs(each["counts"]) for each in data]
        return [[each[f"z{qubit}"] for qubit in self.task["observed"]] for each in data]

    def mean_signs(self, counts):
        means = []
        for qubit in self.task["observed"]:
            ones = sum(count for outcome, count in counts.items() if (int(outcome, 16) >> qubit) & 1)
            means.append(1 - 2 * ones / self.task["shots"])
        return means


class Estimated(Circuits):
    """Aer's EstimatorV2, all parameter sets as one batch."""

    def prepare(self, circuit):
        from qiskit_aer.primitives import EstimatorV2

        self.circuit = transpile(circuit, self.simulator, optimization_level=0)
        self.observables = [[observable(self.task, qubit)] for qubit in self.task["observed"]]
        run_options = {"runtime_parameter_bind_enable": True}
        self.estimator = EstimatorV2(options={"backend_options": OPTIONS, "run_options": run_options})

    def values(self, angles, weights):
        # Parameters are in order of their names: e[0], …, w[0], ….
        batch = (self.circuit, self.observables, np.hstack([angles, weights]))
        return self.estimator.run([batch]).result()[0].data.evs.T


class Network(Circuits):
    """The EstimatorQNN of qiskit-machine-learning, on Aer's EstimatorV2."""

    def prepare(self, circuit):
        from qiskit_aer.primitives import EstimatorV2
        from qiskit_machine_learning.neural_networks import EstimatorQNN

        run_options = {"runtime_parameter_bind_enable": True}
        self.network = EstimatorQNN(
            circuit=transpile(circuit, self.simulator, optimization_level=0),
            observables=[observable(self.task, qubit) for qubit in self.task["observed"]],
            input_params=list(self.encoded),
            weight_params=list(self.weights),
            estimator=EstimatorV2(options={"backend_options": OPTIONS, "run_options": run_options}),
            default_precision=0.0,
        )

    def expectations(self, angles, points):
        return [self.network.forward(angles, point) for point in points]


class AerStates(pipeline_task.StateKernel):
    def __init__(self, task):
        super().__init__(task)
        self.simulator = AerSimulator(**OPTIONS)
        circuit, self.encoded = feature_map(task, self.angles.shape[1])
        circuit.save_statevector(label="state")
        self.circuit = transpile(circuit, self.simulator, optimization_level=0)

    def states(self, angles):
        binds = {parameter: angles[:, place].tolist() for place, parameter in enumerate(self.encoded)}
        result = self.simulator.run(
            self.circuit, parameter_binds=[binds], runtime_parameter_bind_enable=True, shots=1
        ).result()
        return np.asarray([np.asarray(each.data.to_dict()["state"]) for each in result.results])


class LibraryKernel(pipeline_task.Kernel):
    """A kernel of qiskit-machine-learning."""

    def __init__(self, task, configuration):
        super().__init__(task)
        circuit, _ = feature_map(task, self.angles.shape[1])
        self.kernel = self.make(circuit, configuration)

    def make(self, circuit, configuration):
        from qiskit_machine_learning.kernels import FidelityQuantumKernel, FidelityStatevectorKernel

        if configuration == "FidelityStatevectorKernel":
            return FidelityStatevectorKernel(feature_map=circuit)
        if configuration == "FidelityStatevectorKernel on Aer":
            from qiskit_aer.quantum_info import AerStatevector

            return FidelityStatevectorKernel(feature_map=circuit, statevector_type=AerStatevector)
        from qiskit.transpiler import generate_preset_pass_manager
        from qiskit_aer.primitives import SamplerV2
        from qiskit_machine_learning.state_fidelities import ComputeUncompute

        passes = generate_preset_pass_manager(0, AerSimulator(**OPTIONS))
        sampler = SamplerV2(default_shots=1024, seed=1, options={"backend_options": OPTIONS})
        fidelity = ComputeUncompute(sampler=sampler, pass_manager=passes)
        return FidelityQuantumKernel(feature_map=circuit, fidelity=fidelity, enforce_psd=False)

    def gram(self, angles):
        return self.kernel.evaluate(angles)

    def cross(self, test, train):
        return self.kernel.evaluate(test, train)


class Qiskit:
    def load(self, task, configuration, _indices):
        if task["kind"] == "kernel":
            return AerStates(task) if configuration == "states" else LibraryKernel(task, configuration)
        return {"parameters bound": Bound, "EstimatorV2": Estimated, "EstimatorQNN on Aer": Network}[configuration](task)


pipeline_task.start(Qiskit())
