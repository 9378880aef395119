import { noiseModels } from './emulatedIonqDevices.ts';
import { nativeProbabilities } from './nativeSimulator.ts';
import { openqasmEnds, RefusedProgram, wholeRegister } from './openqasmRun.ts';
import { qisProbabilities, UnsupportedGateError } from './qisSimulator.ts';
import { sparseProbabilities } from './sparseStates.ts';
import type { NativeGateList, QisGateList, Submission } from './submission.ts';

/** Bits of every register, bit or qubit 0 first, as one shot found them. */
type Registers = Readonly<Record<string, readonly number[]>>;

/** What the run of one circuit gave. */
export interface CircuitRun {
  readonly ends: readonly { readonly probability: number; readonly registers: Registers }[];
  /** Where shots were drawn, which the ideal simulator does not. */
  readonly shots?: readonly Registers[];
}

/** Wider circuits are run as long as few states have amplitudes. */
const widestDense = 20;

/** Fewest shots that debiasing is done with. */
const debiasingShots = 500;

/** Runs the circuits of a job. @throws RefusedProgram with the code that the job fails with */
export function runJob(submission: Submission): CircuitRun[] {
  const { device, isDryRun, noise, program, settings, shots } = submission;
  if (settings?.error_mitigation?.debiasing && shots < debiasingShots) {
    throw new RefusedProgram('DebiasingError', `Debiasing takes at least ${debiasingShots} shots, not ${shots}.`);
  }
  const model = noiseModels[noise.model] ?? { oneQubit: 0, twoQubit: 0, qubits: device.qubits };
  const room = device.backend === 'simulator' ? model.qubits : device.qubits;
  const requireRoom = (qubits: number) => {
    if (qubits > room) throw new RefusedProgram('NotEnoughQubits', `The circuit has ${qubits} qubits of ${room}.`);
  };
  try {
    if (program.kind === 'openqasm') {
      const { ends, qubits } = openqasmEnds(program.text);
      requireRoom(qubits);
      const gates = program.text.split(';').length;
      const error = 1 - (1 - model.oneQubit) ** gates;
      return isDryRun ? [] : [asRun(ends, error, submission, 0)];
    }
    requireRoom(program.qubits);
    return program.circuits.map((list, index) => {
      const ends = listEnds(program.qubits, list);
      return asRun(ends, errorOf(list, model), submission, index);
    });
  } catch (thrown) {
    if (!(thrown instanceof UnsupportedGateError)) throw thrown;
    throw new RefusedProgram('UnsupportedGate', `Unsupported gate: ${thrown.message}`);
  }
}

function listEnds(qubits: number, list: QisGateList | NativeGateList): CircuitRun['ends'] {
  const isWide = list.gateset === 'qis' && qubits > widestDense;
  const probabilities = isWide
    ? sparseProbabilities(qubits, list.gates)
    : list.gateset === 'qis'
      ? qisProbabilities(qubits, list.gates)
      : nativeProbabilities(qubits, list.gates);
  return [...probabilities.entries()].flatMap(([state, probability]) => {
    const bits = Array.from({ length: qubits }, (_, qubit) => (state >> qubit) & 1);
    return probability > 1e-12 ? [{ probability, registers: { [wholeRegister]: bits } }] : [];
  });
}

function errorOf({ gates }: QisGateList | NativeGateList, model: { oneQubit: number; twoQubit: number }): number {
  let right = 1;
  for (const gate of gates) {
    const controls = 'controls' in gate || 'control' in gate;
    right *= 1 - (controls || (gate.targets?.length ?? 1) > 1 ? model.twoQubit : model.oneQubit);
  }
  return 1 - right;
}

/** With noise, shots are drawn by the seed, and some of them are anything. */
function asRun(ends: CircuitRun['ends'], error: number, { noise, shots }: Submission, index: number): CircuitRun {
  if (noise.model === 'ideal') return { ends };
  const random = mulberry32((noise.seed ?? 0) * 7919 + index);
  const [first] = ends;
  const drawn = Array.from({ length: shots }, (): Registers => {
    if (random() < error && first) {
      const any = (bits: readonly number[]) => bits.map(() => (random() < 0.5 ? 0 : 1));
      return Object.fromEntries(Object.entries(first.registers).map(([name, bits]) => [name, any(bits)]));
    }
    let rest = random();
    for (const { probability, registers } of ends) {
      rest -= probability;
      if (rest < 0) return registers;
    }
    return ends.at(-1)?.registers ?? {};
  });
  return { ends: drawn.map((registers) => ({ probability: 1 / shots, registers })), shots: drawn };
}

/** Probabilities of the texts of one register, its first bit leftmost. */
export function registerProbabilities({ ends }: CircuitRun, name: string): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { probability, registers } of ends) {
    const key = (registers[name] ?? []).join('');
    sums[key] = (sums[key] ?? 0) + probability;
  }
  return sums;
}

/** Probabilities of all qubits by the decimal number whose lowest bit is qubit 0. */
export function stateProbabilities(run: CircuitRun): Record<string, number> {
  return Object.fromEntries(
    Object.entries(registerProbabilities(run, wholeRegister)).map(([text, probability]) => [
      `${BigInt(`0b${[...text].toReversed().join('') || '0'}`)}`,
      probability,
    ]),
  );
}

export function registerNames({ ends }: CircuitRun): string[] {
  return Object.keys(ends[0]?.registers ?? {});
}

/** A small generator of numbers in [0, 1), the same for the same seed. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
