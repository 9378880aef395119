import { Failure } from '#core/base/failure.ts';
import type { Angle } from '../angle.ts';
import type { Circuit, Control, GateName, GateOperation, Operation, Register, UnitaryOperation } from '../circuit.ts';
import { eulerAngles } from '../eulerAngles.ts';
import { qasm3Condition, qasm3Element } from './qasm3Condition.ts';
import { qasm3Expression, usesAreBare } from './qasm3Expression.ts';
import { definableGates, ProgramNames } from './qasm3Names.ts';

/**
 * A circuit as an OpenQASM 3 program over `stdgates.inc`; gates the library lacks are defined in it. Reading it back
 * gives an equivalent circuit, global phase included, with the same registers and parameters; names that OpenQASM does
 * not allow are changed. Parameters become inputs.
 *
 * @throws Failure `unsupported` naming a unitary on several qubits, which OpenQASM has no literal for; `invalid-circuit`
 * when an angle is not finite
 */
export function exportQasm3(circuit: Circuit): string {
  return new Qasm3Writer(circuit).program();
}

/** Gates with one or two controls that the library names. */
const controlledNames: ReadonlyMap<string, string> = new Map([
  ...(['x', 'y', 'z', 'h', 'p', 'rx', 'ry', 'rz', 'swap'] as const).map((name) => [`1 ${name}`, `c${name}`] as const),
  ['2 x', 'ccx'],
]);

class Qasm3Writer {
  readonly #circuit: Circuit;
  readonly #names: ProgramNames;
  readonly #qubits: readonly Register[];
  readonly #bits: readonly Register[];
  readonly #parameters: readonly string[];
  readonly #defined = new Set<GateName>();

  constructor(circuit: Circuit) {
    this.#circuit = circuit;
    this.#names = new ProgramNames();
    this.#qubits = this.#named(withLoose(circuit.qubitRegisters, circuit.qubitCount, 'q'));
    this.#bits = this.#named(withLoose(circuit.bitRegisters, circuit.bitCount, 'c'));
    this.#parameters = circuit.parameters.map(({ name }) => this.#names.unique(name));
  }

  program(): string {
    const body = this.#circuit.operations.flatMap((operation) => this.#statements(operation));
    const blocks = [
      ['OPENQASM 3.0;', 'include "stdgates.inc";'],
      [...this.#defined].map((gate) => this.#names.definition(gate)),
      this.#inputs(),
      [
        ...this.#qubits.map((register) => declaration('qubit', register)),
        ...this.#bits.map((register) => declaration('bit', register)),
      ],
      body,
    ];
    return `${blocks
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n')}\n`;
  }

  #named(registers: readonly Register[]): Register[] {
    return registers.map((register) => ({ ...register, name: this.#names.unique(register.name) }));
  }

  #inputs(): string[] {
    const angles = this.#circuit.operations.flatMap(anglesOf);
    return this.#circuit.parameters.map(({ type }, index) => {
      // An angle wraps around, and the language multiplies no two of them.
      const written = type === 'angle' && !usesAreBare(index, angles) ? 'float' : type;
      return `input ${written} ${this.#parameters[index]};`;
    });
  }

