"""Prints what an MLflow server has of an experiment, as MLflow's own client reads it."""

import json
import sys

import mlflow
from mlflow import MlflowClient

address, name = sys.argv[1:]
mlflow.set_tracking_uri(address)
client = MlflowClient()
experiment = client.get_experiment_by_name(name)
runs = []
for run in client.search_runs([experiment.experiment_id]):
    run_id = run.info.run_id
    runs.append(
        {
            "id": run_id,
            "name": run.info.run_name,
            "status": run.info.status,
            "start": run.info.start_time,
            "end": run.info.end_time,
            "params": run.data.params,
            "tags": run.data.tags,
            "metrics": {
                key: [[point.step, point.value] for point in client.get_metric_history(run_id, key)]
                for key in run.data.metrics
            },
            "artifacts": {
                file.path: mlflow.artifacts.load_text(f"runs:/{run_id}/{file.path}") for file in client.list_artifacts(run_id)
            },
            "data": [entry.dataset.name for entry in run.inputs.dataset_inputs],
        }
    )
print(json.dumps(runs))
