"""The conversation every Python subject of the benchmark has with it: JSON documents, one a line, over stdio.

A subject is an object with `load(circuit, configuration)`, which gives an object with `run()`, which does the work once,
and `answer(indices)`, which says what came of the last run. `run` may return the seconds that count; otherwise the whole
call is timed.
"""

import json
import os
import resource
import sys
import time


def serve(subject):
    answers = os.fdopen(os.dup(1), "w")
    # What libraries print goes to the error output.
    os.dup2(2, 1)
    loaded = {}
    for line in sys.stdin:
        request = json.loads(line)
        name = request.get("configuration", "")
        operation = request["operation"]
        if operation == "load":
            loaded[name] = None
            with open(request["circuit"], encoding="utf8") as file:
                text = file.read()
            circuit = json.loads(text) if request["circuit"].endswith(".json") else text
            loaded[name] = subject.load(circuit, name)
            answer = {}
        elif operation == "run":
            answer = {"times": [timed(loaded[name].run) for _ in range(request["repeats"])]}
        elif operation == "answer":
            answer = {"values": loaded[name].answer(request["indices"])}
        elif operation == "drop":
            loaded.pop(name, None)
            answer = {}
        elif operation == "memory":
            answer = {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}
        else:
            raise ValueError(operation)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def timed(run):
    started = time.perf_counter()
    own = run()
    return time.perf_counter() - started if own is None else own


def pairs(amplitudes):
    """Complex numbers as JSON has them."""
    return [[float(value.real), float(value.imag)] for value in amplitudes]
