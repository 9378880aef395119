"""Gradients for the interop test: reads circuits with parameters as JSON, writes what PennyLane makes of them.

The gradient with respect to the parameters is that of default.qubit by automatic differentiation, which also goes
through the expressions of angles; the one with respect to the angles of gates is that of lightning.qubit by its adjoint
method.
"""

import json
import sys
import warnings

import pennylane as qml
from pennylane import numpy as np

# Some circuits do not depend on their parameters, which is fine.
warnings.filterwarnings("ignore", message="Output seems independent of input")
warnings.filterwarnings("ignore", message="Casting complex values to real discards the imaginary part")

UNARY = {
    "negate": lambda x: -x,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "arcsin": np.arcsin,
    "arccos": np.arccos,
    "arctan": np.arctan,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    # Constant where they are smooth; numpy's own have no derivative here.
    "floor": lambda x: float(np.floor(getattr(x, "_value", x))),
    "ceiling": lambda x: float(np.ceil(getattr(x, "_value", x))),
}
BINARY = {
    "add": lambda x, y: x + y,
    "subtract": lambda x, y: x - y,
    "multiply": lambda x, y: x * y,
    "divide": lambda x, y: x / y,
    "power": lambda x, y: x**y,
}

GATES = {
    "gphase": lambda wires, gamma: qml.GlobalPhase(-gamma, wires=wires),
    "id": lambda wires: qml.Identity(wires),
    "x": lambda wires: qml.PauliX(wires),
    "y": lambda wires: qml.PauliY(wires),
    "z": lambda wires: qml.PauliZ(wires),
    "h": lambda wires: qml.Hadamard(wires),
    "s": lambda wires: qml.S(wires),
    "sdg": lambda wires: qml.adjoint(qml.S(wires)),
    "t": lambda wires: qml.T(wires),
    "tdg": lambda wires: qml.adjoint(qml.T(wires)),
    "sx": lambda wires: qml.SX(wires),
    "sxdg": lambda wires: qml.adjoint(qml.SX(wires)),
    "p": lambda wires, angle: qml.PhaseShift(angle, wires),
    "rx": lambda wires, angle: qml.RX(angle, wires),
    "ry": lambda wires, angle: qml.RY(angle, wires),
    "rz": lambda wires, angle: qml.RZ(angle, wires),
    "u": lambda wires, theta, phi, lam: qml.U3(theta, phi, lam, wires),
    "swap": lambda wires: qml.SWAP(wires),
    "iswap": lambda wires: qml.ISWAP(wires),
    "rxx": lambda wires, angle: qml.IsingXX(angle, wires),
    "ryy": lambda wires, angle: qml.IsingYY(angle, wires),
    "rzz": lambda wires, angle: qml.IsingZZ(angle, wires),
}


def value_of(angle, parameters):
    if not isinstance(angle, dict):
        return angle
    if angle["op"] == "parameter":
        return parameters[angle["index"]]
    if "operand" in angle:
        return UNARY[angle["op"]](value_of(angle["operand"], parameters))
    return BINARY[angle["op"]](value_of(angle["left"], parameters), value_of(angle["right"], parameters))


def gate_of(operation, angles):
    wires = operation["targets"]
    controls = operation["controls"]
    # A phase has no target; under controls it is one where they hold.
    if operation["gate"] == "gphase" and not controls:
        return qml.GlobalPhase(-angles[0])
    gate = GATES[operation["gate"]](wires, *angles)
    if not controls:
        return gate
    return qml.ctrl(
        gate,
        control=[control["qubit"] for control in controls],
        control_values=[control["value"] for control in controls],
    )


def observable_of(terms):
    factors = {"X": qml.PauliX, "Y": qml.PauliY, "Z": qml.PauliZ}
    products = []
    for term in terms:
        product = qml.Identity(0)
        for factor in term["factors"]:
            product = product @ factors[factor["axis"]](factor["qubit"])
        products.append(term["coefficient"] * product)
    return qml.sum(*products) if len(products) > 1 else products[0]


def parameter_gradients(case):
    device = qml.device("default.qubit", wires=case["qubits"])

    @qml.qnode(device, diff_method="backprop")
    def expectation(parameters, terms):
        for operation in case["operations"]:
            gate_of(operation, [value_of(angle, parameters) for angle in operation["parameters"]])
        return qml.expval(observable_of(terms))

    parameters = np.array(case["values"], requires_grad=True)
    # Matrices make the value complex, with an imaginary part of 0.
    real = lambda parameters, terms: np.real(expectation(parameters, terms))
    values = [float(real(parameters, terms)) for terms in case["observables"]]
    gradients = [qml.grad(real, argnums=0)(parameters, terms) for terms in case["observables"]]
    return {"values": values, "gradients": [np.atleast_1d(gradient).tolist() for gradient in gradients]}


def angle_gradients(case):
    device = qml.device("lightning.qubit", wires=case["qubits"])

    @qml.qnode(device, diff_method="adjoint")
    def expectation(angles, terms):
        remaining = iter(range(len(case["values"])))
        for operation in case["operations"]:
            gate_of(operation, [angles[next(remaining)] for _ in operation["parameters"]])
        return qml.expval(observable_of(terms))

    angles = np.array(case["values"], requires_grad=True)
    gradients = [qml.grad(expectation, argnums=0)(angles, terms) for terms in case["observables"]]
    return [np.atleast_1d(gradient).tolist() for gradient in gradients]


cases = json.load(sys.stdin)
json.dump(
    {
        "parameters": [parameter_gradients(case) for case in cases["parameters"]],
        "angles": [angle_gradients(case) for case in cases["angles"]],
    },
    sys.stdout,
)
