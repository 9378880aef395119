"""Drives the emulator with amazon-braket-sdk and boto3 and prints what they saw as one JSON object.

Usage: drive_official_clients.py <url> <access key> <secret key> <bucket>
"""

import json
import os
import sys
import uuid
import warnings

url, access_key, secret_key, bucket = sys.argv[1:5]
os.environ.update(
    AWS_ACCESS_KEY_ID=access_key,
    AWS_SECRET_ACCESS_KEY=secret_key,
    AWS_DEFAULT_REGION="us-east-1",
    AWS_CONFIG_FILE=os.devnull,
    AWS_SHARED_CREDENTIALS_FILE=os.devnull,
    AWS_EC2_METADATA_DISABLED="true",
    AWS_ENDPOINT_URL_S3=url,
    AWS_ENDPOINT_URL_STS=url,
    BRAKET_ENDPOINT=url,
    AMZN_BRAKET_OUT_S3_BUCKET=bucket,
)

import boto3  # noqa: E402
from botocore.config import Config  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402
from braket.aws import AwsDevice, AwsQuantumTask, AwsSession  # noqa: E402
from braket.circuits import Circuit, Observable, ResultType  # noqa: E402, F401
from braket.ir.openqasm import Program  # noqa: E402

# Of the device for other programs only what is listed is emulated.
warnings.filterwarnings("ignore", message="Unable to determine device capabilities")
seen = {}
config = Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1})
boto = boto3.Session(region_name="us-east-1")
client = boto.client("braket", endpoint_url=url, config=config)
s3 = boto.client("s3", endpoint_url=url, config=config)
session = AwsSession(boto_session=boto, braket_client=client, default_bucket=bucket)
# The session makes its own client of S3, in the other style of addresses.
session._s3 = s3


def refused(call):
    try:
        call()
        return "accepted"
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]


# amazon-braket-sdk: devices
seen["devices"] = sorted(
    device.name for device in AwsDevice.get_devices(aws_session=session, statuses=["ONLINE", "OFFLINE", "RETIRED"])
)
sv1 = AwsDevice("arn:aws:braket:::device/quantum-simulator/amazon/sv1", session)
seen["sv1"] = [sv1.status, sv1.properties.paradigm.qubitCount, sv1.queue_depth().quantum_tasks]
seen["sv1"][2] = {str(kind.value): size for kind, size in seen["sv1"][2].items()}
north = AwsSession(
    boto_session=boto3.Session(region_name="eu-north-1"),
    braket_client=boto3.Session(region_name="eu-north-1").client("braket", endpoint_url=url, config=config),
    default_bucket=bucket + "-north",
)
garnet = AwsDevice("arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet", north)
seen["garnet"] = {
    "type": type(garnet.properties).__name__,
    "native": garnet.properties.paradigm.nativeGateSet,
    "edges": sorted(garnet.topology_graph.edges()),
    "T1": garnet.properties.standardized.oneQubitProperties["1"].T1.value,
}

# Submit, poll, result; an asymmetric circuit pins the order of bits.
circuit = Circuit().x(0).h(1).cnot(1, 2).rx(0, 0.3)
task = sv1.run(circuit, s3_destination_folder=(bucket, "python"), shots=1000, poll_interval_seconds=0.01)
seen["queue"] = task.queue_position().queue_position
result = task.result()
seen["state"] = task.state()
seen["counts"] = dict(result.measurement_counts)
seen["measured"] = result.measured_qubits
again = AwsQuantumTask(task.id, session)
seen["again"] = dict(again.result().measurement_counts)

measured = Circuit().x(2).h(0).cnot(0, 1).measure([2, 0])
partial = sv1.run(measured, s3_destination_folder=(bucket, "python"), shots=100, poll_interval_seconds=0.01).result()
seen["partial"] = [sorted(partial.measurement_counts), partial.measured_qubits]

exact = Circuit().x(0).h(1).probability()
seen["exact"] = list(
    sv1.run(exact, s3_destination_folder=(bucket, "python"), shots=0, poll_interval_seconds=0.01).result().values[0]
)

program = Program(
    source="OPENQASM 3.0; input float theta; bit[2] b; qubit[2] q; rx(theta) q[0]; i q[1]; b = measure q;",
    inputs={"theta": 3.141592653589793},
)
rotated = sv1.run(program, s3_destination_folder=(bucket, "python"), shots=10, poll_interval_seconds=0.01).result()
seen["input"] = dict(rotated.measurement_counts)

