"""What the answers of all SDKs share: running a generated program as a user does, and taking it apart.

Reads cases as JSON from standard input, writes answers as JSON to standard output. A case has a program, the values of
its inputs, and whether its unitary or its distribution of outcomes is asked for; an answer has it, or an error.
"""

import contextlib
import io
import json
import re
import sys
import traceback
from pathlib import Path

import numpy

# What the scripts of all exporters share is a folder above.
sys.path.append(str(Path(__file__).parents[1]))


def run(case):
    """Runs the program of a case and gives its variables; what it prints is dropped.

    Only some run as a user runs them, with their main part, because that simulates every shot of a circuit with feedback.
    """
    program = re.sub(r"\b(shots|repetitions)=1024\b", r"\1=8", case["program"])
    namespace = {"__name__": "__main__" if case["runsAsMain"] else "program"}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(program, "program.py", "exec"), namespace)
    return namespace


def little_endian(matrix, qubits):
    """Turns a matrix whose first qubit is the highest bit of an index into one where it is the lowest."""
    turned = [int(f"{index:0{qubits}b}"[::-1], 2) if qubits else 0 for index in range(2**qubits)]
    return numpy.asarray(matrix)[numpy.ix_(turned, turned)]


def answer_all(answer):
    """Answers every case with `answer(case)`; whatever it raises is the answer of that case."""
    answers = []
    for case in json.load(sys.stdin):
        try:
            answers.append(answer(case))
        except Exception:
            answers.append({"error": traceback.format_exc(limit=-4)})
    json.dump(answers, sys.stdout)
