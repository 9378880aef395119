"""Drives the emulator with qBraid's official client and prints what it saw as one JSON object.

Usage: drive_official_client.py <url> <key> <wrong key>
"""

import json
import sys
import warnings

from qbraid.runtime import QbraidProvider
from qbraid_core.exceptions import AuthError
from qbraid_core.services.runtime import QuantumRuntimeClient
from qbraid_core.services.runtime.schemas import JobRequest, JobStatus, Program
from qbraid_core.sessions import QbraidSessionV1

warnings.filterwarnings("ignore")
url, key, wrong_key = sys.argv[1:4]
seen = {}

client = QuantumRuntimeClient(session=QbraidSessionV1(api_key=key, base_url=url))
provider = QbraidProvider(client=client)
seen["devices"] = sorted(device.id for device in provider.get_devices())
simulator = provider.get_device("qbraid:qbraid:sim:qir-sv")

# x on qubit 0 of 3, and an entangled pair on the others: every wrong order of bits shows.
program = """OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
bit[3] c;
x q[0];
h q[1];
cx q[1], q[2];
c = measure q;
"""
job = simulator.run(program, shots=1000)
while not job.is_terminal_state():
    pass
seen["status"] = job.status().name
result = job.result()
seen["counts"] = result.data.get_counts()
seen["cost"] = float(client.get_job_result(job.id).cost)
seen["listed"] = [one.jobQrn == job.id for one in client.list_jobs(limit=10)]

programs = [Program(format="qasm3", data=text) for text in (program, program.replace("x q[0];", ""))]
batch = client.create_job(JobRequest(deviceQrn="aws:aws:sim:sv1", shots=10, program=programs)).jobQrn
while client.get_job(batch).status not in JobStatus.terminal_states():
    pass
seen["batch"] = [sorted(one.resultData["measurementCounts"]) for one in client.get_job_result(batch).results]

cancelled = simulator.run(program, shots=10)
cancelled.cancel()
seen["cancelled"] = cancelled.status().name

seen["estimate"] = float(client.estimate_cost("aws:iqm:qpu:garnet", 1000).estimatedCost)
seen["calibrated"] = client.get_device_calibrations("aws:iqm:qpu:garnet").last_calibrated

try:
    QuantumRuntimeClient(session=QbraidSessionV1(api_key=wrong_key, base_url=url))
    seen["wrong_key"] = "accepted"
except AuthError:
    seen["wrong_key"] = "refused"

print(json.dumps(seen))
