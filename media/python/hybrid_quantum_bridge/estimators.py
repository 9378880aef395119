"""Objects of the user's classes: made with their arguments, seeded, fitted."""

import inspect
import random

from .refusal import Refusal


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
