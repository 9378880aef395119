import { UnsupportedGateError } from './qisSimulator.ts';

/** A gate of IonQ's `native` set as clients list it. */
export interface NativeGate {
  gate: string;
  target?: number | undefined;
  targets?: readonly number[] | undefined;
  phase?: number | undefined;
  phases?: readonly number[] | undefined;
  angle?: number | undefined;
}

/** One entry of a matrix: real and imaginary part. */
type Entry = readonly [number, number];

const zero: Entry = [0, 0];
const maximumAngle = 0.25;

/** e^{iφ} scaled, φ in turns. */
function turned(phase: number, [re, im]: Entry): Entry {
  const cos = Math.cos(2 * Math.PI * phase);
  const sin = Math.sin(2 * Math.PI * phase);
  return [re * cos - im * sin, re * sin + im * cos];
}

/**
 * Probabilities of all 2^qubits states after gates of the `native` set, by the matrices that IonQ publishes; qubit 0 is the
 * least significant bit of a state. @throws UnsupportedGateError for gates outside the set and angles out of range
 */
export function nativeProbabilities(qubits: number, gates: readonly NativeGate[]): number[] {
  let state: Entry[] = Array.from({ length: 2 ** qubits }, (_, index) => (index === 0 ? [1, 0] : zero));
  for (const gate of gates) {
    if (gate.gate === 'nop') continue;
    const targets = gate.targets ?? (gate.target === undefined ? [] : [gate.target]);
    const matrix = matrixOf(gate);
    if (matrix.length !== 2 ** targets.length || new Set(targets).size !== targets.length) {
      throw new UnsupportedGateError(`${gate.gate} on ${targets.length} targets`);
    }
    for (const qubit of targets) {
      if (!Number.isInteger(qubit) || qubit < 0 || qubit >= qubits) throw new UnsupportedGateError(`qubit ${qubit}`);
    }
    state = applied(state, targets, matrix);
  }
  return state.map(([re, im]) => re ** 2 + im ** 2);
}

/** Rows and columns count in the order that physicists write kets: the first target is the highest bit. */
function matrixOf({ angle, gate, phase = 0, phases = [] }: NativeGate): Entry[][] {
  for (const turns of [phase, ...phases]) {
    if (!(Math.abs(turns) <= 1)) throw new UnsupportedGateError(`${gate}: a phase must be from -1 to 1 turns`);
  }
  const half = Math.SQRT1_2;
  switch (gate) {
    case 'gpi':
      return [
        [zero, turned(-phase, [1, 0])],
        [turned(phase, [1, 0]), zero],
      ];
    case 'gpi2':
      return [
        [[half, 0], turned(-phase, [0, -half])],
        [turned(phase, [0, -half]), [half, 0]],
      ];
    case 'ms': {
      const turns = angle ?? maximumAngle;
      if (!(turns >= 0 && turns <= maximumAngle)) throw new UnsupportedGateError(`ms: the angle ${turns}`);
      const [first = 0, second = 0] = phases;
      const cos: Entry = [Math.cos(Math.PI * turns), 0];
      const sin: Entry = [0, -Math.sin(Math.PI * turns)];
      return [
        [cos, zero, zero, turned(-first - second, sin)],
        [zero, cos, turned(second - first, sin), zero],
        [zero, turned(first - second, sin), cos, zero],
        [turned(first + second, sin), zero, zero, cos],
      ];
    }
    case 'zz': {
      // One of the official clients calls the angle a phase.
      const turns = angle ?? phase;
      const [same, different] = [turned(-turns / 2, [1, 0]), turned(turns / 2, [1, 0])];
      return [same, different, different, same].map((entry, row) =>
        Array.from({ length: 4 }, (_, column) => (column === row ? entry : zero)),
      );
    }
    default:
      throw new UnsupportedGateError(gate);
  }
}

function applied(state: readonly Entry[], targets: readonly number[], matrix: readonly Entry[][]): Entry[] {
  const size = targets.length;
  const bitOf = (place: number) => 2 ** (targets[place] ?? 0);
  return state.map((_, index) => {
    let row = 0;
    let rest = index;
    for (let place = 0; place < size; place++) {
      const isSet = Math.floor(index / bitOf(place)) % 2 === 1;
      if (!isSet) continue;
      row += 2 ** (size - 1 - place);
      rest -= bitOf(place);
    }
    let re = 0;
    let im = 0;
    for (const [column, [a, b]] of (matrix[row] ?? []).entries()) {
      let source = rest;
      for (let place = 0; place < size; place++) {
        if (Math.floor(column / 2 ** (size - 1 - place)) % 2 === 1) source += bitOf(place);
      }
      const [x, y] = state[source] ?? zero;
      re += a * x - b * y;
      im += a * y + b * x;
    }
    return [re, im];
  });
}
