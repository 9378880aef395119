import { cosineOf, sineOf } from '#core/base/elementary/sine.ts';
import { Failure } from '#core/base/failure.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { Table } from '../table.ts';
import { type GeneratedRow, generatedTable, numberedNames } from './generatedTable.ts';

interface AdHocOptions {
  readonly samples: number;
  /** Features, and qubits of the feature map. */
  readonly features: number;
  /** Points whose expectation is not further from 0 than this are not drawn; in [0, 1). */
  readonly gap: number;
}

/** A complex vector, one entry per basis state; bit i of the index is qubit i. */
interface Amplitudes {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

const mostAttempts = 100_000;

/**
 * Data that a fidelity kernel of the ZZ feature map with full entanglement and two repetitions separates by construction
 * (Havlíček et al., Nature 567, 2019): points uniform in [0, 2π) per feature, of the class `1` or `0` by the sign of the
 * parity of all bits after a random unitary on the state of the feature map.
 * @throws Failure `invalid-input` when the gap leaves next to no points
 */
export function adHocData({ samples, features, gap }: AdHocOptions, stream: RandomStream): Table {
  const unitary = randomUnitary(1 << features, stream);
  const rows = Array.from({ length: samples }, (_, row): GeneratedRow => {
    const sign = row % 2 === 0 ? -1 : 1;
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      const point = Array.from({ length: features }, () => 2 * Math.PI * stream.uniform());
      if (sign * parityAfter(unitary, featureMapState(point)) > gap)
        return { features: point, label: sign > 0 ? '1' : '0' };
    }
    throw new Failure('invalid-input', `A gap of ${gap} leaves no points of one class.`, {
      advice: 'Choose a smaller gap or another seed of the data.',
    });
  });
  return generatedTable('ad-hoc', numberedNames(features), rows);
}

/** The state of the ZZ feature map with all pairs and two repetitions, up to a global phase. */
export function featureMapState(point: readonly number[]): Amplitudes {
  const size = 1 << point.length;
  const re = new Float64Array(size).fill(1 / Math.sqrt(size));
  const im = new Float64Array(size);
  rotatePhases({ re, im }, point);
  for (let bit = 1; bit < size; bit <<= 1) {
    hadamard(re, bit);
    hadamard(im, bit);
  }
  rotatePhases({ re, im }, point);
  return { re, im };
}

/** exp(−i (Σ xⱼ Zⱼ + Σ (π−xⱼ)(π−xₖ) ZⱼZₖ)), which is diagonal. */
function rotatePhases({ re, im }: Amplitudes, point: readonly number[]): void {
  for (let state = 0; state < re.length; state++) {
    const sign = (qubit: number) => ((state >> qubit) & 1 ? -1 : 1);
    let angle = 0;
    point.forEach((own, qubit) => {
      angle -= own * sign(qubit);
      for (let other = 0; other < qubit; other++)
        angle -= (Math.PI - own) * (Math.PI - (point[other] ?? 0)) * sign(qubit) * sign(other);
    });
    const [cosine, sine] = [cosineOf(angle), sineOf(angle)];
    const [real, imaginary] = [re[state] ?? 0, im[state] ?? 0];
    re[state] = cosine * real - sine * imaginary;
    im[state] = sine * real + cosine * imaginary;
  }
}

function hadamard(values: Float64Array, bit: number): void {
  for (let state = 0; state < values.length; state++) {
    if (state & bit) continue;
    const [low, high] = [values[state] ?? 0, values[state | bit] ?? 0];
    values[state] = (low + high) * Math.SQRT1_2;
    values[state | bit] = (low - high) * Math.SQRT1_2;
  }
}

/** The expectation of Z on every qubit of unitary·state, in [−1, 1]; rows of the unitary are given. */
function parityAfter(unitary: readonly Amplitudes[], state: Amplitudes): number {
  let expectation = 0;
  unitary.forEach((row, index) => {
    let [re, im] = [0, 0];
    for (let entry = 0; entry < state.re.length; entry++) {
      const [a, b, c, d] = [row.re[entry] ?? 0, row.im[entry] ?? 0, state.re[entry] ?? 0, state.im[entry] ?? 0];
      re += a * c - b * d;
      im += a * d + b * c;
    }
    let ones = 0;
    for (let rest = index; rest > 0; rest >>= 1) ones += rest & 1;
    expectation += (ones % 2 === 0 ? 1 : -1) * (re * re + im * im);
  });
  return expectation;
}

/** Uniformly random orthonormal rows: normal vectors, made orthogonal one after the other. */
function randomUnitary(size: number, stream: RandomStream): Amplitudes[] {
  const rows: Amplitudes[] = [];
  while (rows.length < size) {
    const re = Float64Array.from({ length: size }, () => stream.normal());
    const im = Float64Array.from({ length: size }, () => stream.normal());
    // Twice, so that rounding leaves no overlap.
    for (const row of [...rows, ...rows]) {
      let [overlapRe, overlapIm] = [0, 0];
      for (let entry = 0; entry < size; entry++) {
        const [a, b, c, d] = [row.re[entry] ?? 0, row.im[entry] ?? 0, re[entry] ?? 0, im[entry] ?? 0];
        overlapRe += a * c + b * d;
        overlapIm += a * d - b * c;
      }
      for (let entry = 0; entry < size; entry++) {
        const [a, b] = [row.re[entry] ?? 0, row.im[entry] ?? 0];
        re[entry] = (re[entry] ?? 0) - (overlapRe * a - overlapIm * b);
        im[entry] = (im[entry] ?? 0) - (overlapRe * b + overlapIm * a);
      }
    }
    let squared = 0;
    for (let entry = 0; entry < size; entry++) squared += (re[entry] ?? 0) ** 2 + (im[entry] ?? 0) ** 2;
    const length = Math.sqrt(squared);
    if (length < 1e-6) continue;
    rows.push({ re: re.map((value) => value / length), im: im.map((value) => value / length) });
  }
  return rows;
}
