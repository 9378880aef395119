import type { DenseMatrix } from '#core/circuit/matrices/denseMatrix.ts';
import { complexText } from './complexText.ts';
import type { TextMatrix } from './symbolicMatrix.ts';

/** The entries of a matrix as text. */
export function entriesText({ dimension, im, re }: DenseMatrix): TextMatrix {
  return Array.from({ length: dimension }, (_, row) =>
    Array.from({ length: dimension }, (_unused, column) => {
      const entry = row * dimension + column;
      return complexText(re[entry] ?? 0, im[entry] ?? 0);
    }),
  );
}

/**
 * A matrix as a table of text with its basis at the edges: |ba⟩ for operands a, b, so that the first operand is the
 * rightmost digit. Zeros of larger matrices are dots.
 */
export function matrixTable(matrix: TextMatrix): string {
  const qubits = Math.log2(matrix.length);
  const zero = qubits > 1 ? '·' : '0';
  const labels = matrix.map((_, index) => (qubits === 0 ? '' : `|${index.toString(2).padStart(qubits, '0')}⟩`));
  const cells = matrix.map((row) => row.map((entry) => (entry === '0' ? zero : entry)));
  const widths = labels.map((label, column) =>
    Math.max(label.length, ...cells.map((row) => (row[column] ?? '').length)),
  );
  const left = Math.max(...labels.map(({ length }) => length));
  const line = (label: string, row: readonly string[]) =>
    `${label.padEnd(left)}  ${row.map((entry, column) => entry.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  const rows = cells.map((row, index) => line(labels[index] ?? '', row));
  return qubits === 0 ? rows.map((row) => row.trim()).join('\n') : [line('', labels), ...rows].join('\n');
}

/** What the digits of the basis are: `|t c⟩`, the first operand at the right. */
export function basisText(operands: readonly string[]): string {
  const order = `|${operands.toReversed().join(' ')}⟩`;
  return operands.length === 1 ? `Basis ${order}.` : `Basis ${order}: \`${operands[0]}\` is the rightmost digit.`;
}
