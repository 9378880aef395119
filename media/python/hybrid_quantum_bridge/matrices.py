"""Matrices as they travel, and what code of the user gives, made sure to be numbers."""

import base64

from .refusal import Refusal


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
