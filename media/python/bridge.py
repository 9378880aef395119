"""The Python side of Hybrid Quantum: runs what a pipeline names in Python, and circuits on the simulators of Python packages."""

import os
import sys


def main():
    folder = os.path.dirname(os.path.abspath(__file__))
    kept = sys.dont_write_bytecode
    sys.path.insert(0, folder)
    # The folder may be read-only, and is no place for what Python compiles.
    sys.dont_write_bytecode = True
    from hybrid_quantum_bridge.conversation import converse

    sys.dont_write_bytecode = kept
    # It holds nothing for the user's code.
    sys.path[:] = [path for path in sys.path if path != folder]
    converse()


if __name__ == "__main__":
    main()
