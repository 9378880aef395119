"""Drives the emulator with IonQ's official Qiskit provider and prints what it saw as one JSON object.

Usage: drive_qiskit_client.py <url> <key> <wrong key>
"""

import json
import sys
import warnings

from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit_ionq import IonQProvider, Session
from qiskit_ionq.exceptions import IonQAPIError

warnings.filterwarnings("ignore")
url, key, wrong_key = sys.argv[1:4]
seen = {}

provider = IonQProvider(token=key, url=url)
simulator = provider.get_backend("ionq_simulator")

# An asymmetric circuit pins the bit order: x on qubit 0 of 3, and an entangled pair on the others.
circuit = QuantumCircuit(3, 3)
circuit.x(0)
circuit.h(1)
circuit.cx(1, 2)
circuit.rx(0.3, 0)
circuit.measure([0, 1, 2], [0, 1, 2])
job = simulator.run(circuit, shots=1000, sampler_seed=7)
job.wait_for_final_state(wait=0)
seen["status"] = job.status().name
seen["probabilities"] = job.get_probabilities()
seen["counts_total"] = sum(job.get_counts().values())

retrieved = simulator.retrieve_job(job.job_id())
seen["retrieved"] = retrieved.status().name

pair = [QuantumCircuit(1, 1), QuantumCircuit(1, 1)]
pair[0].x(0)
for each in pair:
    each.measure(0, 0)
both = simulator.run(pair, shots=100)
both.wait_for_final_state(wait=0)
seen["multi"] = [result.data.probabilities for result in both.result().results]

cancelled = simulator.run(circuit, shots=10)
cancelled.cancel()
seen["cancelled"] = cancelled.status().name

# A measurement in the middle goes as OpenQASM 3: qubit 0 is measured as 1, reset, and measured as 0 with qubit 1 as 1.
middle = QuantumCircuit(QuantumRegister(2, "q"), ClassicalRegister(1, "early"), ClassicalRegister(2, "late"))
middle.x(0)
middle.measure(0, 0)
middle.reset(0)
middle.x(1)
middle.measure([0, 1], [1, 2])
measured = simulator.run(middle, shots=400, noise_model="aria-1")
measured.wait_for_final_state(wait=0)
seen["middle"] = measured.get_counts()

# A session takes so many jobs and no more once it is closed.
hardware = provider.get_backend("ionq_qpu.forte-1")
session = Session(backend=hardware, max_jobs=2)
within = session.run(circuit, shots=10)
within.wait_for_final_state(wait=0)
seen["session"] = [session.details()["status"], session.session_id]
session.close()
seen["session"].append(session.details()["status"])
try:
    session.run(circuit, shots=10)
    seen["closed_session"] = "accepted"
except IonQAPIError as refused:
    seen["closed_session"] = refused.status_code

estimate = provider.get_backend("ionq_qpu.forte-1").client.estimate_job(
    backend="qpu.forte-1", oneq_gates=10, twoq_gates=5, qubits=3, shots=1000
)
seen["estimate_queue"] = estimate.queue_time

try:
    IonQProvider(token=wrong_key, url=url).get_backend("ionq_simulator").run(circuit, shots=10)
    seen["wrong_key"] = "accepted"
except IonQAPIError as refused:
    seen["wrong_key"] = refused.status_code

print(json.dumps(seen))
