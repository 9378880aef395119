import type { HardwareQubit, IntegerLiteral, TimingLiteral } from './syntaxTree.ts';
import type { TokenCursor } from './tokenCursor.ts';

/** Reads an integer of any base. */
export function parseInteger(cursor: TokenCursor): IntegerLiteral {
  const { start, end } = cursor;
  const text = cursor.textOf(cursor.index);
  cursor.advance();
  return { kind: 'integer', start, end, value: Number(text.includes('_') ? text.replaceAll('_', '') : text) };
}

/** Reads a number with a time unit. */
export function parseTiming(cursor: TokenCursor): TimingLiteral {
  const { start, end } = cursor;
  const match = /^([\d._eE+-]+?)[ \t]*(dt|ns|us|µs|μs|ms|s)$/.exec(cursor.textOf(cursor.index));
  checkBlanks(cursor);
  cursor.advance();
  const value = Number((match?.[1] ?? '0').replaceAll('_', ''));
  const unit = match?.[2];
  switch (unit) {
    case 'dt':
    case 'ns':
    case 'ms':
    case 's':
      return { kind: 'timing', start, end, value, unit };
    default:
      return { kind: 'timing', start, end, value, unit: 'us' };
  }
}

/** OpenQASM 3.0 has no blanks between a number and its unit or `im`; tools take them in any version. */
export function checkBlanks(cursor: TokenCursor): void {
  if (!cursor.isStrict3 || !/[ \t]/.test(cursor.textOf(cursor.index))) return;
  cursor.requires(1, 'White space between a number and its unit', cursor.rangeOf(cursor.index));
}

/** Reads `$0` and the like. */
export function parseHardwareQubit(cursor: TokenCursor): HardwareQubit {
  const { start, end } = cursor;
  if (cursor.isVersion2) cursor.requires(0, 'A hardware qubit', { start, end });
  const index = Number(cursor.textOf(cursor.index).slice(1));
  cursor.advance();
  return { kind: 'hardware-qubit', start, end, index };
}
