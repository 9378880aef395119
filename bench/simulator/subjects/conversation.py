"""The conversation every Python subject of the benchmark has with it: JSON documents, one a line, over stdio.

A subject is an object with `load(circuit, configuration, indices)`, which gives an object with `run()`, which does the work
once, and `answer()`, which says what came of the last run: the amplitudes of the basis states `indices`, or all values there
are. `run` may return the seconds that count; otherwise the whole call is timed.
"""

import json
import os
import sys
import time

# Most repetitions of one request.
MOST_REPEATS = 5000


def serve(subject):
    answers = os.fdopen(os.dup(1), "w")
    # What libraries print goes to the error output.
    os.dup2(2, 1)
    loaded = {}
    for line in sys.stdin:
        request = json.loads(line)
        name = request.get("configuration", "")
        operation = request["operation"]
        if operation == "greet":
            answer = {}
        elif operation == "load":
            loaded[name] = None
            with open(request["circuit"], encoding="utf8") as file:
                text = file.read()
            circuit = json.loads(text) if request["circuit"].endswith(".json") else text
            loaded[name] = subject.load(circuit, name, request["indices"])
            answer = {}
        elif operation == "run":
            answer = {"times": repeated(loaded[name].run, request["least"], request["seconds"])}
        elif operation == "answer":
            answer = {"values": loaded[name].answer()}
        else:
            raise ValueError(operation)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def repeated(run, least, seconds):
    """Seconds of each run: so many at least, and again until the time is over."""
    end = time.perf_counter() + seconds
    times = []
    while len(times) < least or (time.perf_counter() < end and len(times) < MOST_REPEATS):
        times.append(timed(run))
    return times


def timed(run):
    started = time.perf_counter()
    own = run()
    return time.perf_counter() - started if own is None else own


def pairs(amplitudes):
    """Complex numbers as JSON has them."""
    return [[float(value.real), float(value.imag)] for value in amplitudes]
