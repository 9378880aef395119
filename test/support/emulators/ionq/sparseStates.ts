import { applyGate, type Complex, type QisGate, zeroState } from './qisSimulator.ts';

/** Amplitudes that are not zero, by the number whose lowest bit is qubit 0. */
type SparseState = ReadonlyMap<number, Complex>;

/**
 * Probabilities of the states that `qis` gates lead to, of up to 30 qubits as long as those states are few. Throws
 * UnsupportedGateError for gates outside the set.
 */
export function sparseProbabilities(qubits: number, gates: readonly QisGate[]): ReadonlyMap<number, number> {
  let state: SparseState = new Map([[0, { re: 1, im: 0 }]]);
  for (const gate of gates) state = after(state, qubits, gate);
  return new Map([...state].map(([index, { im, re }]) => [index, re ** 2 + im ** 2]));
}

/** The gate acts on the qubits it names as on a state of those alone. */
function after(state: SparseState, qubits: number, gate: QisGate): SparseState {
  const targets = gate.targets ?? (gate.target === undefined ? [] : [gate.target]);
  const controls = gate.controls ?? (gate.control === undefined ? [] : [gate.control]);
  const named = [...targets, ...controls];
  if (named.some((qubit) => qubit >= qubits)) return new Map(applyGate([], qubits, gate).entries());
  const { control: _control, target: _target, ...rest } = gate;
  const local = {
    ...rest,
    targets: targets.map((_, at) => at),
    controls: controls.map((_, at) => targets.length + at),
  };
  const next = new Map<number, Complex>();
  for (const [index, amplitude] of state) {
    const from = named.reduce((sum, qubit, at) => sum | (((index >> qubit) & 1) << at), 0);
    const others = named.reduce((rest_, qubit) => rest_ & ~(1 << qubit), index);
    const start = zeroState(named.length).map((_, at) => (at === from ? amplitude : { re: 0, im: 0 }));
    for (const [to, { im, re }] of applyGate(start, named.length, local).entries()) {
      const reached = named.reduce((sum, qubit, at) => sum | (((to >> at) & 1) << qubit), others);
      const before = next.get(reached) ?? { re: 0, im: 0 };
      const sum = { re: before.re + re, im: before.im + im };
      if (Math.hypot(sum.re, sum.im) > 1e-12) next.set(reached, sum);
      else next.delete(reached);
    }
  }
  return next;
}