cancelled = sv1.run(circuit, s3_destination_folder=(bucket, "python"), shots=10)
cancelled.cancel()
seen["cancelled"] = [cancelled.state(), cancelled.state()]

# What the service refuses.
def submit(source, **changes):
    action = {"braketSchemaHeader": {"name": "braket.ir.openqasm.program", "version": "1"}, "source": source}
    fields = {
        "clientToken": str(uuid.uuid4()),
        "deviceArn": sv1.arn,
        "shots": 10,
        "outputS3Bucket": bucket,
        "outputS3KeyPrefix": "boto3",
        "action": json.dumps(action),
        "tags": {"purpose": "test"},
        **changes,
    }
    return client.create_quantum_task(**fields)["quantumTaskArn"]


good = 'OPENQASM 3.0; bit[1] b; qubit[1] q; x q[0]; b = measure q;'
seen["cx"] = refused(lambda: submit("OPENQASM 3.0; qubit[2] q; cx q[0], q[1];"))
seen["version"] = refused(lambda: submit('OPENQASM 2.0; qreg q[1]; x q[0];'))
seen["include"] = refused(lambda: submit('OPENQASM 3.0;\ninclude "stdgates.inc"; qubit[1] q; x q[0];'))
seen["shots"] = refused(lambda: submit(good, shots=100001))
seen["bucket"] = refused(lambda: submit(good, outputS3Bucket="another-bucket"))
seen["offline"] = refused(lambda: submit(good, deviceArn="arn:aws:braket:us-east-1::device/qpu/ionq/Forte-1"))
seen["region"] = refused(lambda: client.get_device(deviceArn=garnet.arn))

# boto3: idempotency, tags, search, result object, cancel.
token = str(uuid.uuid4())
one = submit(good, clientToken=token)
seen["idempotent"] = submit(good, clientToken=token) == one
seen["conflict"] = refused(lambda: submit(good, clientToken=token, shots=11))
seen["tags"] = client.list_tags_for_resource(resourceArn=one)["tags"]
states = []
while not states or states[-1] not in ("COMPLETED", "FAILED", "CANCELLED"):
    told = client.get_quantum_task(quantumTaskArn=one, additionalAttributeNames=["QueueInfo"])
    states.append(told["status"])
seen["states"] = states
key = f"{told['outputS3Directory']}/results.json"
seen["object"] = json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())["measurements"][0]
seen["head"] = s3.head_object(Bucket=bucket, Key=key)["ContentLength"] > 0
seen["late"] = refused(lambda: client.cancel_quantum_task(quantumTaskArn=one, clientToken=str(uuid.uuid4())))
pages = client.get_paginator("search_quantum_tasks").paginate(
    filters=[{"name": "deviceArn", "operator": "EQUAL", "values": [sv1.arn]}], PaginationConfig={"PageSize": 2}
)
found = [task for page in pages for task in page["quantumTasks"]]
seen["found"] = [len(found), found[0]["quantumTaskArn"] == one, found[0]["tags"]]
s3.put_object(Bucket=bucket, Key="notes/a b.txt", Body=b"kept")
seen["kept"] = s3.get_object(Bucket=bucket, Key="notes/a b.txt")["Body"].read().decode()
seen["missing"] = refused(lambda: s3.get_object(Bucket=bucket, Key="notes/none"))
seen["who"] = boto.client("sts", endpoint_url=url).get_caller_identity()["Arn"]

# Keys that are unknown, and a secret that is wrong.
def stranger(service, key, secret):
    return boto3.Session(aws_access_key_id=key, aws_secret_access_key=secret, region_name="us-east-1").client(
        service, endpoint_url=url, config=config
    )


seen["unknown"] = [
    refused(lambda: stranger("braket", "AKIANOBODY0000000001", "x").search_devices(filters=[])),
    refused(lambda: stranger("s3", "AKIANOBODY0000000001", "x").get_object(Bucket=bucket, Key="k")),
    refused(lambda: stranger("sts", "AKIANOBODY0000000001", "x").get_caller_identity()),
    refused(lambda: stranger("braket", access_key, "wrong").search_devices(filters=[])),
]
print(json.dumps(seen))
