import { Failure } from '#core/base/failure.ts';
import {
  adjoint,
  type DenseMatrix,
  denseMatrix,
  largestEntry,
  product,
  sum,
} from '#core/circuit/matrices/denseMatrix.ts';
import { isOdd } from '../readout/pauliMasks.ts';

/**
 * A map of density matrices that keeps the trace: what noise does to a few qubits. Bit j of a matrix index is qubit j of
 * the channel.
 */
export type Channel = PauliChannel | DepolarisingChannel | KrausChannel;

/** Products of Pauli matrices, each with its probability. */
export interface PauliChannel {
  readonly kind: 'pauli';
  readonly qubitCount: number;
  /**
   * 4^qubitCount numbers that add up to 1. Digit j of an index in base 4 says what acts on qubit j of the channel:
   * 0 nothing, 1 X, 2 Y, 3 Z.
   */
  readonly probabilities: Float64Array;
}

/** ρ ↦ (1 − p) ρ + p I/d, on so many qubits that their Pauli matrices are not listed. */
export interface DepolarisingChannel {
  readonly kind: 'depolarising';
  readonly qubitCount: number;
  readonly probability: number;
}

/** ρ ↦ Σ K ρ K†, with Σ K†K = I. */
export interface KrausChannel {
  readonly kind: 'kraus';
  readonly qubitCount: number;
  readonly operators: readonly DenseMatrix[];
}

/** How far Σ K†K may be from the identity in any entry. */
const traceTolerance = 1e-9;

/**
 * A channel from its Kraus operators.
 * @throws Failure `invalid-input` when they do not keep the trace
 */
export function krausChannel(qubitCount: number, operators: readonly DenseMatrix[]): KrausChannel {
  const error = traceError(operators);
  if (!(error <= traceTolerance)) {
    throw new Failure(
      'invalid-input',
      `The Kraus operators do not keep the trace: the sum of K†K is off the identity by up to ${error.toPrecision(3)}.`,
      { advice: 'Scale them so that the products K†K add up to the identity.' },
    );
  }
  return { kind: 'kraus', qubitCount, operators };
}

/** The largest entry of Σ K†K − I. */
export function traceError(operators: readonly DenseMatrix[]): number {
  const total = operators.map((operator) => product(adjoint(operator), operator)).reduce(sum);
  for (let index = 0; index < total.dimension; index++) {
    const entry = index * (total.dimension + 1);
    total.re[entry] = (total.re[entry] ?? 0) - 1;
  }
  return largestEntry(total);
}

/** A product of Pauli matrices by its number (see {@link PauliChannel}). */
export function pauliMatrix(qubitCount: number, index: number): DenseMatrix {
  const { flips, quarterTurns, signs } = pauliMasks(index);
  const matrix = denseMatrix(2 ** qubitCount);
  for (let column = 0; column < matrix.dimension; column++) {
    // X^x Z^z takes |column⟩ to (−1)^{|column∧z|} |column⊕x⟩, and Y is i·X·Z.
    const turns = (quarterTurns + (isOdd(column & signs) ? 2 : 0)) % 4;
    const entry = (column ^ flips) * matrix.dimension + column;
    matrix.re[entry] = turns === 0 ? 1 : turns === 2 ? -1 : 0;
    matrix.im[entry] = turns === 1 ? 1 : turns === 3 ? -1 : 0;
  }
  return matrix;
}

/** A product of Pauli matrices as i^quarterTurns · X^flips Z^signs, masks of the channel's qubits. */
interface PauliMasks {
  readonly flips: number;
  readonly signs: number;
  readonly quarterTurns: number;
}

function pauliMasks(index: number): PauliMasks {
  let [flips, signs, quarterTurns] = [0, 0, 0];
  for (let rest = index, bit = 1; rest > 0; rest = Math.floor(rest / 4), bit *= 2) {
    const digit = rest % 4;
    if (digit === 1 || digit === 2) flips |= bit;
    if (digit >= 2) signs |= bit;
    if (digit === 2) quarterTurns++;
  }
  return { flips, signs, quarterTurns: quarterTurns % 4 };
}

/** Kraus operators of any channel; those that never act are left out. */
export function krausOperators(channel: Channel): readonly DenseMatrix[] {
  if (channel.kind === 'kraus') return channel.operators;
  const { qubitCount } = channel;
  const probabilities = channel.kind === 'pauli' ? channel.probabilities : depolarisingWeights(channel);
  return [...probabilities].flatMap((probability, index) =>
    probability > 0 ? [scaled(pauliMatrix(qubitCount, index), Math.sqrt(probability))] : [],
  );
}

