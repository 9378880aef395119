import type { Control, GateName } from '#core/circuit/circuit.ts';
import { gateTable } from '#core/circuit/gateTable.ts';
import type { GateOptions, UnitaryGate } from '../program/quantumState.ts';

/** How the amplitudes of a state are divided into chunks. */
export interface Blocking {
  readonly qubitCount: number;
  /** The most local wires of a stage. */
  readonly width: number;
  /** The lowest wires, which are always local. */
  readonly lowest: number;
  readonly amplitudeBytes: number;
}

/** Words of `Shape` and `Gate` of `kernels/planning/shape.ts`, and kinds of gates. */
const headerWords = 8;
const wireWords = 32;
const gateWords = 6;
const kindNumbers = {
  phase: 0,
  plainPhase: 1,
  diagonal: 2,
  exchange: 3,
  x: 4,
  general: 5,
  swap: 6,
  iswap: 7,
  parityZ: 8,
  parityX: 9,
  parityY: 10,
  dense: 11,
} as const;

type Kind = keyof typeof kindNumbers;

const kindOfGate: Readonly<Record<Exclude<GateName, 'id'>, Kind>> = {
  gphase: 'phase',
  x: 'x',
  y: 'exchange',
  z: 'plainPhase',
  h: 'general',
  s: 'plainPhase',
  sdg: 'plainPhase',
  t: 'plainPhase',
  tdg: 'plainPhase',
  sx: 'general',
  sxdg: 'general',
  p: 'plainPhase',
  rx: 'general',
  ry: 'general',
  rz: 'diagonal',
  u: 'general',
  swap: 'swap',
  iswap: 'iswap',
  rxx: 'parityX',
  ryy: 'parityY',
  rzz: 'parityZ',
};

/**
 * All that planning depends on: which gates act on which qubits, from which wires, and in what chunks, but no angles.
 * Circuits with the same words have the same plan; what the kernels take as a shape is these words.
 * @param wires the wire of each qubit before the gates
 */
export function circuitShape(
  operations: readonly UnitaryGate[],
  wires: readonly number[],
  { ignoreGlobalPhase }: GateOptions,
  { amplitudeBytes, lowest, qubitCount, width }: Blocking,
): Int32Array {
  const kinds = operations.map(kindOf);
  let gateCount = 0;
  let targetCount = 0;
  kinds.forEach((kind, index) => {
    if (kind !== undefined) gateCount++;
    if (kind === 'dense') targetCount += operations[index]?.targets.length ?? 0;
  });
  const gates = headerWords + wireWords;
  const denseTargets = gates + gateWords * gateCount;
  const words = new Int32Array(denseTargets + targetCount);
  words.set(wires, headerWords);
  let at = gates;
  let target = 0;
  let numbers = 0;
  operations.forEach((operation, index) => {
    const kind = kinds[index];
    if (kind === undefined) return;
    const { controls, targets } = operation;
    words[at] = kindNumbers[kind];
    if (kind === 'dense') {
      words[at + 1] = target;
      words[at + 2] = targets.length;
      words.set(targets, denseTargets + target);
      target += targets.length;
    } else {
      words[at + 1] = targets[0] ?? 0;
      words[at + 2] = targets[1] ?? 0;
    }
    for (const { qubit, value } of controls) {
      words[at + 3] = (words[at + 3] as number) | (1 << qubit);
      if (value === 1) words[at + 4] = (words[at + 4] as number) | (1 << qubit);
    }
    words[at + 5] = numbers;
    numbers += numberCount(kind, controls, targets.length);
    at += gateWords;
  });
  words.set([qubitCount, width, lowest, amplitudeBytes, ignoreGlobalPhase ? 1 : 0, gateCount, numbers, targetCount]);
  return words;
}

/** What the kernels call the numbers of the gates of a shape: what of a circuit depends on angles. */
export class CircuitNumbers {
  readonly #operations: readonly UnitaryGate[];
  readonly values: Float64Array;

  constructor(operations: readonly UnitaryGate[]) {
    this.#operations = operations;
    this.values = new Float64Array(
      operations.reduce((sum, operation) => {
        const kind = kindOf(operation);
        return kind === undefined ? sum : sum + numberCount(kind, operation.controls, operation.targets.length);
      }, 0),
    );
  }

  /** Computes all numbers. @param angles of every operation */
  bind(angles: readonly (readonly number[])[]): void {
    const { values } = this;
    const one = new Float64Array(8);
    const two = new Float64Array(32);
    let at = 0;
    this.#operations.forEach((operation, index) => {
      const kind = kindOf(operation);
      if (kind === undefined) return;
      const own = angles[index] ?? [];
      const { controls, targets } = operation;
      if (operation.kind === 'unitary') values.set(operation.matrix.values, at);
      else if (kind === 'parityX' || kind === 'parityY' || kind === 'parityZ') {
        // exp(−iθ/2 X⊗X) and exp(−iθ/2 Y⊗Y) have the same eigenvalues.
        gateTable.rzz.write(own, two);
        values.set([two[0] ?? 0, two[1] ?? 0, two[10] ?? 0, two[11] ?? 0], at);
      } else if (kind !== 'swap' && kind !== 'iswap') {
        gateTable[operation.gate].write(own, one);
        if (kind === 'phase') values.set(one.subarray(0, 2), at);
        else values.set(one, at);
      }
      at += numberCount(kind, controls, targets.length);
    });
  }
}

/** Undefined for the identity, which is left out. @throws RangeError for a matrix of no target */
function kindOf(operation: UnitaryGate): Kind | undefined {
  if (operation.kind === 'gate') return operation.gate === 'id' ? undefined : kindOfGate[operation.gate];
  const { values } = operation.matrix;
  if (operation.targets.length !== 1 || !isUnitary(values)) return 'dense';
  // Under controls, its eigenbasis is computed, whatever it is.
  if (operation.controls.length > 0) return 'general';
  if ([2, 3, 4, 5].every((place) => values[place] === 0)) return 'diagonal';
  return [0, 1, 6, 7].every((place) => values[place] === 0) ? 'exchange' : 'general';
}

function numberCount(kind: Kind, controls: readonly Control[], targetCount: number): number {
  switch (kind) {
    case 'phase':
      return 2;
    case 'plainPhase':
    case 'diagonal':
    case 'x':
      return 8;
    case 'exchange':
    case 'general':
      // Its eigenvectors, their adjoint, its eigenvalues.
      return controls.length > 0 ? 28 : 8;
    case 'swap':
    case 'iswap':
      return 0;
    case 'parityX':
    case 'parityY':
    case 'parityZ':
      return 4;
    case 'dense':
      return 2 * 4 ** targetCount;
  }
}

function isUnitary(values: readonly number[]): boolean {
  const at = (place: number) => values[place] ?? 0;
  const first = at(0) ** 2 + at(1) ** 2 + at(4) ** 2 + at(5) ** 2;
  const second = at(2) ** 2 + at(3) ** 2 + at(6) ** 2 + at(7) ** 2;
  const re = at(0) * at(2) + at(1) * at(3) + at(4) * at(6) + at(5) * at(7);
  const im = at(0) * at(3) - at(1) * at(2) + at(4) * at(7) - at(5) * at(6);
  return Math.abs(first - 1) + Math.abs(second - 1) + Math.abs(re) + Math.abs(im) < 1e-9;
}
