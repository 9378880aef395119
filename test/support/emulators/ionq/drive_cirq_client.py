"""Drives the emulator with IonQ's official Cirq client and prints what it saw as one JSON object.

Usage: drive_cirq_client.py <url> <key> <wrong key>
"""

import json
import sys
import warnings

import cirq
import cirq_ionq
from cirq_ionq.ionq_exceptions import IonQException, IonQNotFoundException
from cirq_ionq.ionq_native_gates import GPI2Gate, GPIGate, MSGate, ZZGate

warnings.filterwarnings("ignore")
url, key, wrong_key = sys.argv[1:4]
seen = {}

service = cirq_ionq.Service(remote_host=url, api_key=key, default_target="simulator", max_retry_seconds=1)
q0, q1, q2 = cirq.LineQubit.range(3)


def exact(circuit):
    """What Cirq's own simulator says, bit 0 of the key being qubit 0."""
    vector = circuit.final_state_vector(qubit_order=[q0, q1, q2])
    return {format(index, "03b")[::-1]: float(abs(amplitude) ** 2) for index, amplitude in enumerate(vector)}


def told(result):
    """What the service said, in the same order: Cirq's integers have qubit 0 as the highest bit."""
    found = result.probabilities()
    return {format(index, "03b")[::-1]: found.get(index, 0.0) for index in range(8)}


# Nothing of them is symmetric, so an exchange of qubits or of the order of bits shows.
abstract = cirq.Circuit(
    cirq.X(q0), cirq.H(q1), cirq.CNOT(q1, q2), cirq.rx(0.3)(q0), cirq.ry(0.8)(q2), cirq.ZZ(q0, q1) ** 0.37, cirq.H(q1)
)
native = cirq.Circuit(
    GPI2Gate(phi=0.13)(q0),
    GPIGate(phi=0.31)(q1),
    MSGate(phi0=0.1, phi1=0.27, theta=0.2)(q0, q2),
    GPI2Gate(phi=0.41)(q2),
    ZZGate(theta=0.15)(q1, q2),
    GPI2Gate(phi=0.05)(q1),
    GPI2Gate(phi=0.77)(q2),
)
seen["expected"] = [exact(abstract), exact(native)]
seen["told"] = []
for circuit in (abstract, native):
    measured = circuit + cirq.Circuit(cirq.measure(q0, q1, q2, key="m"))
    job = service.create_job(measured, repetitions=100, name="told")
    seen["told"].append(told(job.results(polling_seconds=0)))

# Of two circuits in one job each keeps its own result.
flipped = cirq.Circuit(cirq.X(q0), cirq.measure(q0, key="m"))
batch = service.create_batch_job([flipped, cirq.Circuit(cirq.rx(0.0)(q0), cirq.measure(q0, key="m"))], repetitions=10)
seen["batch"] = [result.probabilities() for result in batch.results(polling_seconds=0)]

# Hardware tells counts.
hardware = service.create_job(flipped, repetitions=50, target="qpu.forte-1", name="counted")
seen["counts"] = dict(hardware.results(polling_seconds=0).counts())
seen["repetitions"] = hardware.repetitions()
seen["target"] = hardware.target()

retrieved = service.get_job(hardware.job_id())
seen["retrieved"] = [retrieved.status(), retrieved.name()]
seen["listed"] = [job.name() for job in service.list_jobs(status="completed", limit=1)]

cancelled = service.create_job(flipped, repetitions=10)
cancelled.cancel()
seen["cancelled"] = service.get_job(cancelled.job_id()).status()

deleted = service.create_job(flipped, repetitions=10)
deleted.delete()
seen["deleted"] = deleted.status()
try:
    service.get_job(deleted.job_id())
    seen["after_deletion"] = "found"
except IonQNotFoundException:
    seen["after_deletion"] = "not found"

# The client asks for calibrations at an address that version 0.4 of the interface does not have.
try:
    service.get_current_calibration()
    seen["calibration"] = "found"
except IonQNotFoundException:
    seen["calibration"] = "not found"

noisy = service.create_job(flipped, repetitions=1000, noise={"model": "aria-1", "seed": 3})
seen["noisy"] = noisy.results(polling_seconds=0).probabilities()
try:
    service.create_job(flipped, repetitions=10, noise={"model": "no-such-model"})
    seen["wrong_noise"] = "accepted"
except IonQException as refused:
    seen["wrong_noise"] = refused.status_code

try:
    cirq_ionq.Service(remote_host=url, api_key=wrong_key, default_target="simulator").create_job(flipped)
    seen["wrong_key"] = "accepted"
except IonQException as refused:
    seen["wrong_key"] = refused.status_code

print(json.dumps(seen))
