"""The Python side of Hybrid Quantum: runs the steps, heads and baselines that a pipeline names in Python.

One JSON document a line comes in on standard input, one answer a line goes out on standard output, in the order of the
requests. Every request stands by itself: objects are made anew, seeded and forgotten. Needs Python 3.8 and NumPy.
"""

import ast
import base64
import importlib
import importlib.abc
import importlib.metadata
import importlib.util
import inspect
import json
import linecache
import os
import platform
import queue
import random
import signal
import sys
import threading
import traceback
import types

MOST_TEXT = 4000


class Refusal(Exception):
    """What cannot be done, as the other side turns it into a sentence."""

    def __init__(self, kind, **details):
        super().__init__(kind)
        self.details = {"kind": kind, **details}


class ProjectFiles(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Lets code import the files that were sent along, by their names without the ending."""

    def __init__(self):
        self.files = {}

    def add(self, path, text):
        name = os.path.splitext(os.path.basename(path))[0]
        known = self.files.get(name)
        if known is not None and known != (path, text):
            raise Refusal("two-modules", name=name, first=known[0], second=path)
        self.files[name] = (path, text)

    def find_spec(self, name, path=None, target=None):
        if name not in self.files:
            return None
        return importlib.util.spec_from_loader(name, self, origin=self.files[name][0])

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        execute(module, *self.files[module.__name__])


def execute(module, path, text):
    """Runs the text of a file as that module; tracebacks show its lines."""
    linecache.cache[path] = (len(text), None, text.splitlines(True), path)
    module.__file__ = path
    exec(compile(text, path, "exec"), module.__dict__)


class Bridge:
    def __init__(self):
        self.project = ProjectFiles()
        self.programs = {}
        self.paths = set()
        sys.meta_path.insert(0, self.project)

    def answer(self, request):
        handlers = {
            "versions": self.versions,
            "load": self.load,
            "transform": self.transform,
            "predict": self.predict,
            "infer": self.infer,
        }
        return handlers[request["ask"]](request)

    # What there is

    def versions(self, request):
        found = {name: version_of(name) for name in request["distributions"]}
        return {
            "python": platform.python_version(),
            "executable": sys.executable or "",
            "distributions": {name: version for name, version in found.items() if version is not None},
        }

    def load(self, request):
        """Makes a program ready and one object of it, so that mistakes show before anything has run."""
        need("numpy")
        source = request["source"]
        kind = source["kind"]
        if kind == "onnx":
            self.programs[request["program"]] = open_model(base64.b64decode(source["bytes"]))
            return {"distributions": distributions_of(["onnxruntime", "numpy"])}
        if kind == "import":
            factory, roots = self.imported(source["path"])
        else:
            factory, roots = self.defined(source)
        self.programs[request["program"]] = factory
        made = construct(factory, request["params"], 0, False)
        wanted = ["fit", "transform"] if request["role"] == "transformer" else ["fit", "predict"]
        lacking = [name for name in wanted if not callable(getattr(made, name, None))]
        if lacking:
            raise Refusal("lacks-method", type=type(made).__name__, method=lacking[0])
        return {"distributions": distributions_of(roots + ["numpy"])}

    def imported(self, path):
        module_name, _, name = path.rpartition(".")
        try:
            module = importlib.import_module(module_name)
        except ModuleNotFoundError as error:
            raise Refusal("no-module", module=error.name or module_name)
        if not hasattr(module, name):
            # A submodule need not be loaded with its package.
            try:
                return importlib.import_module(path), [path.split(".")[0]]
            except ModuleNotFoundError:
                raise Refusal("no-name", module=module_name, name=name)
        return getattr(module, name), [path.split(".")[0]]

    def defined(self, source):
        for file in source["modules"]:
            self.paths.add(file["path"])
            self.project.add(file["path"], file["text"])
        path, text = source["path"], source["text"]
        self.paths.add(path)
        module = types.ModuleType("hybrid_file_%d" % len(self.programs))
        sys.modules[module.__name__] = module
        try:
            execute(module, path, text)
        except ModuleNotFoundError as error:
            raise Refusal("no-module", module=error.name or "?", **self.place(error))
        if not hasattr(module, source["entry"]):
            raise Refusal("no-name", module=path, name=source["entry"])
        texts = [text] + [file["text"] for file in source["modules"]]
        return getattr(module, source["entry"]), sorted({name for one in texts for name in imports_of(one)})

    # What is asked

    def transform(self, request):
        seed_everything(request["seed"])
        made = construct(self.programs[request["program"]], request["params"], request["seed"], False)
        fit(made, matrix(request["fit"]), targets_of(request))
        parts = []
        for part in request["parts"]:
            rows = matrix(part)
            parts.append(plain_matrix(table(made.transform(rows), rows.shape[0], "transform")))
        answer = {"parts": parts}
        names = names_out(made, request["names"])
        if names is not None:
            answer["names"] = names
        return answer

    def predict(self, request):
        import numpy

        seed_everything(request["seed"])
        made = construct(self.programs[request["program"]], request["params"], request["seed"], request["kernel"])
        targets = targets_of(request)
        fit(made, matrix(request["train"]), targets)
        test = matrix(request["test"])
        told = numbers(made.predict(test), test.shape[0], "predict")
        if request["target"] == "numbers":
            return {"predictions": told.tolist()}
        answer = {"predictions": told.tolist()}
        if callable(getattr(made, "predict_proba", None)):
            given = table(made.predict_proba(test), test.shape[0], "predict_proba")
            seen = [int(label) for label in getattr(made, "classes_", numpy.unique(targets))]
            if given.shape[1] != len(seen):
                raise Refusal("bad-answer", method="predict_proba", problem="gave %d columns for the %d classes it was fitted on" % (given.shape[1], len(seen)))
            probabilities = numpy.zeros((test.shape[0], request["classCount"]))
            probabilities[:, seen] = given
            answer["probabilities"] = plain_matrix(probabilities)
        return answer

    def infer(self, request):
        return run_model(self.programs[request["program"]], request)

    # What went wrong

    def failure(self, error):
        if isinstance(error, Refusal):
            return error.details
        return {
            "kind": "raised",
            "type": type(error).__name__,
            "message": text_of(error),
            "trace": "".join(traceback.format_exception(type(error), error, error.__traceback__))[-MOST_TEXT:],
            **self.place(error),
        }

    def place(self, error):
        """The last line of a file of the project on the way to the error."""
        if isinstance(error, SyntaxError) and error.filename in self.paths:
            return {"path": error.filename, "line": error.lineno or 1}
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if frame.filename in self.paths:
                return {"path": frame.filename, "line": frame.lineno or 1}
        return {}


# Objects of the user


def construct(factory, params, seed, kernel):
    """An object with its arguments; everything in it that draws and was not seeded by the user gets the seed."""
    if not callable(factory):
        raise Refusal("not-callable", type=type(factory).__name__)
    arguments = dict(params)
    if "random_state" not in arguments and accepts(factory, "random_state"):
        arguments["random_state"] = seed
    made = factory(**arguments)
    if callable(getattr(made, "get_params", None)) and callable(getattr(made, "set_params", None)):
        known = made.get_params(deep=True)
        unseeded = {
            name: seed
            for name, value in known.items()
            if value is None and name not in params and (name == "random_state" or name.endswith("__random_state"))
        }
        if unseeded:
            made.set_params(**unseeded)
        if kernel:
            if "kernel" not in known:
                raise Refusal("no-kernel", type=type(made).__name__)
            made.set_params(kernel="precomputed")
    elif kernel:
        raise Refusal("no-kernel", type=type(made).__name__)
    return made


def accepts(factory, name):
    try:
        return name in inspect.signature(factory).parameters
    except (TypeError, ValueError):
        return False


def fit(made, rows, targets):
    """Transformers may have no use for targets."""
    try:
        inspect.signature(made.fit).bind(rows, targets)
    except TypeError:
        made.fit(rows)
        return
    except ValueError:
        pass
    made.fit(rows, targets)


def seed_everything(seed):
    """For code that draws from the global generators."""
    import numpy

    random.seed(seed)
    numpy.random.seed(seed)


def names_out(made, names):
    method = getattr(made, "get_feature_names_out", None)
    if not callable(method):
        return None
    for arguments in ((names,), ()):
        try:
            return [str(name) for name in method(*arguments)]
        except Exception:
            continue
    return None


# Models trained elsewhere


def open_model(content):
    need("onnxruntime")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(content, sess_options=options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise Refusal("bad-model", problem=text_of(error))


ELEMENT_TYPES = {
    "tensor(float)": "float32",
    "tensor(double)": "float64",
    "tensor(int64)": "int64",
    "tensor(int32)": "int32",
}


def run_model(session, request):
    rows = matrix(request["rows"])
    entrance = named(session.get_inputs(), request.get("input"), "input")
    if entrance.type not in ELEMENT_TYPES:
        raise Refusal("bad-model", problem="its input %s is a %s, not a tensor of numbers" % (entrance.name, entrance.type))
    width = entrance.shape[1] if len(entrance.shape) == 2 else None
    if len(entrance.shape) != 2 or (isinstance(width, int) and width != rows.shape[1]):
        raise Refusal("bad-width", input=entrance.name, shape=str(list(entrance.shape)), columns=rows.shape[1])
    outputs = [output.name for output in session.get_outputs()]
    for wanted in (request.get("output"), request.get("probabilities")):
        if wanted is not None and wanted not in outputs:
            raise Refusal("no-output", name=wanted, known=outputs)
    results = dict(zip(outputs, session.run(None, {entrance.name: rows.astype(ELEMENT_TYPES[entrance.type])})))
    if request["target"] == "numbers":
        return {"predictions": numeric_output(results, request.get("output"), rows.shape[0])}
    return class_output(results, request, rows.shape[0])


def named(nodes, name, what):
    if name is None and len(nodes) == 1:
        return nodes[0]
    for node in nodes:
        if node.name == name:
            return node
    raise Refusal("no-output" if what == "output" else "no-input", name=name or "", known=[node.name for node in nodes])


def numeric_output(results, name, count):
    import numpy

    for key, value in results.items():
        if (name is None or key == name) and isinstance(value, numpy.ndarray) and value.dtype.kind in "fiu" and value.size == count:
            return numbers(value, count, key).tolist()
    raise Refusal("bad-model", problem="no output gives one number per row")


def class_output(results, request, count):
    import numpy

    labels = None
    scores = None
    columns = None
    for key, value in results.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            # A sequence of maps from class to probability.
            if request.get("probabilities") in (None, key):
                columns = list(value[0])
                scores = numpy.array([[float(row[column]) for column in columns] for row in value])
        elif not isinstance(value, numpy.ndarray):
            continue
        elif value.dtype.kind in "iuUSO" and value.size == count:
            if labels is None and request.get("output") in (None, key):
                labels = [label.decode() if isinstance(label, bytes) else label for label in value.reshape(-1).tolist()]
        elif value.dtype.kind == "f" and value.ndim == 2 and value.shape[0] == count and value.shape[1] > 1:
            if scores is None and request.get("probabilities") in (None, key):
                scores = value.astype(float)
    if labels is None and scores is None:
        raise Refusal("bad-model", problem="no output gives a class, or a number for each class, per row")
    if labels is None:
        best = numpy.argmax(scores, axis=1).tolist()
        labels = [columns[position] for position in best] if columns is not None else best
    answer = {"predictions": labels}
    if scores is not None and is_distribution(scores):
        answer["probabilities"] = plain_matrix(scores)
        if columns is not None:
            answer["columns"] = columns
    return answer


def is_distribution(scores):
    import numpy

    return bool(numpy.all(scores >= 0) and numpy.all(numpy.abs(scores.sum(axis=1) - 1) < 1e-3))


# Numbers


def matrix(plain):
    """Doubles come and go as their bytes, the lowest first; missing values are nan."""
    import numpy

    values = numpy.frombuffer(base64.b64decode(plain["doubles"]), dtype="<f8")
    return values.astype(float).reshape(plain["rows"], plain["columns"])


def targets_of(request):
    import numpy

    return numpy.array(request["targets"], dtype=int if request["target"] == "classes" else float)


def table(given, count, method):
    """What a method gave as rows of finite numbers, one row per row asked about."""
    import numpy

    dense = given.toarray() if callable(getattr(given, "toarray", None)) else given
    try:
        values = numpy.asarray(dense, dtype=float)
    except (TypeError, ValueError):
        raise Refusal("bad-answer", method=method, problem="gave a %s, not a matrix of numbers" % type(given).__name__)
    if values.ndim == 1:
        values = values.reshape(-1, 1)
    if values.ndim != 2:
        raise Refusal("bad-answer", method=method, problem="gave an array of %d dimensions, not a matrix" % values.ndim)
    if values.shape[0] != count:
        raise Refusal("bad-answer", method=method, problem="gave %d rows for %d" % (values.shape[0], count))
    bad = numpy.argwhere(~numpy.isfinite(values))
    if len(bad) > 0:
        row, column = bad[0]
        raise Refusal("bad-answer", method=method, problem="gave %r in row %d, column %d" % (float(values[row, column]), row, column))
    return values


def numbers(given, count, method):
    values = table(given, count, method)
    if values.shape[1] != 1:
        raise Refusal("bad-answer", method=method, problem="gave %d values per row, not one" % values.shape[1])
    return values[:, 0]


def plain_matrix(values):
    doubles = base64.b64encode(values.astype("<f8").tobytes()).decode("ascii")
    return {"rows": int(values.shape[0]), "columns": int(values.shape[1]), "doubles": doubles}


# Packages


def need(module):
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise Refusal("no-module", module=error.name or module)


def version_of(distribution):
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


USUAL_DISTRIBUTIONS = {"sklearn": "scikit-learn"}


def distributions_of(modules):
    """Versions of the distributions that modules come from; those of the standard library have none."""
    found = {}
    for module in modules:
        name = USUAL_DISTRIBUTIONS.get(module, module)
        version = version_of(name)
        if version is not None:
            found[name] = version
    return found


def imports_of(text):
    names = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


def text_of(error):
    try:
        return str(error)[:MOST_TEXT]
    except Exception:
        return ""


# The conversation


def end_with_children():
    """Nobody listens any more: whatever is still being computed, here or in processes of the user's code, is for nothing."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(0)


def read_requests(incoming, requests):
    for line in incoming:
        requests.put(line)
    end_with_children()


def main():
    # What the user's code prints or reads must not get into the conversation.
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    sys.stdin = open(os.devnull)
    sys.stdout = sys.stderr
    # The folder of this file holds nothing for the user's code.
    del sys.path[0]
    requests = queue.Queue()
    threading.Thread(target=read_requests, args=(incoming, requests), daemon=True).start()
    bridge = Bridge()
    while True:
        request = json.loads(requests.get())
        try:
            answer = {"id": request["id"], "answer": bridge.answer(request)}
        except BaseException as error:
            # Code that calls sys.exit() must not end the conversation either.
            answer = {"id": request["id"], "failure": bridge.failure(error)}
        outgoing.write(json.dumps(answer, allow_nan=False) + "\n")
        outgoing.flush()


if __name__ == "__main__":
    main()
