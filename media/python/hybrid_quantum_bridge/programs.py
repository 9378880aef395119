"""What is asked, and the answers: versions, loaded programs, transformed rows, predictions."""

import base64
import importlib
import platform
import sys
import traceback
import types

from .estimators import construct, fit, names_out, seed_everything
from .matrices import matrix, numbers, plain_matrix, table, targets_of
from .onnx_models import open_model, run_model
from .packages import distributions_of, imports_of, need, version_of
from .project_files import ProjectFiles, execute
from .refusal import MOST_TEXT, Refusal, text_of
from .simulators import simulate

# Of the questions and answers; the other side asks for it first and compares.
PROTOCOL = 1


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
            "simulate": simulate,
        }
        return handlers[request["ask"]](request)

    # What there is

    def versions(self, request):
        found = {name: version_of(name) for name in request["distributions"]}
        return {
            "protocol": PROTOCOL,
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
