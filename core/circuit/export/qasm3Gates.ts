import type { Angle } from '../angle.ts';
import type { GateName, GateOperation, NativeGateName, UnitaryOperation } from '../circuit.ts';
import { nativeCall } from '../nativeGates.ts';
import { expressIn } from '../synthesis/expressIn.ts';
import { angleExpression, type ExpressionDialect } from './angleExpression.ts';
import { UniqueNames } from './uniqueNames.ts';

/**
 * Definitions of the gates that `stdgates.inc` lacks; `@` stands for the name. Exact, global phase included, so that
 * controlled ones are right too.
 */
const definableGates: ReadonlyMap<GateName, string> = new Map([
  // Readers disagree on the phase of U and u3, and Qiskit binds parameters in alphabetical order.
  ['u', 'gate @(alpha, beta, gamma) a { gphase((beta + gamma)/2); rz(gamma) a; ry(alpha) a; rz(beta) a; }'],
  ['iswap', 'gate @ a, b { s a; s b; h a; cx a, b; cx b, a; h b; }'],
  ['rxx', 'gate @(theta) a, b { h a; h b; cx a, b; rz(theta) b; cx a, b; h a; h b; }'],
  ['ryy', 'gate @(theta) a, b { rx(pi/2) a; rx(pi/2) b; cx a, b; rz(theta) b; cx a, b; rx(-pi/2) a; rx(-pi/2) b; }'],
  ['rzz', 'gate @(theta) a, b { cx a, b; rz(theta) b; cx a, b; }'],
]);

/** Definitions of gates of devices; their angles are in radians. */
const nativeGates: { readonly [Name in NativeGateName]: string } = {
  r: 'gate @(alpha, beta) a { rz(-beta) a; rx(alpha) a; rz(beta) a; }',
  gpi: 'gate @(phi) a { rz(-phi) a; rx(pi) a; rz(phi) a; }',
  gpi2: 'gate @(phi) a { rz(-phi) a; rx(pi/2) a; rz(phi) a; }',
};

/** Gates with one or two controls that the library names. */
const controlledNames: ReadonlyMap<string, string> = new Map([
  ...(['x', 'y', 'z', 'h', 'p', 'rx', 'ry', 'rz', 'swap'] as const).map((name) => [`1 ${name}`, `c${name}`] as const),
  ['2 x', 'ccx'],
]);

/** Words of the language, its constants and functions, and the gates of its library. */
const reserved = [
  'OPENQASM include defcalgrammar def cal defcal gate extern box let break continue if else end return for while in',
  'switch case default nop pragma input output const readonly mutable qreg qubit creg bool bit int uint float angle',
  'complex array void duration stretch gphase inv pow ctrl negctrl durationof delay reset measure barrier true false',
  'pi tau euler im arcsin arccos arctan sin cos tan exp log sqrt floor ceiling mod popcount rotl rotr sizeof real imag',
  'U p x y z h s sdg t tdg sx rx ry rz cx cy cz cp crx cry crz ch swap ccx cswap cu CX phase cphase id u1 u2 u3',
].flatMap((line) => line.split(' '));

/** Letters of any script begin a name; only they, ASCII digits and underscores follow. */
function identifier(wanted: string): string {
  const cleaned = wanted.replaceAll(/[^\p{L}\p{Nl}0-9_]+/gu, '_').replace(/(?<=.)_+$/u, '');
  return /^[\p{L}\p{Nl}_]/u.test(cleaned) ? cleaned : `_${cleaned}`;
}

export function qasm3Names(): UniqueNames {
  return new UniqueNames(reserved, identifier);
}

/** How a gate is called: modifiers, name and angles, before its operands. */
export interface Qasm3Call {
  readonly modifiers: string;
  readonly name: string;
  readonly parameters: readonly Angle[];
}

/** The gates of one program: those of `stdgates.inc` and those it defines itself. */
export class Qasm3Gates {
  readonly #names: UniqueNames;
  readonly #defined = new Map<string, { readonly name: string; readonly text: string }>();
  readonly #dialect: ExpressionDialect;

  /**
   * @param names of the program; those of everything else have to be taken already
   * @param dialect writes the numbers in definitions
   */
  constructor(names: UniqueNames, dialect: ExpressionDialect) {
    this.#names = names;
    this.#dialect = dialect;
  }

  /** The definitions of the gates asked for, those a definition needs before it. */
  get definitions(): string[] {
    return [...this.#defined.values()].map(({ text }) => text);
  }

  /** How a gate or matrix is called, with its controls before its targets. */
  call(operation: GateOperation | UnitaryOperation): Qasm3Call {
    const { controls } = operation;
    if (operation.kind === 'unitary')
      return { modifiers: modifiers(operation), name: this.#matrixName(operation), parameters: [] };
    const { gate, parameters } = operation;
    const native = nativeCall(operation);
    if (native) {
      const define = (name: string) => nativeGates[native.name].replace('@', name);
      return {
        modifiers: '',
        name: this.#define(`native ${native.name}`, native.name, define),
        parameters: native.parameters,
      };
    }
    const isOpen = controls.some(({ value }) => value === 0);
    const named = isOpen ? undefined : controlledNames.get(`${controls.length} ${gate}`);
    if (named !== undefined) return { modifiers: '', name: named, parameters };
    if (gate === 'sxdg') return { modifiers: `${modifiers(operation)}inv @ `, name: 'sx', parameters };
    return { modifiers: modifiers(operation), name: this.#gateName(gate), parameters };
  }

  #gateName(gate: GateName): string {
    const definition = definableGates.get(gate);
    return definition === undefined ? gate : this.#define(gate, gate, (name) => definition.replace('@', name));
  }

  #matrixName({ label, matrix, targets }: UnitaryOperation): string {
    return this.#define(JSON.stringify(matrix.values), label, (name) => {
      const qubits = targets.map((_, index) => `q${index}`);
      const formal = {
        kind: 'unitary',
        label,
        matrix,
        controls: [],
        targets: targets.map((_, index) => index),
      } as const;
      const supports = (gate: GateName, controls: number) => controls === 0 || (controls === 1 && gate === 'x');
      const body = expressIn(formal, { supports }).map((gate) => this.#bodyStatement(gate, qubits));
      const head = `gate ${name} ${qubits.join(', ')}`;
      return body.length === 0 ? `${head} {}` : `${head} {\n  ${body.join('\n  ')}\n}`;
    });
  }

  #bodyStatement(gate: GateOperation, qubits: readonly string[]): string {
    const { modifiers: before, name, parameters } = this.call(gate);
    const angles = parameters.map((angle) => angleExpression(angle, this.#dialect) ?? '0');
    const operands = [...gate.controls.map(({ qubit }) => qubit), ...gate.targets].map((qubit) => qubits[qubit]);
    return `${before}${name}${angles.length > 0 ? `(${angles.join(', ')})` : ''}${operands.length > 0 ? ` ${operands.join(', ')}` : ''};`;
  }

  #define(key: string, wanted: string, text: (name: string) => string): string {
    const known = this.#defined.get(key);
    if (known !== undefined) return known.name;
    const name = this.#names.unique(wanted);
    // What the text asks for is defined first.
    const written = text(name);
    this.#defined.set(key, { name, text: written });
    return name;
  }
}

/** Neighbouring controls of one value share a modifier; the leftmost owns the first operands. */
function modifiers({ controls }: GateOperation | UnitaryOperation): string {
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
