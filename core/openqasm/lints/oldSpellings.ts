import type { TextReplacement } from '#core/base/diagnostic.ts';
import type { Binder } from '../binder.ts';
import { diagnose, withFix } from '../messages.ts';
import { tokenKind } from '../tokenKind.ts';
import type { TokenStream } from '../tokenStream.ts';
import type { LimitedFindings } from './limitedFindings.ts';

/** One place where something is written as in OpenQASM 2, with what OpenQASM 3 writes. */
interface OldPlace {
  readonly start: number;
  readonly end: number;
  readonly replacements: readonly TextReplacement[];
}

/** A spelling of OpenQASM 2 that OpenQASM 3 still reads, with its places in a file. */
interface OldSpelling {
  readonly old: string;
  readonly modern: string;
  readonly places: OldPlace[];
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
  for (const { modern, old, places } of spellingsIn(file.tree.tokens, binder)) {
    const [first] = places;
    if (!first) continue;
    // The gates that `U` replaces have another global phase.
    const written = modern === `'U'` ? `${modern}, the same up to a global phase,` : modern;
    const repairable = places.filter(({ replacements }) => replacements.length > 0);
    let diagnostic = diagnose('QAS9006', first, old, modern, places.length);
    if (first.replacements.length > 0) {
      const fix = { title: `Write ${written} here`, replacements: first.replacements, isPreferred: false };
      diagnostic = withFix(diagnostic, fix);
    }
    if (repairable.length > 1) {
      const replacements = repairable.flatMap((place) => place.replacements);
      const title = `Write ${written} at all ${repairable.length} places`;
      diagnostic = withFix(diagnostic, { title, replacements, isPreferred: false });
    }
    found.add(diagnostic);
  }
}

function spellingsIn(tokens: TokenStream, binder: Binder): OldSpelling[] {
  const qreg: OldSpelling = { old: `'qreg q[n]'`, modern: `'qubit[n] q'`, places: [] };
  const creg: OldSpelling = { old: `'creg c[n]'`, modern: `'bit[n] c'`, places: [] };
  const arrow: OldSpelling = { old: `'measure q -> c'`, modern: `'c = measure q'`, places: [] };
  forEachIndexOf(tokens.kinds, tokenKind.qreg, (token) => addRegister(qreg, tokens, token, 'qubit'));
  forEachIndexOf(tokens.kinds, tokenKind.creg, (token) => addRegister(creg, tokens, token, 'bit'));
  forEachIndexOf(tokens.kinds, tokenKind.arrow, (token) => addMeasurement(arrow, tokens, token));
  const gates = oldGateSpellings(binder);
  const symbolOfToken = binder.files[0]?.symbolOfToken ?? new Int32Array();
  for (const [id, spelling] of gates) {
    const inGate = gateBodies(binder);
    forEachIndexOf(symbolOfToken, id, (token) => addGate(spelling, tokens, token, inGate));
  }
  return [qreg, creg, arrow, ...gates.values()];
}

/** Calls `visit` for every place of a value; the search inside the array is much faster than a loop over it. */
function forEachIndexOf(values: Int32Array | Uint8Array, value: number, visit: (index: number) => void): void {
  for (let index = values.indexOf(value); index >= 0; index = values.indexOf(value, index + 1)) visit(index);
}

/** The spellings of old gates of the library, by the symbol of the gate. */
function oldGateSpellings({ symbols }: Binder): Map<number, OldSpelling> {
  const spellings = new Map<number, OldSpelling>();
  for (const { gate, id, name } of symbols) {
    const modern = gate?.library ? oldGates.get(name) : undefined;
    if (modern !== undefined) spellings.set(id, { old: `'${name}'`, modern: `'${modern}'`, places: [] });
  }
  return spellings;
}

function textBetween({ ends, starts, text }: TokenStream, from: number, to: number): string {
  return text.slice(starts[from] ?? 0, ends[to] ?? 0);
}

/** `qreg q[2];` */
function addRegister(spelling: OldSpelling, tokens: TokenStream, token: number, keyword: string): void {
  const { ends, kinds, starts } = tokens;
  const start = starts[token] ?? 0;
  const place = { start, end: ends[token] ?? start };
  let end = token + 1;
  while (kinds[end] !== tokenKind.semicolon && kinds[end] !== tokenKind.endOfFile) end++;
  const name = textBetween(tokens, token + 1, token + 1);
  const size = kinds[token + 2] === tokenKind.leftBracket ? textBetween(tokens, token + 2, end - 1) : '';
  const range = { start, end: ends[end - 1] ?? start };
  spelling.places.push({ ...place, replacements: [{ range, newText: `${keyword}${size} ${name}` }] });
}

/** `measure q -> c;`, found by its arrow; arrows before the result of a subroutine are others. */
function addMeasurement(spelling: OldSpelling, tokens: TokenStream, arrow: number): void {
  const { ends, kinds, starts } = tokens;
  let token = arrow - 1;
  if (kinds[token] === tokenKind.rightParen) return;
  while (kinds[token] !== tokenKind.measure) {
    if (token < 0 || kinds[token] === tokenKind.semicolon) return;
    token--;
  }
  if (kinds[token - 1] === tokenKind.defcal) return;
  let end = arrow + 1;
  while (kinds[end] !== tokenKind.semicolon && kinds[end] !== tokenKind.endOfFile) end++;
  const start = starts[token] ?? 0;
  const range = { start, end: ends[end - 1] ?? start };
  const newText = `${textBetween(tokens, arrow + 1, end - 1)} = ${textBetween(tokens, token, arrow - 1)}`;
  spelling.places.push({
    start: starts[arrow] ?? start,
    end: ends[arrow] ?? start,
    replacements: [{ range, newText }],
  });
}

function addGate(spelling: OldSpelling, tokens: TokenStream, token: number, inGate: (offset: number) => boolean): void {
  const { ends, kinds, starts } = tokens;
  const range = { start: starts[token] ?? 0, end: ends[token] ?? 0 };
  const name = textBetween(tokens, token, token);
  const modern = oldGates.get(name) ?? name;
  // The phase by which these two differ is not global under a control, or in a gate that may be called under one.
  const keepsPhase = modern === 'U' && (kinds[token - 1] === tokenKind.at || inGate(range.start));
  const replacements: TextReplacement[] = [];
  if (name === 'u2' && !keepsPhase) {
    const end = ends[token + 1] ?? range.end;
    replacements.push({ range: { start: range.start, end }, newText: 'U(pi/2, ' });
  } else if (!keepsPhase) {
    replacements.push({ range, newText: modern });
  }
  spelling.places.push({ ...range, replacements });
}

/** Whether an offset lies in the definition of a gate; to be asked for offsets in order, so that it is never searched for. */
function gateBodies({ global }: Binder): (offset: number) => boolean {
  const bodies = global.children.filter(({ file, kind }) => kind === 'gate' && file === 0);
  let next = 0;
  return (offset) => {
    while ((bodies[next]?.end ?? Number.POSITIVE_INFINITY) <= offset) next++;
    return (bodies[next]?.start ?? Number.POSITIVE_INFINITY) <= offset;
  };
}
