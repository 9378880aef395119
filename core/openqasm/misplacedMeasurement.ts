import type { Binder } from './binder.ts';
import { separateFix } from './separateStatement.ts';
import type { MeasureExpression } from './syntaxTree.ts';
import type { Size } from './types.ts';

/**
 * Adds to a measurement inside a larger expression, which the parser reports, how to make it in a statement before.
 * @param size how many qubits are measured
 */
export function repairMisplacedMeasurement({ operand, start }: MeasureExpression, size: Size, binder: Binder): void {
  const { diagnostics } = binder.currentFile;
  const index = diagnostics.findIndex(({ code, range }) => code === 'QAS2005' && range.start === start);
  const diagnostic = diagnostics[index];
  if (!diagnostic || operand.kind === 'missing') return;
  const value = `measure ${binder.sourceOf(operand)}`;
  const bits = { range: { start, end: operand.end }, size, name: 'outcome', value };
  const fix = separateFix(bits, (name) => `Measure into a bit '${name}' before`, binder);
  if (fix) diagnostics[index] = { ...diagnostic, fixes: [fix] };
}
