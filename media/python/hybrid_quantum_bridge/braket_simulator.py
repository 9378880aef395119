"""The local simulators of Amazon Braket, which take a circuit as a program in Braket's OpenQASM."""

import contextlib
import warnings

from .packages import need


def simulator(device):
    need("braket.devices")
    from braket.devices import LocalSimulator
    from braket.ir.openqasm import Program

    local = LocalSimulator(device)

    def counts(circuit, shots, seed):
        with warnings.catch_warnings(), seeded(seed):
            # That a noise-free circuit runs on a density matrix was asked for.
            warnings.simplefilter("ignore")
            result = local.run(Program(source=circuit["openqasm"]), shots=shots).result()
        return {bits[::-1]: int(count) for bits, count in result.measurement_counts.items()}

    return counts


@contextlib.contextmanager
def seeded(seed):
    """Braket's simulators take no seed, but a new generator of NumPy for every circuit."""
    import numpy

    if seed is None:
        yield
        return
    usual = numpy.random.default_rng
    generator = usual(seed)
    numpy.random.default_rng = lambda given=None: generator if given is None else usual(given)
    try:
        yield
    finally:
        numpy.random.default_rng = usual
