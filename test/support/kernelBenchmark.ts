import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columnMaxima, columnMinima } from '#core/learn/columnStatistics.ts';
import { entry, type Matrix, mapEntries, rowOf, selectRows, zeroMatrix } from '#core/learn/matrix.ts';
import { classLabels, columnNamed, featureMatrix, parseTable } from '#core/learn/table.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

export interface KernelBenchmark {
  readonly features: Matrix;
  readonly labels: readonly number[];
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** One data set of test/fixtures/qml-benchmarks with its published split. */
export function kernelBenchmark(name: string): KernelBenchmark {
  const path = join(projectRoot, 'test', 'fixtures', 'qml-benchmarks', `${name}.csv`);
  const table = parseTable(readFileSync(path, 'utf8'), `${name}.csv`);
  const part = columnNamed(table, 'part').values;
  const rows = Array.from({ length: table.rowCount }, (_, row) => row);
  const rowsOf = (wanted: string) => rows.filter((row) => part[row] === wanted);
  const names = table.columns.map((column) => column.name).filter((column) => column.startsWith('x'));
  return {
    features: featureMatrix(table, names),
    labels: classLabels(table, 'label').labels,
    train: rowsOf('train'),
    test: rowsOf('test'),
  };
}

/** All features brought to [−π/2, π/2] by the extremes of the training rows, as the study does before embedding. */
export function benchmarkAngles({ features, train }: KernelBenchmark): Matrix {
  const fitted = selectRows(features, train);
  const low = columnMinima(fitted);
  const high = columnMaxima(fitted);
  return mapEntries(features, (value, _, column) => {
    const [least = 0, greatest = 1] = [low[column], high[column]];
    return -Math.PI / 2 + (Math.PI * (value - least)) / (greatest - least);
  });
}

/**
 * |⟨ψ(x)|ψ(y)⟩|² of the IQP embedding with one repeat, whose amplitudes are equal but for the phases
 * −(Σ xᵢ zᵢ + Σ xᵢ xⱼ zᵢ zⱼ)/2 with zᵢ = ±1.
 */
export function iqpKernel(angles: Matrix): Matrix {
  const size = 2 ** angles.columns;
  const phases = mapEntries(zeroMatrix(angles.rows, size), (_, row, basis) => {
    const signed = [...rowOf(angles, row)].map((x, qubit) => ((basis >> qubit) & 1 ? -x : x));
    return -signed.reduce((sum, x, i) => sum + x + signed.slice(i + 1).reduce((inner, y) => inner + x * y, 0), 0) / 2;
  });
  return mapEntries(zeroMatrix(angles.rows, angles.rows), (_, left, right) => {
    let re = 0;
    let im = 0;
    for (let basis = 0; basis < size; basis++) {
      const phase = entry(phases, left, basis) - entry(phases, right, basis);
      re += Math.cos(phase);
      im += Math.sin(phase);
    }
    return (re * re + im * im) / (size * size);
  });
}

/** The separable embedding with one layer, RX(−π/4) then RY(−x): a product of single-qubit overlaps. */
export function separableKernel(angles: Matrix): Matrix {
  // RX(−π/4)|0⟩ has Bloch vector (0, sin π/4, cos π/4); RY(−x) turns z towards −x by x.
  const blochVector = (x: number) => [-Math.SQRT1_2 * Math.sin(x), Math.SQRT1_2, Math.SQRT1_2 * Math.cos(x)] as const;
  return mapEntries(zeroMatrix(angles.rows, angles.rows), (_, left, right) => {
    let product = 1;
    for (let qubit = 0; qubit < angles.columns; qubit++) {
      const a = blochVector(entry(angles, left, qubit));
      const b = blochVector(entry(angles, right, qubit));
      product *= (1 + a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) / 2;
    }
    return product;
  });
}
