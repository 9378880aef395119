"""An interpreter of OpenQASM 3 programs over NumPy, written from the specification and independent of the product.

It runs a program once for every sequence of measurement outcomes that can occur. Integers are exact and wrap at their
width, an integer literal takes the type of the other operand, wider integers win over narrower ones and unsigned over
signed ones of the same width, angles are unsigned fractions of a full turn.
"""

import math
import operator

import numpy as np
import openqasm3
from openqasm3 import ast

from branches import apply, project, flip

NEGLIGIBLE = 1e-12
TURN = 2 * math.pi


class Jump(Exception):
    def __init__(self, kind, value=None):
        self.kind, self.value = kind, value


class Value:
    """A value of a type: kind is int, uint, bits, bool, float or angle; a literal has no width of its own."""

    def __init__(self, kind, value, width=None, literal=False):
        self.kind, self.width, self.literal = kind, width, literal
        if kind == "int" and width is not None:
            value = (value + (1 << (width - 1))) % (1 << width) - (1 << (width - 1))
        elif kind in ("uint", "bits", "angle") and width is not None:
            value = value % (1 << width)
        self.value = value

    @property
    def radians(self):
        return TURN * self.value / 2**self.width if self.kind == "angle" else float(self.value)


class Cell:
    """A variable that may be shared by reference."""

    def __init__(self, type_, value):
        self.type, self.value = type_, value


