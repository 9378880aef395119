import type { DiagnosticFix, TextReplacement } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Binder } from '../binder.ts';
import { diagnose, withFix } from '../messages.ts';
import { tokenKind } from '../tokenKind.ts';
import type { TokenStream } from '../tokenStream.ts';
import type { LimitedFindings } from './limitedFindings.ts';

/** A spelling of OpenQASM 2 that OpenQASM 3 still reads, with the tokens in a file that are written so. */
interface OldSpelling {
  readonly old: string;
  readonly modern: string;
  readonly tokens: readonly number[];
  /** Whether OpenQASM 3 can write the same as is written at such a token. */
  readonly isRepairable: (token: number) => boolean;
  readonly repair: (token: number) => TextReplacement;
}

/** Gates of the library that are kept for old programs. `u2` and `u3` differ from what replaces them by a phase. */
const oldGates: ReadonlyMap<string, string> = new Map([
  ['CX', 'cx'],
  ['u1', 'p'],
  ['u2', 'U'],
  ['u3', 'U'],
]);

/**
 * Finds spellings of OpenQASM 2 in a file of OpenQASM 3; each is mentioned once, at its first place, with repairs for
 * that place and for all of them.
 */
export function oldSpellings(binder: Binder, found: LimitedFindings): void {
  const file = binder.files[0];
  if (!file || binder.isVersion2) return;
  const { tokens } = file.tree;
  for (const spelling of spellingsIn(tokens, binder)) {
    const [first] = spelling.tokens;
    if (first === undefined) continue;
    const { modern, old } = spelling;
    // The gates that `U` replaces have another global phase.
    const written = modern === `'U'` ? `${modern}, the same up to a global phase,` : modern;
    const place = { start: tokens.starts[first] ?? 0, end: tokens.ends[first] ?? 0 };
    let diagnostic = diagnose('QAS9006', place, old, modern, spelling.tokens.length);
    if (spelling.isRepairable(first)) {
      const replacements = [spelling.repair(first)];
      diagnostic = withFix(diagnostic, { title: `Write ${written} here`, replacements, isPreferred: false });
    }
    const repairable = spelling.tokens.filter(spelling.isRepairable);
    if (repairable.length > 1) diagnostic = withFix(diagnostic, everywhere(written, repairable, spelling));
    found.add(diagnostic);
  }
}

/** Repairs all places. There may be very many, so what is written there is made when it is asked for. */
function everywhere(written: string, tokens: readonly number[], { repair }: OldSpelling): DiagnosticFix {
  return {
    title: `Write ${written} at all ${tokens.length} places`,
    get replacements() {
      return tokens.map(repair);
    },
    isPreferred: false,
  };
}

function spellingsIn(tokens: TokenStream, binder: Binder): OldSpelling[] {
  const { kinds } = tokens;
  const spellings: OldSpelling[] = [
    {
      old: `'qreg q[n]'`,
      modern: `'qubit[n] q'`,
      tokens: indicesOf(kinds, tokenKind.qreg),
      isRepairable: () => true,
      repair: (token) => modernRegister(tokens, token, 'qubit'),
    },
    {
      old: `'creg c[n]'`,
      modern: `'bit[n] c'`,
      tokens: indicesOf(kinds, tokenKind.creg),
      isRepairable: () => true,
      repair: (token) => modernRegister(tokens, token, 'bit'),
    },
    {
      old: `'measure q -> c'`,
      modern: `'c = measure q'`,
      tokens: indicesOf(kinds, tokenKind.arrow).filter((arrow) => measurementOf(tokens, arrow) >= 0),
      isRepairable: () => true,
      repair: (arrow) => modernMeasurement(tokens, arrow),
    },
  ];
  const symbolOfToken = binder.files[0]?.symbolOfToken ?? new Int32Array();
  const bodies = binder.global.children.filter(({ file, kind }) => kind === 'gate' && file === 0);
  for (const { gate, id, name } of binder.symbols) {
    const modern = gate?.library && (binder.uses[id] ?? 0) > 0 ? oldGates.get(name) : undefined;
    if (modern === undefined) continue;
    spellings.push({
      old: `'${name}'`,
      modern: `'${modern}'`,
      tokens: indicesOf(symbolOfToken, id),
      isRepairable: (token) => modern !== 'U' || !keepsPhase(tokens, token, bodies),
      repair: (token) => modernGate(tokens, token, modern),
    });
  }
  return spellings;
}

/** Every place of a value; the search inside the array is much faster than a loop over it. */
function indicesOf(values: Int32Array | Uint8Array, value: number): number[] {
  const indices: number[] = [];
  for (let index = values.indexOf(value); index >= 0; index = values.indexOf(value, index + 1)) indices.push(index);
  return indices;
}

function textBetween({ ends, starts, text }: TokenStream, from: number, to: number): string {
  return text.slice(starts[from] ?? 0, ends[to] ?? 0);
}

/** `qreg q[2];` */
function modernRegister(tokens: TokenStream, token: number, keyword: string): TextReplacement {
  const { ends, kinds, starts } = tokens;
  const end = endOfStatement(tokens, token);
  const name = textBetween(tokens, token + 1, token + 1);
  const size = kinds[token + 2] === tokenKind.leftBracket ? textBetween(tokens, token + 2, end - 1) : '';
  const start = starts[token] ?? 0;
  return { range: { start, end: ends[end - 1] ?? start }, newText: `${keyword}${size} ${name}` };
}

/** The `measure` of `measure q -> c;` before its arrow; −1 where the arrow is that of a calibration or subroutine. */
function measurementOf({ kinds }: TokenStream, arrow: number): number {
  let token = arrow - 1;
  if (kinds[token] === tokenKind.rightParen) return -1;
  while (kinds[token] !== tokenKind.measure) {
    if (token < 0 || kinds[token] === tokenKind.semicolon) return -1;
    token--;
  }
  return kinds[token - 1] === tokenKind.defcal ? -1 : token;
}

function modernMeasurement(tokens: TokenStream, arrow: number): TextReplacement {
  const { ends, starts } = tokens;
  const measurement = measurementOf(tokens, arrow);
  const end = endOfStatement(tokens, arrow);
  const start = starts[measurement] ?? 0;
  const newText = `${textBetween(tokens, arrow + 1, end - 1)} = ${textBetween(tokens, measurement, arrow - 1)}`;
  return { range: { start, end: ends[end - 1] ?? start }, newText };
}

/** The token after a statement: its `;`, or the end of the file. */
function endOfStatement({ kinds }: TokenStream, token: number): number {
  let end = token + 1;
  while (kinds[end] !== tokenKind.semicolon && kinds[end] !== tokenKind.endOfFile) end++;
  return end;
}

/**
 * Whether the phase by which a gate differs from its modern form is not global: under a control, or in a gate that may
 * be called under one.
 */
function keepsPhase({ kinds, starts }: TokenStream, token: number, bodies: readonly OffsetRange[]): boolean {
  return kinds[token - 1] === tokenKind.at || isWithin(bodies, starts[token] ?? 0);
}

function modernGate(tokens: TokenStream, token: number, modern: string): TextReplacement {
  const { ends, starts } = tokens;
  const start = starts[token] ?? 0;
  if (textBetween(tokens, token, token) !== 'u2')
    return { range: { start, end: ends[token] ?? start }, newText: modern };
  return { range: { start, end: ends[token + 1] ?? start }, newText: 'U(pi/2, ' };
}

/** Whether one of some ranges, which are in order, holds an offset. */
function isWithin(ranges: readonly OffsetRange[], offset: number): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return (ranges[low]?.start ?? Number.POSITIVE_INFINITY) <= offset;
}
