import { cosineOf, sineOf } from '#core/base/elementary/sine.ts';
import { Failure } from '#core/base/failure.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { Table } from '../table.ts';
import { type GeneratedRow, generatedTable, numberedNames } from './generatedTable.ts';

/*
 * Points of two and more classes in the plane or in space. Classes alternate row by row, so that they are even and a
 * split in file order has them all.
 */

interface NoisyPlaneOptions {
  readonly samples: number;
  /** Standard deviation of a normal displacement of both coordinates. */
  readonly noise: number;
}

/** Two interleaved half circles of radius 1: `upper` around (0, 0), `lower` turned over around (1, 0.5). */
export function moons({ samples, noise }: NoisyPlaneOptions, stream: RandomStream): Table {
  const rows = drawRows(samples, (row): GeneratedRow => {
    const angle = Math.PI * stream.uniform();
    const upper = row % 2 === 0;
    const x = upper ? cosineOf(angle) : 1 - cosineOf(angle);
    const y = upper ? sineOf(angle) : 0.5 - sineOf(angle);
    return { features: displaced([x, y], noise, stream), label: upper ? 'upper' : 'lower' };
  });
  return generatedTable('moons', numberedNames(2), rows);
}

/** Two circles around the origin: `outer` of radius 1, `inner` of radius `factor`. */
export function circles(
  { samples, noise, factor }: NoisyPlaneOptions & { readonly factor: number },
  stream: RandomStream,
): Table {
  const rows = drawRows(samples, (row): GeneratedRow => {
    const angle = 2 * Math.PI * stream.uniform();
    const outer = row % 2 === 0;
    const radius = outer ? 1 : factor;
    const point = [radius * cosineOf(angle), radius * sineOf(angle)];
    return { features: displaced(point, noise, stream), label: outer ? 'outer' : 'inner' };
  });
  return generatedTable('circles', numberedNames(2), rows);
}

interface BlobOptions {
  readonly samples: number;
  readonly features: number;
  readonly centers: number;
  /** Standard deviation of the points of a class around its centre. */
  readonly deviation: number;
}

/** Normal clouds around centres drawn uniformly from [−10, 10] in every coordinate; classes are `0`, `1`, …. */
export function blobs({ samples, features, centers, deviation }: BlobOptions, stream: RandomStream): Table {
  const middles = Array.from({ length: centers }, () =>
    Array.from({ length: features }, () => 20 * stream.uniform() - 10),
  );
  const rows = drawRows(samples, (row): GeneratedRow => {
    const label = row % centers;
    return { features: displaced(middles[label] ?? [], deviation, stream), label: String(label) };
  });
  return generatedTable('blobs', numberedNames(features), rows);
}

interface SeparableOptions {
  readonly samples: number;
  readonly features: number;
  /** Points with |Σ xᵢ| below it are not drawn. */
  readonly margin: number;
}

/**
 * Points drawn uniformly from [−1, 1] in every coordinate, of the class `above` when Σ xᵢ > 0, else `below`, with a gap
 * between the classes (the design of Bowles, Ahmed and Schuld, arXiv:2403.07059).
 * @throws Failure `invalid-input` when the margin leaves next to no points
 */
export function linearlySeparable({ samples, features, margin }: SeparableOptions, stream: RandomStream): Table {
  const rows = drawRows(samples, (row): GeneratedRow => {
    const sign = row % 2 === 0 ? 1 : -1;
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      const point = Array.from({ length: features }, () => 2 * stream.uniform() - 1);
      const sum = point.reduce((total, value) => total + value, 0);
      if (sign * sum > 0 && Math.abs(sum) >= margin) return { features: point, label: sign > 0 ? 'above' : 'below' };
    }
    throw new Failure('invalid-input', `A margin of ${margin} leaves no points in ${features} dimensions.`, {
      advice: 'Choose a smaller margin.',
    });
  });
  return generatedTable('linearly-separable', numberedNames(features), rows);
}

const mostAttempts = 100_000;

function drawRows(samples: number, draw: (row: number) => GeneratedRow): GeneratedRow[] {
  return Array.from({ length: samples }, (_, row) => draw(row));
}

function displaced(point: readonly number[], deviation: number, stream: RandomStream): number[] {
  return point.map((value) => (deviation === 0 ? value : value + deviation * stream.normal()));
}
