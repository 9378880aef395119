"""Files of the project, which were sent along with a request, as modules."""

import importlib.abc
import importlib.util
import linecache
import os

from .refusal import Refusal


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
