import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Binder } from './binder.ts';
import { innermostStart, nodePathAt } from './navigation.ts';
import type { Size } from './types.ts';

/** Bits that a part of a statement is about to be. */
export interface SeparateBits {
  /** The part of the statement. */
  readonly range: OffsetRange;
  readonly size: Size;
  /** What they are called, unless the name is taken. */
  readonly name: string;
  /** What they are declared with. */
  readonly value: string;
}

/**
 * Declares bits before the statement that a part of it stands for; not where the part is evaluated again and again, or
 * only sometimes.
 * @param title what is done, given the name of the bits
 */
export function separateFix(
  { name: wanted, range, size, value }: SeparateBits,
  title: (name: string) => string,
  binder: Binder,
): DiagnosticFix | undefined {
  const { tree } = binder.currentFile;
  if (size === 'unknown' || binder.currentGate) return undefined;
  const place = innermostStart(tree, range.start);
  const around = nodePathAt(tree, range.start).filter((node) => node.start >= place);
  if (around.some(({ kind }, index) => kind === 'while' || (kind === 'block' && index > 0))) return undefined;
  const name = binder.unusedName(wanted);
  const lineStart = Math.max(tree.text.lastIndexOf('\n', place - 1), tree.text.lastIndexOf('\r', place - 1)) + 1;
  const indent = tree.text.slice(lineStart, place);
  const separator = indent.trim() === '' ? `${tree.text.includes('\r\n') ? '\r\n' : '\n'}${indent}` : ' ';
  const declaration = `bit${size === 'scalar' ? '' : `[${size}]`} ${name} = ${value};${separator}`;
  return {
    title: title(name),
    replacements: [
      { range: { start: place, end: place }, newText: declaration },
      { range: { start: range.start, end: range.end }, newText: name },
    ],
    isPreferred: true,
  };
}
