import type { OffsetRange } from '#core/base/textRange.ts';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { exportCircuit, exportFormatDescriptions } from '#core/circuit/export/exportCircuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { type Analysis, analyseProgram, formatProgram, type Profile, parseProgram } from '#core/openqasm/index.ts';
import { childrenOf } from '#core/openqasm/syntaxChildren.ts';
import type { SyntaxNode } from '#core/openqasm/syntaxTree.ts';
import type { TokenStream } from '#core/openqasm/tokenStream.ts';
import { contentOf } from '../circuitContent.ts';
import { treeDifference, valueDifference } from '../treeDifference.ts';

/*
 * What holds for every text, however broken. A law that does not hold throws an Error that says which; each step is
 * done by a function that may measure it.
 */

/** Does a step of the work, named for messages. */
export type Perform = <Result>(step: string, work: () => Result) => Result;

/** Does a step without measuring it. */
export const perform: Perform = (_step, work) => work();

/** Loops of a program may be unrolled to this many steps. */
const stepLimit = 20_000;

/** Analyses a text: its tokens and gaps are the text, and all ranges are in it. */
export function examinedAnalysis(text: string, profile: Profile, perform: Perform): Analysis {
  const analysis = perform('analysis', () => analyseProgram(text, { profile, lints: 'all' }));
  expectTokens(analysis.tree.tokens, text);
  expectFindings(analysis, text);
  expectNesting([...analysis.tree.statements], { start: 0, end: text.length });
  return analysis;
}

/** Tokens and the gaps between them are the text, and gaps hide no word. */
function expectTokens({ count, ends, starts }: TokenStream, text: string): void {
  const parts: string[] = [];
  let end = 0;
  for (let token = 0; token < count; token++) {
    const start = starts[token] ?? 0;
    const gap = text.slice(end, start);
    // Braces that match nothing are taken out of the tokens.
    if (/^\s*[\w;]/.test(gap)) throw new Error(`the gap before token ${token} hides a word`);
    parts.push(gap, text.slice(start, ends[token]));
    end = ends[token] ?? 0;
  }
  if (parts.join('') !== text) throw new Error('tokens and gaps are not the text');
}

function expectFindings({ diagnostics }: Analysis, { length }: string): void {
  for (const { code, fixes, range, related } of diagnostics) {
    const places = [range];
    for (const place of related ?? []) if (place.path === undefined) places.push(place.range);
    for (const { replacements } of fixes ?? []) {
      let end = 0;
      for (const replacement of replacements.toSorted((a, b) => a.range.start - b.range.start)) {
        if (replacement.range.start < end) throw new Error(`replacements of ${code} overlap`);
        ({ end } = replacement.range);
        places.push(replacement.range);
      }
    }
    for (const { end, start } of places) {
      if (!(0 <= start && start <= end && end <= length)) throw new Error(`${code} leaves the text`);
    }
  }
}

/** Nodes lie inside their parents and inside the text. */
function expectNesting(nodes: readonly SyntaxNode[], text: OffsetRange): void {
  const waiting = nodes.map((node): readonly [SyntaxNode, OffsetRange] => [node, text]);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [node, parent] = next;
    if (!(parent.start <= node.start && node.start <= node.end && node.end <= parent.end)) {
      throw new Error(`a node ${node.kind} is outside of what it is in`);
    }
    for (const child of childrenOf(node)) waiting.push([child, node]);
  }
}

/** Analyses an edited text with the help of its analysis before the edit, which has to give what it gives without. */
export function examinedEdit(previous: Analysis, text: string, profile: Profile, perform: Perform): Analysis {
  const options = { profile, lints: 'all' } as const;
  const analysis = perform('analysis of an edited text', () => analyseProgram(text, { ...options, previous }));
  const whole = analyseProgram(text, options);
  const problem =
    treeDifference(analysis.tree, whole.tree) ??
    valueDifference(analysis.diagnostics, whole.diagnostics, 'diagnostics') ??
    meaningDifference(analysis, whole) ??
    valueDifference(analysis.lines.lineCount, whole.lines.lineCount, 'lines');
  if (problem !== undefined) throw new Error(`after an edit, ${problem}`);
  return analysis;
}

/** Where tokens of two analyses name different things. */
function meaningDifference(one: Analysis, other: Analysis): string | undefined {
  if (one.files.length !== other.files.length) return 'there are other files';
  for (const [file, { symbolOfToken, tree }] of one.files.entries()) {
    const others = other.files[file]?.symbolOfToken ?? [];
    for (let token = 0; token < tree.tokens.count; token++) {
      const [symbol, another] = [one.symbols[symbolOfToken[token] ?? -1], other.symbols[others[token] ?? -1]];
      const isSame =
        symbol?.kind === another?.kind &&
        symbol?.name === another?.name &&
        symbol?.place?.file === another?.place?.file &&
        symbol?.place?.name.start === another?.place?.name.start;
      if (!isSame) return `token ${token} names something else`;
    }
  }
  return undefined;
}

/** Formats a text: its tokens and comments stay, and a formatted text stays as it is. */
export function examineFormatting({ text, tree }: { text: string; tree: Analysis['tree'] }, perform: Perform): void {
  const { profile } = tree;
  const formatted = applyReplacements(
    text,
    perform('formatting', () => formatProgram(tree)),
  );
  if (contentOf(formatted) !== contentOf(text)) throw new Error('formatting changes tokens or comments');
  const again = formatProgram(parseProgram(formatted, { profile }));
  if (applyReplacements(formatted, again) !== formatted) throw new Error('formatting changes a formatted text');
}

/** Makes the circuit of a program, if it has one, and writes it in every format. */
export function examineLowering(analysis: Analysis, perform: Perform): void {
  const lowered = perform('lowering', () => lowerProgram(analysis, { stepLimit }));
  if (!lowered.ok) {
    const { length } = analysis.tree.text;
    const outside = lowered.error.find(({ range }) => range.start < 0 || range.end < range.start || range.end > length);
    if (outside) throw new Error(`${outside.code} of the lowering leaves the text`);
    return;
  }
  for (const { format } of exportFormatDescriptions) {
    perform(`export to ${format}`, () => exportCircuit(lowered.value, format));
  }
}
