"""Drives the emulator with IBM's official client, qiskit-ibm-runtime, and prints what it saw as one JSON object.

Usage: drive_official_client.py <url> <token url> <instance> <key> <wrong key>
"""

import json
import logging
import os
import sys
import warnings

url, token_url, instance, key, wrong_key = sys.argv[1:6]
os.environ["IAM_URL"] = token_url
# Takes the given instance as it is, instead of searching for all that the account has.
os.environ["QISKIT_FUNCTIONS_EXPERIMENTAL"] = "1"

import requests  # noqa: E402
from qiskit import QuantumCircuit, qasm3, transpile  # noqa: E402
from qiskit_ibm_runtime import QiskitRuntimeService, Session  # noqa: E402
from qiskit_ibm_runtime.api.auth import CloudAuth  # noqa: E402
from qiskit_ibm_runtime.decoders.result_decoder import ResultDecoder  # noqa: E402
from qiskit_ibm_runtime.exceptions import (  # noqa: E402
    RuntimeInvalidStateError,
    RuntimeJobFailureError,
)

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)
seen = {}


service = QiskitRuntimeService(
    channel="ibm_quantum_platform", token=key, instance=instance, url=url
)
seen["devices"] = sorted(backend.name for backend in service.backends())
device = service.backend("ibm_aarhus")
seen["status"] = {"operational": device.status().operational, "pending": device.status().pending_jobs}
seen["qubits"] = device.num_qubits
seen["coupled"] = sorted(device.coupling_map.get_edges())
seen["t1"] = device.properties().t1(3)
seen["cz_error"] = device.target["cz"][(0, 1)].error
paused = service.backend("ibm_bergen")
seen["paused"] = paused.status().status_msg
seen["usage"] = service.usage()["usage_remaining_seconds"]


def submit(program, pubs, backend="ibm_aarhus", tags=None, session=None, **params):
    inputs = {"version": 2, "support_qiskit": False, "pubs": pubs, **params}
    options = {"backend": backend, "job_tags": tags}
    return service._run(program, inputs, options, result_decoder=ResultDecoder, session_id=session)


# An asymmetric circuit pins the bit order: x on qubit 0 of 3, and an entangled pair on the others; made of gates of the
# device and written as OpenQASM 3 by Qiskit, with two registers.
circuit = QuantumCircuit(3)
circuit.x(0)
circuit.h(1)
circuit.cx(1, 2)
circuit.measure_all()
fitted = transpile(circuit, device, initial_layout=[0, 1, 2], seed_transpiler=3)
text = qasm3.dumps(fitted)
job = submit("sampler", [[text, None, 500]], tags=["ours"])
seen["first_status"] = job.status()
result = job.result(timeout=30, poll_interval=0.1)
samples = result["results"][0]["data"]["meas"]["samples"]
seen["samples"] = sorted({int(sample, 16) for sample in samples})
seen["shots"] = len(samples)
seen["num_bits"] = result["results"][0]["data"]["meas"]["num_bits"]
seen["charged"] = job.usage()
seen["timestamps"] = sorted(job.metrics()["timestamps"])

bound = "OPENQASM 3.0; include \"stdgates.inc\"; input float theta; bit[1] c; sx $0; rz(theta) $0; sx $0; c[0] = measure $0;"
sweep = submit("sampler", [[bound, [[0.0], [3.141592653589793]], 20]]).result(timeout=30, poll_interval=0.1)
seen["sweep"] = [sorted(set(row)) for row in sweep["results"][0]["data"]["c"]["samples"]]

ghz = "OPENQASM 3.0; include \"stdgates.inc\"; h $0; cx $0, $1; cx $1, $2;"
values = submit(
    "estimator",
    [[ghz, [{"IZZ": 1.0}, {"XXX": 2.0, "IIZ": 1.0}, "XXI"]]],
    backend="ibm_simulator",
    precision=0.05,
).result(timeout=30, poll_interval=0.1)["results"][0]
seen["evs"] = values["data"]["evs"]
seen["stds"] = values["data"]["stds"]

# A job for every page.
others = [submit("sampler", [[text]], tags=["page"]) for _ in range(25)]
seen["pages"] = len(service.jobs(limit=None, job_tags=["page"]))
seen["tagged"] = [found.job_id() for found in service.jobs(job_tags=["ours"])] == [job.job_id()]
seen["retrieved"] = service.job(job.job_id()).status()

cancelled = others[0]
cancelled.cancel()
seen["cancelled"] = service.job(cancelled.job_id()).status()
try:
    job.cancel()
    seen["cancel_ended"] = "accepted"
except RuntimeInvalidStateError:
    seen["cancel_ended"] = "refused"
seen["tags"] = others[1].update_tags(["other"])
service.delete_job(cancelled.job_id())
seen["after_deletion"] = len(service.jobs(limit=None, job_tags=["page"]))

virtual = qasm3.dumps(transpile(circuit, basis_gates=["h", "x", "cx"]))
try:
    submit("sampler", [[virtual]]).result(timeout=30, poll_interval=0.1)
    seen["not_fitted"] = "accepted"
except RuntimeJobFailureError as refused:
    seen["not_fitted"] = str(refused)

session = Session(backend=device, max_time=300)
within = submit("sampler", [[text, None, 5]], session=session.session_id)
within.result(timeout=30, poll_interval=0.1)
seen["session"] = [session.details()["mode"], session.details()["max_time"], session.status()]
session.close()
seen["session_closed"] = session.details()["accepting_jobs"]
seen["session_job"] = within.session_id == session.session_id

# The client sends the key itself where the exchange is refused. (A service would wait a minute for each request.)
headers = CloudAuth(wrong_key, instance).get_headers()
seen["wrong_key"] = [
    headers["Authorization"].split()[0],
    requests.get(f"{url}/backends", headers=headers, timeout=30).status_code,
]

print(json.dumps(seen))