class Run:
    def __init__(self, program, path):
        self.program, self.path = program, path
        self.taken, self.open = [], []
        self.probability = 1.0
        self.qubit_count = 0
        self.gates, self.routines = {}, {}
        self.outputs = []
        self.scopes = [{}]
        self.state = np.ones(1, dtype=complex)

    # -- names

    def lookup(self, name):
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        constants = {"pi": math.pi, "tau": TURN, "euler": math.e}
        return Cell(("float", 64), Value("float", constants[name], 64))

    def within(self, scope, work):
        self.scopes.append(scope)
        try:
            return work()
        finally:
            self.scopes.pop()

    # -- types

    def type_of(self, node):
        if isinstance(node, ast.BoolType):
            return ("bool", None)
        size = None if node.size is None else self.evaluate(node.size).value
        if isinstance(node, ast.BitType):
            return ("bool", None) if size is None else ("bits", size)
        kinds = {ast.IntType: "int", ast.UintType: "uint", ast.FloatType: "float", ast.AngleType: "angle"}
        return (kinds[type(node)], size)

    def convert(self, value, type_):
        kind, width = type_
        if kind == "bool":
            return Value("bool", value.value != 0)
        if kind in ("int", "uint"):
            return Value(kind, math.trunc(value.value), width)
        if kind == "bits":
            return Value("bits", int(value.value), width)
        if kind == "float":
            return Value("float", value.radians, width)
        if value.kind == "angle":
            shift = width - value.width
            return Value("angle", value.value << shift if shift >= 0 else half_even(value.value, -shift), width)
        if value.kind == "bits":
            return Value("angle", value.value, width)
        return Value("angle", round(float(value.value) / TURN * 2**width), width)

    # -- expressions

    def evaluate(self, node):
        if isinstance(node, ast.IntegerLiteral):
            return Value("int", node.value, None, True)
        if isinstance(node, ast.FloatLiteral):
            return Value("float", node.value, 64)
        if isinstance(node, ast.BooleanLiteral):
            return Value("bool", node.value)
        if isinstance(node, ast.BitstringLiteral):
            return Value("bits", node.value, node.width)
        if isinstance(node, ast.Identifier):
            return self.lookup(node.name).value
        if isinstance(node, ast.Cast):
            return self.convert(self.evaluate(node.argument), self.type_of(node.type))
        if isinstance(node, ast.UnaryExpression):
            return self.unary(node.op.name, self.evaluate(node.expression))
        if isinstance(node, ast.BinaryExpression):
            if node.op.name in ("&&", "||"):
                left = self.evaluate(node.lhs).value != 0
                if left == (node.op.name == "||"):
                    return Value("bool", left)
                return Value("bool", self.evaluate(node.rhs).value != 0)
            return self.binary(node.op.name, self.evaluate(node.lhs), self.evaluate(node.rhs))
        if isinstance(node, ast.IndexExpression):
            return self.index(self.evaluate(node.collection), node.index)
        if isinstance(node, ast.FunctionCall):
            return self.call(node)
        if isinstance(node, ast.QuantumMeasurement):
            return self.measured(node.qubit)
        raise NotImplementedError(type(node).__name__)

    def unary(self, op, operand):
        if op == "!":
            return Value("bool", operand.value == 0)
        if op == "-":
            return Value(operand.kind, -operand.value, operand.width, operand.literal)
        return Value("bool", not operand.value) if operand.kind == "bool" else Value(operand.kind, ~operand.value, operand.width)

    def binary(self, op, left, right):
        compare = {"==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
        if op in ("<<", ">>"):
            moved = left.value << right.value if op == "<<" else left.value >> right.value
            return Value(left.kind, moved, left.width)
        if "angle" in (left.kind, right.kind):
            return self.angle(op, left, right, compare)
        if op in compare:
            if "float" in (left.kind, right.kind):
                return Value("bool", compare[op](float(left.value), float(right.value)))
            if "bits" not in (left.kind, right.kind) and not (left.kind == right.kind == "bool"):
                left, right = self.common(left, right)
            return Value("bool", compare[op](left.value, right.value))
        if "float" in (left.kind, right.kind):
            x, y = float(left.value), float(right.value)
            return Value("float", {"+": x + y, "-": x - y, "*": x * y, "/": x / y if op == "/" else 0}[op], 64)
        if op in ("&", "|", "^"):
            bits = {"&": operator.and_, "|": operator.or_, "^": operator.xor}[op](int(left.value), int(right.value))
            if left.kind == right.kind == "bool":
                return Value("bool", bits == 1)
            owner = right if left.literal else left
            return Value(owner.kind, bits, owner.width)
        left, right = self.common(left, right)
        x, y = left.value, right.value
        if op in ("/", "%"):
            quotient = abs(x) // abs(y) * (1 if (x < 0) == (y < 0) else -1)
            result = quotient if op == "/" else x - quotient * y
        else:
            result = {"+": x + y, "-": x - y, "*": x * y, "**": x**y if op == "**" else 0}[op]
        return Value(left.kind, result, left.width, left.literal and right.literal)

    def common(self, left, right):
        """Both integers in the type their arithmetic has."""
        left, right = (Value("int", int(each.value)) if each.kind == "bool" else each for each in (left, right))
        for literal, other in ((left, right), (right, left)):
            if literal.literal and not other.literal and Value(other.kind, literal.value, other.width).value == literal.value:
                return (Value(other.kind, each.value, other.width) for each in (left, right))
        rank = [math.inf if each.width is None else each.width for each in (left, right)]
        wins = left if (rank[0], left.kind == "uint") >= (rank[1], right.kind == "uint") else right
        return (Value(wins.kind, each.value, wins.width) for each in (left, right))

    def angle(self, op, left, right, compare):
        if op in ("*", "/") and right.kind in ("int", "uint"):
            result = left.value * right.value if op == "*" else left.value // right.value
            return Value("angle", result, left.width)
        if op == "*" and left.kind in ("int", "uint"):
            return Value("angle", left.value * right.value, right.width)
        if op in ("*", "/"):
            x, y = left.radians, right.radians
            return Value("float", x * y if op == "*" else x / y, 64)
        width = left.width if left.kind == "angle" else right.width
        left, right = self.convert(left, ("angle", width)), self.convert(right, ("angle", width))
        if op in compare:
            return Value("bool", compare[op](left.value, right.value))
        return Value("angle", left.value + right.value if op == "+" else left.value - right.value, width)

    def index(self, base, selectors):
        if isinstance(base, list):
            (selector,) = selectors
            if isinstance(selector, ast.RangeDefinition):
                return [base[position] for position in self.range_positions(selector, len(base))]
            return base[self.evaluate(selector).value].value
        if isinstance(selectors, ast.DiscreteSet):
            positions = [self.evaluate(each).value for each in selectors.values]
        elif isinstance(selectors[0], ast.RangeDefinition):
            positions = self.range_positions(selectors[0], base.width)
        else:
            position = self.evaluate(selectors[0]).value
            return Value("bool", base.value >> (position % base.width) & 1 == 1)
        value = sum((base.value >> (each % base.width) & 1) << place for place, each in enumerate(positions))
        return Value("bits", value, len(positions))

    def range_positions(self, node, size):
        step = 1 if node.step is None else self.evaluate(node.step).value
        start = (0 if step > 0 else size - 1) if node.start is None else self.evaluate(node.start).value % size
        end = (size - 1 if step > 0 else 0) if node.end is None else self.evaluate(node.end).value % size
        return list(range(start, end + (1 if step > 0 else -1), step))

    def call(self, node):
        name = node.name.name
        if name in self.routines:
            return self.routine(self.routines[name], node.arguments)
        given = [self.evaluate(argument) for argument in node.arguments]
        first = given[0]
        if name == "popcount":
            return Value("uint", bin(first.value).count("1"))
        if name in ("rotl", "rotr"):
            by = given[1].value * (1 if name == "rotl" else -1) % first.width
            return Value(first.kind, first.value << by | first.value >> (first.width - by), first.width)
        if name == "mod":
            return self.binary("%", *given)
        functions = {"sin": math.sin, "cos": math.cos, "exp": math.exp, "sqrt": math.sqrt, "floor": math.floor}
        return Value("float", float(functions[name](first.radians)), 64)

    def routine(self, definition, arguments):
        scope = {}
        for parameter, argument in zip(definition.arguments, arguments):
            if isinstance(parameter, ast.QuantumArgument):
                scope[parameter.name.name] = self.qubits(argument)
            elif isinstance(parameter.type, ast.ArrayReferenceType):
                scope[parameter.name.name] = self.lookup(argument.name)
            else:
                type_ = self.type_of(parameter.type)
                scope[parameter.name.name] = Cell(type_, self.convert(self.evaluate(argument), type_))
        outer, self.scopes = self.scopes, [{k: v for k, v in self.scopes[0].items() if k in self.constants()}]
        try:
            self.within(scope, lambda: self.block(definition.body, False))
            result = None
        except Jump as jump:
            if jump.kind != "return":
                raise
            result = jump.value
        finally:
            self.scopes = outer
        return None if result is None else self.convert(result, self.type_of(definition.return_type))

    def constants(self):
        return [node.identifier.name for node in self.program.statements if isinstance(node, ast.ConstantDeclaration)]

    # -- qubits

    def qubits(self, node):
        """Qubits of an operand; an integer for a single one."""
        if isinstance(node, ast.Identifier):
            return self.lookup(node.name)
        if isinstance(node, ast.Concatenation):
            return self.qubits(node.lhs) + self.qubits(node.rhs)
        if isinstance(node, ast.IndexedIdentifier):
            base = self.lookup(node.name.name)
            for selectors in node.indices:
                base = self.pick(base, selectors)
            return base
        return self.pick(self.qubits(node.collection), node.index)

    def pick(self, base, selectors):
        if isinstance(selectors, ast.DiscreteSet):
            return [base[self.evaluate(each).value] for each in selectors.values]
        if isinstance(selectors[0], ast.RangeDefinition):
            return [base[position] for position in self.range_positions(selectors[0], len(base))]
        return base[self.evaluate(selectors[0]).value]

    def outcome(self, qubit):
        one = float(np.sum(np.abs(project(self.state, qubit, 1)) ** 2))
        place = len(self.taken)
        if place < len(self.path):
            result = self.path[place]
        else:
            result = 0 if 1 - one > NEGLIGIBLE else 1
            if result == 0 and one > NEGLIGIBLE:
                self.open.append([*self.taken, 1])
        self.taken.append(result)
        weight = one if result == 1 else 1 - one
        self.probability *= weight
        self.state = project(self.state, qubit, result) / math.sqrt(weight)
        return result

    def measured(self, operand):
        qubits = self.qubits(operand)
        if isinstance(qubits, int):
            return Value("bool", self.outcome(qubits) == 1)
        return Value("bits", sum(self.outcome(qubit) << place for place, qubit in enumerate(qubits)), len(qubits))

    def gate(self, node):
        operands = [self.qubits(operand) for operand in node.qubits]
        sizes = [len(each) for each in operands if isinstance(each, list)]
        for copy in range(sizes[0] if sizes else 1):
            targets = [each[copy] if isinstance(each, list) else each for each in operands]
            matrix = self.matrix(node, len(targets))
            self.state = apply(self.state, matrix, targets)

    def matrix(self, node, count):
        """The matrix of a call on qubits in order, the first operand in bit 0 of an index."""
        phase = isinstance(node, ast.QuantumPhase)
        parameters = [self.evaluate(each).radians for each in ([node.argument] if phase else node.arguments)]
        controls = []
        for modifier in node.modifiers:
            if modifier.modifier.name in ("ctrl", "negctrl"):
                controls.append(1 if modifier.argument is None else self.evaluate(modifier.argument).value)
        name = "gphase" if phase else node.name.name
        result = self.gate_matrix(name, parameters, count - sum(controls))
        for modifier in reversed(node.modifiers):
            if modifier.modifier.name == "inv":
                result = result.conj().T
            elif modifier.modifier.name == "pow":
                result = power(result, float(self.evaluate(modifier.argument).value))
            else:
                wanted = 1 if modifier.modifier.name == "ctrl" else 0
                for _ in range(controls.pop()):
                    result = controlled(result, wanted)
        return result

    def gate_matrix(self, name, parameters, count):
        if name in self.gates:
            definition = self.gates[name]
            inner = Run(self.program, [])
            inner.gates, inner.routines = self.gates, self.routines
            columns = []
            for column in range(2**count):
                inner.state = np.zeros(2**count, dtype=complex)
                inner.state[column] = 1
                scope = {each.name: place for place, each in enumerate(definition.qubits)}
                for parameter, value in zip(definition.arguments, parameters):
                    scope[parameter.name] = Cell(("float", 64), Value("float", value, 64))
                inner.scopes = [self.scopes[0], scope]
                inner.block(definition.body, False)
                columns.append(inner.state)
            return np.array(columns).T
        return standard_gate(name, parameters)

    # -- statements

    def run(self):
        try:
            self.block(self.program.statements, False)
        except Jump as jump:
            if jump.kind != "end":
                raise
        return {name: plain(self.scopes[0][name]) for name in self.outputs}

    def block(self, statements, opens=True):
        def work():
            for statement in statements:
                self.statement(statement)

        self.within({}, work) if opens else work()

    def statement(self, node):
        method = getattr(self, "do_" + type(node).__name__, None)
        if method is None:
            raise NotImplementedError(type(node).__name__)
        method(node)

    def do_Include(self, node):
        pass

    def do_QuantumGateDefinition(self, node):
        self.gates[node.name.name] = node

    def do_SubroutineDefinition(self, node):
        self.routines[node.name.name] = node

    def do_QubitDeclaration(self, node):
        size = None if node.size is None else self.evaluate(node.size).value
        first = self.qubit_count
        self.qubit_count += size or 1
        self.state = np.concatenate([self.state, np.zeros(2**self.qubit_count - len(self.state))])
        self.scopes[-1][node.qubit.name] = first if size is None else list(range(first, first + size))

    def do_ClassicalDeclaration(self, node):
        self.declare(node.type, node.identifier.name, node.init_expression)

    def do_ConstantDeclaration(self, node):
        self.declare(node.type, node.identifier.name, node.init_expression)

    def do_IODeclaration(self, node):
        self.outputs.append(node.identifier.name)
        self.declare(node.type, node.identifier.name, None)

    def declare(self, node, name, initial):
        if isinstance(node, ast.ArrayType):
            base = self.type_of(node.base_type)
            (size,) = [self.evaluate(each).value for each in node.dimensions]
            values = [self.evaluate(each) for each in initial.values] if initial else [Value("int", 0)] * size
            cells = [Cell(base, self.convert(value, base)) for value in values]
            self.scopes[-1][name] = Cell(("array", base), cells)
            return
        type_ = self.type_of(node)
        value = Value("int", 0) if initial is None else self.evaluate(initial)
        self.scopes[-1][name] = Cell(type_, self.convert(value, type_))

    def do_AliasStatement(self, node):
        self.scopes[-1][node.target.name] = self.qubits(node.value)

    def do_QuantumGate(self, node):
        self.gate(node)

    def do_QuantumPhase(self, node):
        self.gate(node)

    def do_QuantumReset(self, node):
        qubits = self.qubits(node.qubits)
        for qubit in [qubits] if isinstance(qubits, int) else qubits:
            if self.outcome(qubit) == 1:
                self.state = flip(self.state, qubit)

    def do_QuantumBarrier(self, node):
        pass

    def do_QuantumMeasurementStatement(self, node):
        value = self.measured(node.measure.qubit)
        if node.target is not None:
            self.assign(node.target, value)

    def do_ClassicalAssignment(self, node):
        value = self.evaluate(node.rvalue)
        if node.op.name != "=":
            value = self.binary(node.op.name[:-1], self.read(node.lvalue), value)
        self.assign(node.lvalue, value)

    def read(self, target):
        if isinstance(target, ast.Identifier):
            return self.lookup(target.name).value
        value = self.lookup(target.name.name).value
        for selectors in target.indices:
            value = self.index(value, selectors)
        return value

    def assign(self, target, value):
        if isinstance(target, ast.Identifier):
            cell = self.lookup(target.name)
            if cell.type[0] == "array":
                cell.value = [Cell(each.type, each.value) for each in value]
            else:
                cell.value = self.convert(value, cell.type)
            return
        cell = self.lookup(target.name.name)
        selectors = target.indices[0]
        if cell.type[0] == "array":
            cell = cell.value[self.evaluate(selectors[0]).value]
            if len(target.indices) == 1:
                cell.value = self.convert(value, cell.type)
                return
            selectors = target.indices[1]
        width = cell.value.width
        if isinstance(selectors, list) and isinstance(selectors[0], ast.RangeDefinition):
            positions = self.range_positions(selectors[0], width)
        else:
            positions = [self.evaluate(selectors[0]).value % width]
        held = cell.value.value % (1 << width)
        for place, position in enumerate(positions):
            bit = int(value.value) >> place & 1
            held = held & ~(1 << position) | bit << position
        cell.value = Value(cell.value.kind, held, width)

    def do_ExpressionStatement(self, node):
        self.evaluate(node.expression)

    def do_BranchingStatement(self, node):
        taken = self.evaluate(node.condition).value != 0
        self.block(node.if_block if taken else node.else_block)

    def do_WhileLoop(self, node):
        while self.evaluate(node.while_condition).value != 0:
            if not self.once(node.block, {}):
                return

    def do_ForInLoop(self, node):
        type_ = self.type_of(node.type)
        declaration = node.set_declaration
        if isinstance(declaration, ast.RangeDefinition):
            step = 1 if declaration.step is None else self.evaluate(declaration.step).value
            start, end = self.evaluate(declaration.start).value, self.evaluate(declaration.end).value
            values = [Value("int", each) for each in range(start, end + (1 if step > 0 else -1), step)]
        elif isinstance(declaration, ast.DiscreteSet):
            values = [self.evaluate(each) for each in declaration.values]
        else:
            collection = self.evaluate(declaration)
            if isinstance(collection, list):
                values = [each.value for each in collection]
            else:
                values = [Value("bool", collection.value >> place & 1 == 1) for place in range(collection.width)]
        for value in values:
            if not self.once(node.block, {node.identifier.name: Cell(type_, self.convert(value, type_))}):
                return

    def once(self, block, scope):
        """One pass of a loop; whether another one may follow."""
        try:
            self.within(scope, lambda: self.block(block))
        except Jump as jump:
            if jump.kind == "break":
                return False
            if jump.kind != "continue":
                raise
        return True

    def do_SwitchStatement(self, node):
        subject = self.evaluate(node.target).value
        for labels, block in node.cases:
            if any(self.evaluate(label).value == subject for label in labels):
                return self.block(block.statements)
        if node.default is not None:
            self.block(node.default.statements)

    def do_CompoundStatement(self, node):
        self.block(node.statements)

    def do_BreakStatement(self, node):
        raise Jump("break")

    def do_ContinueStatement(self, node):
        raise Jump("continue")

    def do_EndStatement(self, node):
        raise Jump("end")

    def do_ReturnStatement(self, node):
        raise Jump("return", None if node.expression is None else self.evaluate(node.expression))


def half_even(value, shift):
    quotient, rest = divmod(value, 1 << shift)
    half = 1 << (shift - 1)
    return quotient + (rest > half or (rest == half and quotient % 2 == 1))


def plain(cell):
    if isinstance(cell.value, list):
        return [plain(each) for each in cell.value]
    value = cell.value
    if value.kind == "bits":
        return format(value.value, f"0{value.width}b")
    return value.radians if value.kind in ("angle", "float") else value.value


def power(matrix, exponent):
    """The principal power: eigenphases in (-pi, pi]."""
    if exponent == int(exponent):
        return np.linalg.matrix_power(matrix, int(exponent)) if exponent >= 0 else np.linalg.matrix_power(matrix.conj().T, -int(exponent))
    # The Hermitian combination has the eigenvectors of the unitary, orthogonal also where eigenvalues repeat.
    real, imaginary = (matrix + matrix.conj().T) / 2, (matrix - matrix.conj().T) / 2j
    _, vectors = np.linalg.eigh(real + 0.7390851332151607 * imaginary)
    phases = np.angle(np.einsum("ij,jk,ki->i", vectors.conj().T, matrix, vectors))
    phases = np.where(phases < -math.pi + 1e-9, math.pi, phases)
    return vectors @ np.diag(np.exp(1j * exponent * phases)) @ vectors.conj().T


def controlled(matrix, wanted):
    """A control before the other qubits, that is in bit 0 of an index."""
    size = len(matrix)
    result = np.eye(2 * size, dtype=complex)
    places = np.arange(size) * 2 + wanted
    result[np.ix_(places, places)] = matrix
    return result


def unitary(theta, phi, lam):
    """[[cos, -e^(i lam) sin], [e^(i phi) sin, e^(i(phi+lam)) cos]] of theta/2."""
    cosine, sine = math.cos(theta / 2), math.sin(theta / 2)
    return np.array(
        [[cosine, -np.exp(1j * lam) * sine], [np.exp(1j * phi) * sine, np.exp(1j * (phi + lam)) * cosine]]
    )


X = np.array([[0, 1], [1, 0]], dtype=complex)
Y = np.array([[0, -1j], [1j, 0]])
Z = np.diag([1, -1]).astype(complex)
SWAP = np.eye(4, dtype=complex)[[0, 2, 1, 3]]


def rotation(axis, theta):
    return math.cos(theta / 2) * np.eye(2) - 1j * math.sin(theta / 2) * axis


def phase(lam):
    return np.diag([1, np.exp(1j * lam)])


def standard_gate(name, parameters):
    """stdgates.inc and the built-in gates (standard library)."""
    fixed = {
        "id": np.eye(2),
        "x": X,
        "y": Y,
        "z": Z,
        "h": (X + Z) / math.sqrt(2),
        "s": phase(math.pi / 2),
        "sdg": phase(-math.pi / 2),
        "t": phase(math.pi / 4),
        "tdg": phase(-math.pi / 4),
        "sx": np.array([[1 + 1j, 1 - 1j], [1 - 1j, 1 + 1j]]) / 2,
        "swap": SWAP,
        "CX": controlled(X, 1),
    }
    if name in fixed:
        return fixed[name].astype(complex)
    if name in ("p", "phase", "u1"):
        return phase(*parameters)
    if name in ("rx", "ry", "rz"):
        return rotation({"rx": X, "ry": Y, "rz": Z}[name], *parameters)
    if name == "gphase":
        return np.array([[np.exp(1j * parameters[0])]])
    if name == "U":
        return np.exp(0.5j * parameters[0]) * unitary(*parameters)
    if name in ("u2", "u3"):
        theta, phi, lam = parameters if name == "u3" else (math.pi / 2, *parameters)
        return np.exp(-0.5j * (phi + lam)) * unitary(theta, phi, lam)
    if name == "cu":
        return controlled(np.exp(1j * parameters[3]) * unitary(*parameters[:3]), 1)
    if name == "cphase":
        return controlled(phase(*parameters), 1)
    if name.startswith("c"):
        return controlled(standard_gate(name[1:], parameters), 1)
    raise NotImplementedError(name)


def final_state_of(text):
    """The state that a program without measurements ends in."""
    run = Run(openqasm3.parse(text), [])
    run.run()
    return run.state


def outcomes_of(text):
    """Everything a program returns, with its probability: [[{name: value}, probability], ...]."""
    program = openqasm3.parse(text)
    found, paths = {}, [[]]
    while paths:
        run = Run(program, paths.pop())
        outputs = run.run()
        paths += run.open
        key = repr(outputs)
        held = found.get(key, (outputs, 0))[1]
        found[key] = (outputs, held + run.probability)
    return [[outputs, probability] for outputs, probability in found.values()]
