"""Which modules and versions of packages there are, and which ones code asks for."""

import ast
import importlib
import importlib.metadata

from .refusal import Refusal


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