/** The probability of each product of Pauli matrices (see {@link PauliChannel}) of a depolarising channel. */
export function depolarisingWeights({
  probability,
  qubitCount,
}: Pick<DepolarisingChannel, 'probability' | 'qubitCount'>): Float64Array {
  const count = 4 ** qubitCount;
  const weights = new Float64Array(count).fill(probability / count);
  weights[0] = 1 - (probability * (count - 1)) / count;
  return weights;
}

/**
 * What a channel does to a density matrix written as a vector: a matrix whose index has the bits of the row below those
 * of the column.
 */
export function superoperator(channel: Channel): DenseMatrix {
  const size = 2 ** channel.qubitCount;
  const total = denseMatrix(size * size);
  for (const operator of krausOperators(channel)) addConjugation(total, operator);
  return total;
}

/** As {@link superoperator}, of ρ ↦ U ρ U†. */
export function conjugationBy(operator: DenseMatrix): DenseMatrix {
  const total = denseMatrix(operator.dimension ** 2);
  addConjugation(total, operator);
  return total;
}

function addConjugation(total: DenseMatrix, { dimension: size, im, re }: DenseMatrix): void {
  for (let left = 0; left < size * size; left++) {
    const [a, b] = [re[left] ?? 0, im[left] ?? 0];
    if (a === 0 && b === 0) continue;
    for (let right = 0; right < size * size; right++) {
      const [x, y] = [re[right] ?? 0, im[right] ?? 0];
      if (x === 0 && y === 0) continue;
      const row = Math.floor(left / size) + size * Math.floor(right / size);
      const column = (left % size) + size * (right % size);
      const entry = row * total.dimension + column;
      total.re[entry] = (total.re[entry] ?? 0) + a * x + b * y;
      total.im[entry] = (total.im[entry] ?? 0) + b * x - a * y;
    }
  }
}

/** Whether a channel leaves every state as it is. */
export function isIdentityChannel(channel: Channel): boolean {
  switch (channel.kind) {
    case 'pauli':
      return channel.probabilities[0] === 1;
    case 'depolarising':
      return channel.probability === 0;
    case 'kraus':
      return false;
  }
}

/** Whether a channel is sure to leave the probabilities of measured values as they are, being phase flips only. */
export function keepsPopulations(channel: Channel): boolean {
  return (
    channel.kind === 'pauli' &&
    channel.probabilities.every((probability, index) => probability === 0 || pauliMasks(index).flips === 0)
  );
}

/** The operators of one channel after those of another on the same qubits. */
export function composed(first: Channel, second: Channel): Channel {
  if (isIdentityChannel(first)) return second;
  if (isIdentityChannel(second)) return first;
  const { qubitCount } = first;
  if (first.kind === 'pauli' && second.kind === 'pauli') {
    const probabilities = new Float64Array(first.probabilities.length);
    first.probabilities.forEach((p, one) => {
      second.probabilities.forEach((q, other) => {
        const index = pauliProduct(one, other);
        probabilities[index] = (probabilities[index] ?? 0) + p * q;
      });
    });
    return { kind: 'pauli', qubitCount, probabilities };
  }
  const operators = krausOperators(second).flatMap((after) =>
    krausOperators(first).map((before) => product(after, before)),
  );
  return { kind: 'kraus', qubitCount, operators };
}

/** The number of the product of two Pauli products, up to its phase. */
function pauliProduct(one: number, other: number): number {
  let [result, place] = [0, 1];
  for (let left = one, right = other; left > 0 || right > 0; place *= 4) {
    const [a, b] = [left % 4, right % 4];
    // As bits (x, z): 0 = 00, 1 = X, 2 = Y = X and Z, 3 = Z; products are their sums without carry.
    result += place * fromBits(bitsOf(a) ^ bitsOf(b));
    left = Math.floor(left / 4);
    right = Math.floor(right / 4);
  }
  return result;
}

function bitsOf(digit: number): number {
  return digit ^ (digit >> 1);
}

function fromBits(bits: number): number {
  return bits ^ (bits >> 1);
}

/** The matrix times a number. */
export function scaled(matrix: DenseMatrix, factor: number): DenseMatrix {
  return { ...matrix, re: matrix.re.map((value) => value * factor), im: matrix.im.map((value) => value * factor) };
}
