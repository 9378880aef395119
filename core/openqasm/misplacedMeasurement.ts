import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import type { Binder } from './binder.ts';
import { innermostStart, nodePathAt } from './navigation.ts';
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
  const fix = separateFix({ start, end: operand.end }, binder.sourceOf(operand), size, binder);
  if (fix) diagnostics[index] = { ...diagnostic, fixes: [fix] };
}

/** Measures into a bit before the statement; not where the measurement is made again and again, or only sometimes. */
function separateFix(
  range: { readonly start: number; readonly end: number },
  operand: string,
  size: Size,
  binder: Binder,
): DiagnosticFix | undefined {
  const { tree } = binder.currentFile;
  if (size === 'unknown' || binder.currentGate) return undefined;
  const place = innermostStart(tree, range.start);
  const around = nodePathAt(tree, range.start).filter((node) => node.start >= place);
  if (around.some(({ kind }, index) => kind === 'while' || (kind === 'block' && index > 0))) return undefined;
  const name = binder.unusedName('outcome');
  const lineStart = Math.max(tree.text.lastIndexOf('\n', place - 1), tree.text.lastIndexOf('\r', place - 1)) + 1;
  const indent = tree.text.slice(lineStart, place);
  const separator = indent.trim() === '' ? `${tree.text.includes('\r\n') ? '\r\n' : '\n'}${indent}` : ' ';
  const declaration = `bit${size === 'scalar' ? '' : `[${size}]`} ${name} = measure ${operand};${separator}`;
  return {
    title: `Measure into a bit '${name}' before`,
    replacements: [
      { range: { start: place, end: place }, newText: declaration },
      { range, newText: name },
    ],
    isPreferred: true,
  };
}
