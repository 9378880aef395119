"""Drives the emulator with IBM's official client, qiskit-ibm-runtime, and prints what it saw as one JSON object.

Usage: drive_official_client.py <url> <token url> <instance> <key> <wrong key> <sent>

What was sent is what jobs of the product hold, as JSON: `params` by their programs, which are held against the models of IBM's
services, and `circuits` by their devices, which are looked through for instructions that the device does not have.
"""

import json
import logging
import os
import sys
import warnings

url, token_url, instance, key, wrong_key, sent = sys.argv[1:7]
os.environ["IAM_URL"] = token_url
# Takes the given instance as it is, instead of searching for all that the account has.
os.environ["QISKIT_FUNCTIONS_EXPERIMENTAL"] = "1"

import requests  # noqa: E402
from ibm_quantum_schemas.estimator.version_0_1 import ParamsModel as EstimatorParams  # noqa: E402
from ibm_quantum_schemas.sampler.version_0_1 import ParamsModel as SamplerParams  # noqa: E402
from qiskit import QuantumCircuit, qasm3, transpile  # noqa: E402
from qiskit_ibm_runtime import QiskitRuntimeService, Session  # noqa: E402
from qiskit_ibm_runtime.api.auth import CloudAuth  # noqa: E402
from qiskit_ibm_runtime.decoders.result_decoder import ResultDecoder  # noqa: E402
from qiskit_ibm_runtime.utils.utils import is_isa_circuit  # noqa: E402
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

models = {"sampler": SamplerParams, "estimator": EstimatorParams}
seen["params"] = {}
for program, params in json.loads(sent)["params"].items():
    # The models are of what Python sends, which has an array where there are no values of parameters.
    for pub in params["pubs"]:
        pub[-2] = {"__type__": "ndarray", "__value__": ""}
    told = models[program].model_validate(params)
    seen["params"][program] = told.model_dump(mode="json", exclude_unset=True, exclude={"pubs"})
    seen["qubits_sent"] = [qasm3.loads(pub.root[0]).num_qubits for pub in told.pubs]

# One that has not kept the devices as they were asked for before.
another = QiskitRuntimeService(
    channel="ibm_quantum_platform", token=key, instance=instance, url=url
)
seen["circuits"] = {}
for name, program in json.loads(sent)["circuits"].items():
    # With all gates of the device, fractional ones too.
    target = another.backend(name, use_fractional_gates=None).target
    fitted_circuit = qasm3.loads(program)
    rotations = fitted_circuit.get_instructions("rzz")
    seen["circuits"][name] = {
        "wrong": is_isa_circuit(fitted_circuit, target),
        "names": sorted(fitted_circuit.count_ops()),
        "angles": [float(rotation.operation.params[0]) for rotation in rotations],
    }

print(json.dumps(seen))