  #statements(operation: Operation): string[] {
    switch (operation.kind) {
      case 'gate':
        return [this.#gateStatement(operation)];
      case 'unitary':
        return this.#unitaryStatements(operation);
      case 'measure': {
        const measurement = `measure ${this.#qubit(operation.qubit)};`;
        return [
          operation.bit === undefined ? measurement : `${qasm3Element(operation.bit, this.#bits)} = ${measurement}`,
        ];
      }
      case 'reset':
        return [`reset ${this.#qubit(operation.qubit)};`];
      case 'barrier':
        return [
          operation.qubits.length === 0
            ? 'barrier;'
            : `barrier ${operation.qubits.map((qubit) => this.#qubit(qubit)).join(', ')};`,
        ];
      case 'conditional': {
        const block = (operations: readonly Operation[]) =>
          operations.flatMap((inner) => this.#statements(inner)).map((line) => `  ${line}`);
        const lines = [`if (${qasm3Condition(operation.condition, this.#bits)}) {`, ...block(operation.body)];
        if (operation.otherwise.length > 0) lines.push('} else {', ...block(operation.otherwise));
        return [...lines, '}'];
      }
      case 'switch':
      case 'while':
      case 'assign':
        throw notYet(operation.kind);
    }
  }

  #gateStatement({ controls, gate, parameters, targets }: GateOperation): string {
    const expressions = parameters.map((angle) => qasm3Expression(angle, this.#parameters));
    const open = controls.some(({ value }) => value === 0);
    const named = open ? undefined : controlledNames.get(`${controls.length} ${gate}`);
    if (named !== undefined) return this.#call('', named, expressions, controls, targets);
    let name: string = gate;
    let prefix = modifiers(controls);
    if (gate === 'sxdg') {
      name = 'sx';
      prefix += 'inv @ ';
    } else if (definableGates.has(gate)) {
      this.#defined.add(gate);
      name = this.#names.gateName(gate);
    }
    return this.#call(prefix, name, expressions, controls, targets);
  }

  #unitaryStatements({ controls, label, matrix, source, targets }: UnitaryOperation): string[] {
    if (targets.length !== 1) {
      throw new Failure(
        'unsupported',
        `The gate '${label}' is given by its matrix on ${targets.length} qubits, which OpenQASM cannot express.`,
        { advice: 'Replace it by named gates.' },
      );
    }
    const { lambda, phase, phi, theta } = eulerAngles(matrix.values);
    const shared = { kind: 'gate' as const, controls, ...(source ? { source } : {}) };
    return [
      this.#gateStatement({ ...shared, gate: 'gphase', parameters: [phase], targets: [] }),
      this.#gateStatement({ ...shared, gate: 'u', parameters: [theta, phi, lambda], targets }),
    ];
  }

  #call(
    prefix: string,
    name: string,
    expressions: readonly string[],
    controls: readonly Control[],
    targets: readonly number[],
  ): string {
    const operands = [...controls.map(({ qubit }) => qubit), ...targets].map((qubit) => this.#qubit(qubit));
    const list = expressions.length > 0 ? `(${expressions.join(', ')})` : '';
    return `${prefix}${name}${list}${operands.length > 0 ? ` ${operands.join(', ')}` : ''};`;
  }

  #qubit(qubit: number): string {
    return qasm3Element(qubit, this.#qubits);
  }
}

function notYet(what: string): Failure {
  return new Failure('unsupported', `The ${what} operation cannot be written in OpenQASM yet.`);
}

/** Neighbouring controls of one value share a modifier; the leftmost owns the first operands. */
function modifiers(controls: readonly Control[]): string {
  let text = '';
  for (let start = 0; start < controls.length; ) {
    let end = start;
    while (end < controls.length && controls[end]?.value === controls[start]?.value) end++;
    const count = end - start === 1 ? '' : `(${end - start})`;
    text += `${controls[start]?.value === 0 ? 'negctrl' : 'ctrl'}${count} @ `;
    start = end;
  }
  return text;
}

/** The registers and, if some elements are in none, further ones for those. */
function withLoose(registers: readonly Register[], count: number, name: string): Register[] {
  const sorted = registers.toSorted((left, right) => left.start - right.start);
  const loose: Register[] = [];
  let next = 0;
  for (const { size, start } of [...sorted, { start: count, size: 0 }]) {
    if (start > next) loose.push({ name, start: next, size: start - next });
    next = Math.max(next, start + size);
  }
  return [...sorted, ...loose].toSorted((left, right) => left.start - right.start);
}

function declaration(type: 'qubit' | 'bit', { name, scalar, size }: Register): string {
  return `${type}${scalar ? '' : `[${size}]`} ${name};`;
}

function anglesOf(operation: Operation): Angle[] {
  switch (operation.kind) {
    case 'gate':
      return [...operation.parameters];
    case 'conditional':
      return [...operation.body, ...operation.otherwise].flatMap(anglesOf);
    default:
      return [];
  }
}
