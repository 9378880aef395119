"""Circuits on the simulators of Python packages."""

import importlib
import time

from .refusal import Refusal, text_of

MODULES = {
    "qiskit-aer": "aer_simulator",
    "cirq": "cirq_simulator",
    "pennylane": "pennylane_device",
    "braket-local": "braket_simulator",
}


def simulate(request):
    """Counts of every circuit, in order; each has a seed of its own, or none."""
    module = importlib.import_module("." + MODULES[request["package"]], __package__)
    counts = module.simulator(request["device"])
    begun = time.perf_counter()
    outcomes = []
    for index, circuit in enumerate(request["circuits"]):
        try:
            outcomes.append(counts(circuit, request["shots"], circuit.get("seed")))
        except Refusal:
            raise
        except Exception as error:
            raise Refusal("bad-circuit", circuit=index, type=type(error).__name__, message=text_of(error))
    return {"counts": outcomes, "seconds": time.perf_counter() - begun}
