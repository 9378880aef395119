import type { ComplexMatrix, GateName, GateOperation, UnitaryOperation } from '../circuit.ts';
import { decimalNumber } from './angleExpression.ts';
import { asciiName, UniqueNames } from './uniqueNames.ts';

/** Gates of the Quil standard by name; `DAGGER` is a modifier. */
const gateNames: { readonly [Name in GateName]?: string } = {
  id: 'I',
  x: 'X',
  y: 'Y',
  z: 'Z',
  h: 'H',
  s: 'S',
  sdg: 'DAGGER S',
  t: 'T',
  tdg: 'DAGGER T',
  p: 'PHASE',
  rx: 'RX',
  ry: 'RY',
  rz: 'RZ',
  swap: 'SWAP',
  iswap: 'ISWAP',
};

/** Controlled gates with names of their own, by number of controls and name. */
const controlledNames: ReadonlyMap<string, string> = new Map([
  ['1 x', 'CNOT'],
  ['2 x', 'CCNOT'],
  ['1 z', 'CZ'],
  ['1 p', 'CPHASE'],
  ['1 swap', 'CSWAP'],
]);

const reserved = [
  'ADD AND AS CALL CAPTURE CONTROLLED CONVERT DAGGER DECLARE DEFCAL DEFCIRCUIT DEFFRAME DEFGATE DEFWAVEFORM DELAY DIV EQ',
  'EXCHANGE FENCE FORKED GE GT HALT INCLUDE IOR JUMP LABEL LE LOAD LT MATRIX MEASURE MOVE MUL NEG NOP NOT OFFSET',
  'PERMUTATION PRAGMA PULSE RESET SHARING STORE SUB WAIT XOR BIT INTEGER OCTET REAL i pi SIN COS SQRT EXP CIS sin cos sqrt',
  'exp cis I X Y Z H S T PHASE RX RY RZ CZ CNOT CCNOT CPHASE CPHASE00 CPHASE01 CPHASE10 SWAP CSWAP ISWAP PSWAP XY SQISW',
].flatMap((line) => line.split(' '));

function identifier(wanted: string): string {
  const name = asciiName(wanted);
  return /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}

export function quilNames(): UniqueNames {
  return new UniqueNames(reserved, identifier);
}

/** Whether Quil has a gate, whose controls on 1 are `CONTROLLED` modifiers. */
export function isQuilGate(gate: GateName): boolean {
  return gateNames[gate] !== undefined;
}

/** The gates of one program: those of the standard and those it defines by a matrix. */
export class QuilGates {
  readonly #names: UniqueNames;
  readonly #defined = new Map<string, { readonly name: string; readonly text: string }>();

  /** @param names of the program; those of memory have to be taken already */
  constructor(names: UniqueNames) {
    this.#names = names;
  }

  get definitions(): string[] {
    return [...this.#defined.values()].map(({ text }) => text);
  }

  /** A gate that {@link isQuilGate}, or a matrix on some qubits; all controls are on 1. */
  instruction(operation: GateOperation | UnitaryOperation, angles: readonly string[]): string {
    const controls = operation.controls.map(({ qubit }) => qubit);
    const named = operation.kind === 'gate' ? controlledNames.get(`${controls.length} ${operation.gate}`) : undefined;
    const head = named ?? `${'CONTROLLED '.repeat(controls.length)}${this.#nameOf(operation)}`;
    // The first operand is the most significant one of a matrix.
    const targets = operation.kind === 'gate' ? operation.targets : operation.targets.toReversed();
    const list = angles.length > 0 ? `(${angles.join(', ')})` : '';
    return `${head}${list} ${[...controls, ...targets].join(' ')}`;
  }

  #nameOf(operation: GateOperation | UnitaryOperation): string {
    if (operation.kind === 'gate') return gateNames[operation.gate] ?? 'I';
    const key = JSON.stringify(operation.matrix.values);
    const known = this.#defined.get(key);
    if (known) return known.name;
    const name = this.#names.unique(operation.label.toUpperCase());
    this.#defined.set(key, { name, text: `DEFGATE ${name} AS MATRIX:\n${matrixLines(operation.matrix).join('\n')}` });
    return name;
  }
}

function matrixLines({ dimension, values }: ComplexMatrix): string[] {
  return Array.from({ length: dimension }, (_, row) => {
    const entries = Array.from({ length: dimension }, (_unused, column) => {
      const place = 2 * (row * dimension + column);
      return complexNumber(values[place] ?? 0, values[place + 1] ?? 0);
    });
    return `    ${entries.join(', ')}`;
  });
}

function complexNumber(re: number, im: number): string {
  if (im === 0) return decimalNumber(re);
  const imaginary = `${decimalNumber(Math.abs(im))}i`;
  if (re === 0) return im < 0 ? `-${imaginary}` : imaginary;
  return `${decimalNumber(re)}${im < 0 ? '-' : '+'}${imaginary}`;
}
