import { parameterAngle } from '../angle.ts';
import type { GateName, GateOperation, NativeGateName, UnitaryOperation } from '../circuit.ts';
import { gateTable } from '../gateTable.ts';
import { expressIn } from '../synthesis/expressIn.ts';
import { angleExpression, decimalNumber, type ExpressionDialect, piText } from './angleExpression.ts';
import { asciiName, UniqueNames } from './uniqueNames.ts';

/**
 * Gates of the `qelib1.inc` that the OpenQASM 2 paper prints, by number of controls and name. Several are different from
 * the circuit's by a phase of the whole state, which the language cannot say and nothing can observe. `cu3` is left out:
 * the two versions of the file in use disagree on its phase, which can be observed.
 */
const libraryGates: ReadonlyMap<string, string> = new Map([
  ...(['id', 'x', 'y', 'z', 'h', 's', 'sdg', 't', 'tdg', 'rx', 'ry', 'rz'] as const).map(
    (name) => [`0 ${name}`, name] as const,
  ),
  ['0 p', 'u1'],
  ['0 u', 'u3'],
  ['1 x', 'cx'],
  ['1 y', 'cy'],
  ['1 z', 'cz'],
  ['1 h', 'ch'],
  ['1 rz', 'crz'],
  ['1 p', 'cu1'],
  ['2 x', 'ccx'],
]);

/**
 * Gates that most readers' `qelib1.inc` has beyond the paper's. Defining them under these names satisfies readers with
 * either file.
 */
const widespread = ['sx', 'sxdg', 'swap', 'cswap', 'crx', 'cry', 'csx', 'rxx', 'rzz', 'c3x', 'c4x'];

const reserved = [
  'OPENQASM include qreg creg gate opaque if barrier measure reset U CX pi sin cos tan exp ln sqrt asin acos atan',
  'u3 u2 u1 cx id x y z h s sdg t tdg rx ry rz cz cy ch ccx crz cu1 cu3 u0 u p cu cp rccx rc3x c3sqrtx',
].flatMap((line) => line.split(' '));

/** Names of OpenQASM 2 begin with a lower-case letter. */
function identifier(wanted: string): string {
  const name = asciiName(wanted);
  if (/^[a-z]/.test(name)) return name;
  if (/^[A-Z]/.test(name)) return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  // Nothing is left of names such as '$', the register of hardware qubits.
  return name === '_' ? 'q' : `q${name}`;
}

export function qasm2Names(): UniqueNames {
  return new UniqueNames([...reserved, ...widespread], identifier);
}

/** How OpenQASM 2 writes expressions over the given names. */
export function qasm2Dialect(parameters: readonly string[]): ExpressionDialect {
  return {
    parameters,
    number: (value) => (Number.isFinite(value) ? (piText(value) ?? decimalNumber(value)) : undefined),
    power: '^',
    functions: { sin: 'sin', cos: 'cos', tan: 'tan', exp: 'exp', log: 'ln', sqrt: 'sqrt' },
  };
}

/** The gates of one program: those of the library and those it defines itself. */
export class Qasm2Gates {
  readonly #names: UniqueNames;
  readonly #defined = new Map<string, { readonly name: string; readonly text: string }>();

  /** @param names of the program; those of registers have to be taken already */
  constructor(names: UniqueNames) {
    this.#names = names;
  }

  /** The definitions of the gates asked for, in the order they were. */
  get definitions(): string[] {
    return [...this.#defined.values()].map(({ text }) => text);
  }

  /** The name of a gate of devices. */
  nativeName(gate: NativeGateName): string {
    const key = `native ${gate}`;
    const known = this.#defined.get(key)?.name;
    if (known !== undefined) return known;
    const name = this.#names.unique(gate);
    this.#defined.set(key, { name, text: nativeGates[gate](name) });
    return name;
  }

  /** The name of what a gate or matrix does to its controls, which are on 1, and targets. */
  nameOf(operation: GateOperation | UnitaryOperation): string {
    const { controls } = operation;
    const what = operation.kind === 'gate' ? operation.gate : JSON.stringify(operation.matrix.values);
    const key = `${controls.length} ${what}`;
    const known = libraryGates.get(key) ?? this.#defined.get(key)?.name;
    if (known !== undefined) return known;
    const wanted = definedName(operation);
    const name = operation.kind === 'gate' && widespread.includes(wanted) ? wanted : this.#names.unique(wanted);
    this.#defined.set(key, { name, text: definition(name, operation) });
    return name;
  }
}

/** Gates of devices; their angles are in radians. */
const nativeGates: { readonly [Name in NativeGateName]: (name: string) => string } = {
  r: (name) => `gate ${name}(theta,phi) a { rz(-phi) a; rx(theta) a; rz(phi) a; }`,
  gpi: (name) => `gate ${name}(phi) a { rz(-phi) a; rx(pi) a; rz(phi) a; }`,
  gpi2: (name) => `gate ${name}(phi) a { rz(-phi) a; rx(pi/2) a; rz(phi) a; }`,
};

function definedName(operation: GateOperation | UnitaryOperation): string {
  const count = operation.controls.length;
  const prefix = count < 3 ? 'c'.repeat(count) : `c${count}`;
  return `${prefix}${operation.kind === 'gate' ? operation.gate : operation.label}`;
}

function definition(name: string, operation: GateOperation | UnitaryOperation): string {
  const { controls, targets } = operation;
  const count = controls.length + targets.length;
  const qubits = Array.from({ length: count }, (_, index) => (count < 8 ? 'abcdefg'.charAt(index) : `q${index}`));
  const formal = {
    controls: controls.map((_, index) => ({ qubit: index, value: 1 as const })),
    targets: targets.map((_, index) => controls.length + index),
  };
  const parameters = operation.kind === 'gate' ? gateTable[operation.gate].parameters : [];
  const placed: GateOperation | UnitaryOperation =
    operation.kind === 'gate'
      ? {
          kind: 'gate',
          gate: operation.gate,
          parameters: parameters.map((_, index) => parameterAngle(index)),
          ...formal,
        }
      : { kind: 'unitary', label: operation.label, matrix: operation.matrix, ...formal };
  const dialect = qasm2Dialect(parameters);
  const body = expressIn(placed, { supports }).flatMap((gate) => {
    // A phase of the whole state.
    if (gate.gate === 'gphase') return [];
    const angles = gate.parameters.map((angle) => angleExpression(angle, dialect) ?? '0');
    const operands = [...gate.controls.map(({ qubit }) => qubit), ...gate.targets].map((qubit) => qubits[qubit]);
    const called = libraryGates.get(`${gate.controls.length} ${gate.gate}`) ?? gate.gate;
    return [`${called}${angles.length > 0 ? `(${angles.join(',')})` : ''} ${operands.join(',')};`];
  });
  const head = `gate ${name}${parameters.length > 0 ? `(${parameters.join(',')})` : ''} ${qubits.join(',')}`;
  return body.length <= 8
    ? `${head} { ${body.join(' ')} }`.replace('{  }', '{ }')
    : `${head} {\n  ${body.join('\n  ')}\n}`;
}

function supports(gate: GateName, controls: number): boolean {
  return libraryGates.has(`${controls} ${gate}`);
}
