import { logarithmOf, logarithmOfOnePlus } from '#core/base/elementary/exponential.ts';
import { lengthOf } from '#core/base/elementary/length.ts';
import { adjoint, type DenseMatrix, identityMatrix, product } from '#core/circuit/matrices/denseMatrix.ts';
import { type Channel, krausOperators, scaled } from '../channel.ts';
import { type SparseSweep, sparseSweep } from '../densityMatrix/sparseSweep.ts';

/** A matrix, unitary or not, on some qubits; bit j of an index is `qubits[j]`. */
export interface LocalOperator {
  readonly qubits: readonly number[];
  readonly matrix: DenseMatrix;
  /** The same as it acts on amplitudes. */
  readonly sweep: SparseSweep;
}

export function localOperator(matrix: DenseMatrix, qubits: readonly number[]): LocalOperator {
  return { qubits, matrix, sweep: sparseSweep(matrix, qubits) };
}

/** What may happen to a pure state: one of some events, or with the same probability any product of Pauli matrices. */
export type StochasticChannel = EventfulChannel | DepolarisingEvent;

/** With a probability, a product of Pauli matrices on the qubits, nothing included; all are equally likely. */
export interface DepolarisingEvent {
  readonly kind: 'depolarising';
  readonly qubits: readonly number[];
  /** −ln of the probability that nothing happens. */
  readonly hazard: number;
}

/**
 * A channel as something that may happen to a pure state: either nothing does, which is what its likeliest operator
 * stands for, or one of several events. (K. Mølmer, Y. Castin and J. Dalibard, "Monte Carlo wave-function method in
 * quantum optics", J. Opt. Soc. Am. B 10, 1993.)
 */
export interface EventfulChannel {
  readonly kind: 'events';
  readonly qubits: readonly number[];
  /** What acts when nothing happens; undefined for nothing at all. */
  readonly stay: LocalOperator | undefined;
  /**
   * −ln of the probability that nothing happens: of every state where the channel mixes unitary matrices, else of the
   * state most likely to suffer an event.
   */
  readonly hazard: number;
  readonly events: readonly StochasticEvent[];
  /** K†K of the operator that stays; absent where the channel mixes unitary matrices. */
  readonly stayEffect?: DenseMatrix;
}

export interface StochasticEvent {
  /** Of a unitary mixture unitary, else the Kraus operator. */
  readonly operator: LocalOperator;
  /** The probability of the event; of other channels than mixtures that on the most mixed state. */
  readonly probability: number;
  /** K†K; its mean is the probability of the event. */
  readonly effect: DenseMatrix;
}

/** How far a matrix may be from a multiple of the identity to count as one. */
const identityTolerance = 1e-12;

export function stochasticChannel(channel: Channel, qubits: readonly number[]): StochasticChannel {
  if (channel.kind === 'depolarising') {
    return { kind: 'depolarising', qubits, hazard: -logarithmOfOnePlus(-channel.probability) };
  }
  const operators = krausOperators(channel).map((operator) => {
    const effect = product(adjoint(operator), operator);
    return { operator, effect, probability: meanDiagonal(effect) };
  });
  const likeliest = operators.reduce((best, each) => (each.probability > best.probability ? each : best));
  const isMixture = operators.every(({ effect, probability }) => isMultipleOfIdentity(effect, probability));
  const others = operators.filter((each) => each !== likeliest && each.probability > 0);
  const events = others.map(({ effect, operator, probability }): StochasticEvent => {
    const matrix = isMixture ? scaled(operator, 1 / Math.sqrt(probability)) : operator;
    return { operator: localOperator(matrix, qubits), probability, effect };
  });
  if (isMixture) {
    const unitary = scaled(likeliest.operator, 1 / Math.sqrt(likeliest.probability));
    const stay = isMultipleOfIdentity(unitary, unitary.re[0] ?? 0) ? undefined : localOperator(unitary, qubits);
    return { kind: 'events', qubits, stay, hazard: -logarithmOf(likeliest.probability), events };
  }
  return {
    kind: 'events',
    qubits,
    stay: localOperator(likeliest.operator, qubits),
    hazard: -logarithmOf(smallestEigenvalueBound(likeliest.effect)),
    events,
    stayEffect: likeliest.effect,
  };
}

/** The probability of an event on the most mixed state: the mean of the diagonal. */
function meanDiagonal({ dimension, re }: DenseMatrix): number {
  let sum = 0;
  for (let index = 0; index < dimension; index++) sum += re[index * (dimension + 1)] ?? 0;
  return sum / dimension;
}

function isMultipleOfIdentity(matrix: DenseMatrix, factor: number): boolean {
  const identity = identityMatrix(matrix.dimension);
  return matrix.re.every(
    (value, entry) =>
      Math.abs(value - factor * (identity.re[entry] ?? 0)) < identityTolerance &&
      Math.abs(matrix.im[entry] ?? 0) < identityTolerance,
  );
}

/** At most the smallest eigenvalue of a positive matrix, and not negative: by Gershgorin's circles. */
function smallestEigenvalueBound({ dimension, im, re }: DenseMatrix): number {
  let smallest = 1;
  for (let row = 0; row < dimension; row++) {
    let radius = 0;
    for (let column = 0; column < dimension; column++) {
      const entry = row * dimension + column;
      if (column !== row) radius += lengthOf(re[entry] ?? 0, im[entry] ?? 0);
    }
    smallest = Math.min(smallest, (re[row * (dimension + 1)] ?? 0) - radius);
  }
  return Math.max(0, smallest);
}
