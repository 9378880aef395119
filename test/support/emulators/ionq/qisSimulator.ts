/**
 * A small state-vector simulator of IonQ's `qis` gates, written apart from the product's own so that it can contradict
 * it. Qubit 0 is the least significant bit of a state.
 */

export interface QisGate {
  gate: string;
  target?: number | undefined;
  targets?: readonly number[] | undefined;
  control?: number | undefined;
  controls?: readonly number[] | undefined;
  rotation?: number | undefined;
}

/** An amplitude. */
export interface Complex {
  re: number;
  im: number;
}

export class UnsupportedGateError extends Error {}

const c = (re: number, im = 0): Complex => ({ re, im });
const times = (a: Complex, b: Complex): Complex => c(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
const plus = (a: Complex, b: Complex): Complex => c(a.re + b.re, a.im + b.im);
const phase = (angle: number): Complex => c(Math.cos(angle), Math.sin(angle));
const half = Math.SQRT1_2;

function oneQubitMatrix(name: string, angle: number): Complex[][] | undefined {
  const cos = Math.cos(angle / 2);
  const sin = Math.sin(angle / 2);
  switch (name) {
    case 'x':
    case 'not':
    case 'cnot':
      return [
        [c(0), c(1)],
        [c(1), c(0)],
      ];
    case 'y':
      return [
        [c(0), c(0, -1)],
        [c(0, 1), c(0)],
      ];
    case 'z':
      return [
        [c(1), c(0)],
        [c(0), c(-1)],
      ];
    case 'h':
      return [
        [c(half), c(half)],
        [c(half), c(-half)],
      ];
    case 's':
      return [
        [c(1), c(0)],
        [c(0), c(0, 1)],
      ];
    case 'si':
      return [
        [c(1), c(0)],
        [c(0), c(0, -1)],
      ];
    case 't':
      return [
        [c(1), c(0)],
        [c(0), phase(Math.PI / 4)],
      ];
    case 'ti':
      return [
        [c(1), c(0)],
        [c(0), phase(-Math.PI / 4)],
      ];
    case 'v':
      return [
        [c(0.5, 0.5), c(0.5, -0.5)],
        [c(0.5, -0.5), c(0.5, 0.5)],
      ];
    case 'vi':
      return [
        [c(0.5, -0.5), c(0.5, 0.5)],
        [c(0.5, 0.5), c(0.5, -0.5)],
      ];
    case 'rx':
      return [
        [c(cos), c(0, -sin)],
        [c(0, -sin), c(cos)],
      ];
    case 'ry':
      return [
        [c(cos), c(-sin)],
        [c(sin), c(cos)],
      ];
    case 'rz':
      return [
        [phase(-angle / 2), c(0)],
        [c(0), phase(angle / 2)],
      ];
    case 'p':
      return [
        [c(1), c(0)],
        [c(0), phase(angle)],
      ];
    default:
      return undefined;
  }
}

/** Probabilities of all 2^qubits states. Throws UnsupportedGateError for gates outside the set. */
export function qisProbabilities(qubits: number, gates: readonly QisGate[]): number[] {
  let state = zeroState(qubits);
  for (const gate of gates) state = applyGate(state, qubits, gate);
  return state.map((amplitude) => amplitude.re ** 2 + amplitude.im ** 2);
}

/** All qubits in |0⟩. */
export function zeroState(qubits: number): Complex[] {
  return Array.from({ length: 2 ** qubits }, (_, index) => c(index === 0 ? 1 : 0));
}

/** The state after a gate. Throws UnsupportedGateError for gates outside the set. */
export function applyGate(state: readonly Complex[], qubits: number, gate: QisGate): Complex[] {
  const targets = gate.targets ?? (gate.target === undefined ? [] : [gate.target]);
  const controls = gate.controls ?? (gate.control === undefined ? [] : [gate.control]);
  for (const qubit of [...targets, ...controls]) {
    if (!Number.isInteger(qubit) || qubit < 0 || qubit >= qubits) throw new UnsupportedGateError(`qubit ${qubit}`);
  }
  const angle = gate.rotation ?? 0;
  const active = (index: number) => controls.every((control) => (index >> control) & 1);
  const [a = 0, b = 0] = targets;

  if (gate.gate === 'swap') {
    return state.map((amplitude, index) => {
      if (!active(index) || ((index >> a) & 1) === ((index >> b) & 1)) return amplitude;
      return state[index ^ (1 << a) ^ (1 << b)] ?? amplitude;
    });
  }
  if (gate.gate === 'xx' || gate.gate === 'yy' || gate.gate === 'zz') {
    // exp(−iθ/2 P⊗P) = cos(θ/2) I − i sin(θ/2) P⊗P
    const flip = gate.gate === 'zz' ? 0 : (1 << a) | (1 << b);
    return state.map((amplitude, index) => {
      if (!active(index)) return amplitude;
      const sameBits = ((index >> a) & 1) === ((index >> b) & 1);
      const sign = gate.gate === 'xx' ? 1 : gate.gate === 'zz' ? (sameBits ? 1 : -1) : sameBits ? -1 : 1;
      const other = state[index ^ flip] ?? amplitude;
      return plus(times(c(Math.cos(angle / 2)), amplitude), times(c(0, -sign * Math.sin(angle / 2)), other));
    });
  }
  const matrix = oneQubitMatrix(gate.gate, angle);
  if (!matrix || targets.length !== 1) throw new UnsupportedGateError(gate.gate);
  return state.map((amplitude, index) => {
    if (!active(index)) return amplitude;
    const bit = (index >> a) & 1;
    const row = matrix[bit] ?? [];
    const zero = state[index & ~(1 << a)] ?? c(0);
    const one = state[index | (1 << a)] ?? c(0);
    return plus(times(row[0] ?? c(0), zero), times(row[1] ?? c(0), one));
  });
}
