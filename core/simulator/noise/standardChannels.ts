import { exponentialOf } from '#core/base/elementary/exponential.ts';
import { Failure } from '#core/base/failure.ts';
import { type DenseMatrix, denseMatrix } from '#core/circuit/matrices/denseMatrix.ts';
import { type Channel, depolarisingWeights, krausChannel, krausOperators, type PauliChannel } from './channel.ts';

/*
 * The channels noise models are made of. Conventions: a depolarising probability p takes ρ to (1 − p) ρ + p I/d, where
 * d = 2^qubits; an error rate r is what randomised benchmarking reports, the average infidelity p (d − 1)/d.
 */

/** On more qubits than this the Pauli errors of depolarising noise are not listed. */
const mostListedQubits = 3;

/** ρ ↦ (1 − p) ρ + p I/d. @param probability p in [0, 1] */
export function depolarising(qubitCount: number, probability: number): Channel {
  if (qubitCount > mostListedQubits) return { kind: 'depolarising', qubitCount, probability };
  return { kind: 'pauli', qubitCount, probabilities: depolarisingWeights({ qubitCount, probability }) };
}

/** The depolarising probability with this error rate. @param errorRate r in [0, (d − 1)/d] */
export function depolarisingOfErrorRate(qubitCount: number, errorRate: number): number {
  const dimension = 2 ** qubitCount;
  return (errorRate * dimension) / (dimension - 1);
}

/**
 * A Pauli channel from the probabilities of words such as `X` or `IZ`, first letter on the first qubit.
 * @param words all of the length `qubitCount`; what they leave of 1 is the probability that nothing happens
 * @throws Failure `invalid-input` when they add up to more than 1
 */
export function pauliChannel(qubitCount: number, words: Readonly<Record<string, number>>): PauliChannel {
  const probabilities = new Float64Array(4 ** qubitCount);
  let errors = 0;
  for (const [word, probability] of Object.entries(words)) {
    const index = [...word].reduce((sum, letter, qubit) => sum + 'IXYZ'.indexOf(letter) * 4 ** qubit, 0);
    probabilities[index] = (probabilities[index] ?? 0) + probability;
    errors += probability;
  }
  if (errors > 1 + 1e-12) {
    throw new Failure(
      'invalid-input',
      `The probabilities of a Pauli channel add up to ${errors}, which is more than 1.`,
    );
  }
  probabilities[0] = (probabilities[0] ?? 0) + Math.max(0, 1 - errors);
  return { kind: 'pauli', qubitCount, probabilities };
}

/** How a qubit relaxes. Times in seconds, Infinity for never. */
export interface Relaxation {
  /** Of the excited state: its population decays as exp(−t/T1). */
  readonly t1: number;
  /** Of coherence, which decays as exp(−t/T2); at most 2 T1. */
  readonly t2: number;
  /** The population of |1⟩ that the qubit relaxes to. */
  readonly excitedPopulation: number;
}

/**
 * A qubit left alone for some time: amplitude damping towards the thermal population together with as much dephasing as
 * makes coherence decay with T2 (M. A. Nielsen and I. L. Chuang, §8.3.5 and §8.3.6).
 * @param duration seconds, not negative
 * @throws Failure `invalid-input` when T2 > 2 T1
 */
export function thermalRelaxation(duration: number, { excitedPopulation, t1, t2 }: Relaxation): Channel {
  if (t2 > 2 * t1 * (1 + 1e-12)) {
    throw new Failure('invalid-input', `T2 = ${t2} s is more than twice T1 = ${t1} s, which no qubit has.`);
  }
  const survival = exponentialOf(-duration / t1);
  // Of the coherence exp(−t/T2), damping explains exp(−t/(2 T1)).
  const dephased = Math.max(0, (1 - exponentialOf(duration / (2 * t1) - duration / t2)) / 2);
  if (survival === 1) {
    return { kind: 'pauli', qubitCount: 1, probabilities: Float64Array.of(1 - dephased, 0, 0, dephased) };
  }
  const kept = Math.sqrt(survival);
  const lost = Math.sqrt(1 - survival);
  const operators = [
    // Towards |0⟩: what stays, what stays with the phase flipped, what falls.
    ...damping(1 - excitedPopulation, dephased, [1, 0, 0, kept], [0, lost, 0, 0]),
    ...damping(excitedPopulation, dephased, [kept, 0, 0, 1], [0, 0, lost, 0]),
  ];
  return krausChannel(1, operators);
}

function damping(weight: number, dephased: number, stays: readonly number[], moves: readonly number[]): DenseMatrix[] {
  if (weight === 0) return [];
  const [a = 0, , , d = 0] = stays;
  const steady = realMatrix(stays, Math.sqrt(weight * (1 - dephased)));
  const flipped = dephased === 0 ? [] : [realMatrix([a, 0, 0, -d], Math.sqrt(weight * dephased))];
  return [steady, ...flipped, realMatrix(moves, Math.sqrt(weight))];
}

/** Brings a qubit to |0⟩. */
export const resetChannel: Channel = krausChannel(1, [realMatrix([1, 0, 0, 0], 1), realMatrix([0, 1, 0, 0], 1)]);

/** A measurement that nobody reads: the phase between |0⟩ and |1⟩ is lost. */
export const measurementChannel: Channel = pauliChannel(1, { Z: 0.5 });

/** The fidelity with the state before, averaged over all pure states: (d F + 1)/(d + 1), F = Σ |tr K|²/d². */
export function averageFidelity(channel: Channel): number {
  const dimension = 2 ** channel.qubitCount;
  return (dimension * processFidelity(channel) + 1) / (dimension + 1);
}

/** Σ |tr K|²/d²; of channels side by side it is the product. */
export function processFidelity(channel: Channel): number {
  const dimension = 2 ** channel.qubitCount;
  let total = 0;
  for (const { im, re } of krausOperators(channel)) {
    let [a, b] = [0, 0];
    for (let index = 0; index < dimension; index++) {
      a += re[index * (dimension + 1)] ?? 0;
      b += im[index * (dimension + 1)] ?? 0;
    }
    total += a * a + b * b;
  }
  return total / dimension ** 2;
}

/**
 * The depolarising probability that, together with relaxation of the qubits, makes the error rate that was measured for a
 * gate. With F the average fidelity of the relaxation alone, 1 − r = (1 − p) F + p/d.
 * @returns 0 when relaxation alone explains the error rate, or more than it
 */
export function remainingDepolarising(errorRate: number, relaxation: readonly Channel[]): number {
  const dimension = 2 ** relaxation.length;
  const process = relaxation.reduce((all, channel) => all * processFidelity(channel), 1);
  const fidelity = (dimension * process + 1) / (dimension + 1);
  if (fidelity <= 1 - errorRate) return 0;
  const probability = (fidelity - (1 - errorRate)) / (fidelity - 1 / dimension);
  return probability >= 0 ? Math.min(1, probability) : 1;
}

function realMatrix(values: readonly number[], factor: number): DenseMatrix {
  const matrix = denseMatrix(Math.sqrt(values.length));
  values.forEach((value, entry) => {
    matrix.re[entry] = value * factor;
  });
  return matrix;
}
