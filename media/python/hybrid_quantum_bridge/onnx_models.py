"""Models that were trained elsewhere and saved as ONNX."""

from .matrices import matrix, numbers, plain_matrix
from .packages import need
from .refusal import Refusal, text_of


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
