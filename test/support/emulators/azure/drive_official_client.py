"""Drives the emulator with Microsoft's azure-quantum and prints what it saw as one JSON object.

Usage: drive_official_client.py <url> <subscription> <resource group> <workspace> <key> <wrong key>
"""

import json
import sys
import warnings

from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import ClientAuthenticationError
from azure.quantum import Workspace
from azure.quantum.target import IonQ, Quantinuum
from azure.quantum.target.rigetti import Result, Rigetti

warnings.filterwarnings("ignore")
url, subscription, group, name, key, wrong_key = sys.argv[1:7]
seen = {}


def workspace(credential):
    return Workspace(
        subscription_id=subscription,
        resource_group=group,
        name=name,
        location="eastus",
        credential=AzureKeyCredential(credential),
        _quantum_endpoint=url + "/",
    )


space = workspace(key)

seen["targets"] = [target.name for target in space.get_targets()]
seen["quotas"] = [quota["dimension"] for quota in space.get_quotas()]


def finished(job):
    job.wait_until_completed(max_poll_wait_secs=0, print_progress=False, timeout_secs=60)
    return job


# x on the first of two qubits, both measured: pins the bit order of every provider.
ionq = IonQ(space, "ionq.simulator")
circuit = {
    "gateset": "qis",
    "qubits": 2,
    "circuit": [{"gate": "x", "targets": [0]}],
}
job = finished(ionq.submit(circuit, name="ionq", shots=100))
seen["ionq"] = {"status": job.details.status, "result": job.get_results(), "cost": job.details.cost_estimate.estimated_total}

quantinuum = Quantinuum(space, "quantinuum.sim.h2-1e")
program = 'OPENQASM 2.0; include "qelib1.inc"; qreg q[2]; creg c[2]; x q[0]; measure q -> c;'
job = finished(quantinuum.submit(program, name="quantinuum", shots=3))
seen["quantinuum"] = {"status": job.details.status, "result": job.get_results()}

bell = 'OPENQASM 2.0; include "qelib1.inc"; qreg q[2]; creg c[2]; h q[0]; cx q[0],q[1]; measure q -> c;'
job = finished(quantinuum.submit(bell, shots=200))
seen["bell"] = sorted(set(job.get_results()["c"]))

checker = Quantinuum(space, "quantinuum.sim.h2-1sc")
job = finished(checker.submit(program, shots=2))
seen["checked"] = job.get_results()

newer = "OPENQASM 3.0; qubit[2] q; bit[2] c; x q[0]; c = measure q;"
job = finished(quantinuum.submit(newer, shots=3))
seen["openqasm3"] = {"status": job.details.status, "code": job.details.error_data.code}

rigetti = Rigetti(space, "rigetti.sim.qvm")
quil = "DECLARE ro BIT[2]\nX 0\nMEASURE 0 ro[0]\nMEASURE 1 ro[1]\n"
job = finished(rigetti.submit(quil, name="rigetti", shots=3))
seen["rigetti"] = {"status": job.details.status, "result": Result(job)["ro"]}

waiting = ionq.submit(circuit, name="cancelled", shots=10)
space.cancel_job(waiting)
waiting.refresh()
seen["cancelled"] = waiting.details.status

seen["jobs"] = sorted(listed.details.name for listed in space.list_jobs())
seen["retrieved"] = space.get_job(waiting.id).details.name

session = rigetti.open_session(name="series")
inside = rigetti.submit(quil, name="inside", shots=1)
seen["session"] = [listed.details.name for listed in space.list_session_jobs(session_id=session.id)]
session.close()

try:
    workspace(wrong_key).get_targets()
    seen["wrong_key"] = "accepted"
except ClientAuthenticationError as refused:
    seen["wrong_key"] = refused.status_code

print(json.dumps(seen))
