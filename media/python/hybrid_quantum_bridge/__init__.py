"""The Python side of Hybrid Quantum, a module a subject; `conversation` is where it begins. Needs Python 3.8 and NumPy."""
