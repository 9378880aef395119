import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  Range,
  SymbolKind,
} from 'vscode-languageserver-types';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { type Analysis, type ProgramSymbol, symbolAt } from '#core/openqasm/index.ts';
import type { LanguageDocument, LanguageWorkspace } from '../languageService.ts';
import { canonicalUri } from '../siblingUri.ts';
import { detailOf, symbolKinds } from './openqasmDocumentSymbols.ts';
import { addressOf, type FoundSymbol, type ProgramSearch, rangeOfToken } from './programSearch.ts';

/** `SymbolKind.File`; a program that calls something outside of every definition is shown as its file. */
const fileKind: SymbolKind = 1;

/** A large circuit calls a gate more often than anybody looks at. */
const mostRanges = 1000;

/** The gate or subroutine whose name is at an offset. */
export async function openqasmPrepareCallHierarchy(
  document: LanguageDocument,
  offset: number,
  search: ProgramSearch,
  signal: CancellationSignal,
): Promise<CallHierarchyItem[]> {
  const found = await search.symbolAt(document, offset, signal);
  const item = found && itemOf(found.symbol, found.analysis, search.workspace);
  return item ? [item] : [];
}

/** Where a gate or subroutine is called, by definitions and by programs. */
export async function openqasmIncomingCalls(
  { kind, selectionRange, uri }: CallHierarchyItem,
  search: ProgramSearch,
  signal: CancellationSignal,
): Promise<CallHierarchyIncomingCall[]> {
  if (kind === fileKind) return [];
  const found = await search.symbolAtPosition(uri, selectionRange.start, signal);
  if (!found) return [];
  const calls = new Map<string, CallHierarchyIncomingCall>();
  for (const { analysis, file, tokens } of await search.mentionsOf(found, signal)) {
    const binding = analysis.files[file];
    if (!binding) continue;
    const callers = new CallerFinder(analysis, file, search.workspace);
    for (const token of tokens) {
      const start = binding.tree.tokens.starts[token] ?? 0;
      if (isDeclaration(found, binding, start)) continue;
      const from = callers.callerAt(start);
      const key = `${from.uri} ${from.selectionRange.start.line} ${from.selectionRange.start.character} ${from.kind}`;
      const call = calls.get(key) ?? { from, fromRanges: [] };
      calls.set(key, call);
      if (call.fromRanges.length < mostRanges) call.fromRanges.push(rangeOfToken(binding, token));
    }
  }
  return [...calls.values()];
}

/** What a gate, a subroutine, or the statements of a program outside of definitions call. */
export async function openqasmOutgoingCalls(
  { kind, selectionRange, uri }: CallHierarchyItem,
  search: ProgramSearch,
  signal: CancellationSignal,
): Promise<CallHierarchyOutgoingCall[]> {
  if (kind === fileKind) {
    const analysis = await search.programOf(uri);
    return analysis ? callsIn(analysis, 0, statementsOutsideDefinitions(analysis), search.workspace) : [];
  }
  const found = await search.symbolAtPosition(uri, selectionRange.start, signal);
  const place = found?.symbol.place;
  return found && place ? callsIn(found.analysis, place.file, [place.declaration], search.workspace) : [];
}

function callsIn(
  analysis: Analysis,
  file: number,
  parts: readonly OffsetRange[],
  workspace: LanguageWorkspace,
): CallHierarchyOutgoingCall[] {
  const binding = analysis.files[file];
  if (!binding) return [];
  const { lines, symbolOfToken, tree } = binding;
  const { ends, starts } = tree.tokens;
  const rangesOf = new Map<ProgramSymbol, Range[]>();
  for (const part of parts) {
    for (let token = firstTokenAt(starts, part.start); (starts[token] ?? part.end) < part.end; token++) {
      const symbol = analysis.symbols[symbolOfToken[token] ?? -1];
      const start = starts[token] ?? 0;
      if (!symbol || !isCallable(symbol) || symbol.place?.name.start === start) continue;
      const ranges = rangesOf.get(symbol) ?? [];
      rangesOf.set(symbol, ranges);
      if (ranges.length < mostRanges) ranges.push(lines.rangeAt({ start, end: ends[token] ?? start }));
    }
  }
  return [...rangesOf].flatMap(([symbol, fromRanges]) => {
    const to = itemOf(symbol, analysis, workspace);
    return to ? [{ to, fromRanges }] : [];
  });
}

function firstTokenAt(starts: Uint32Array, offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isCallable({ kind }: ProgramSymbol): boolean {
  return kind === 'gate' || kind === 'subroutine' || kind === 'extern';
}

/** Undefined for what has no text: gates of the language and of the built-in libraries. */
function itemOf(
  symbol: ProgramSymbol,
  analysis: Analysis,
  workspace: LanguageWorkspace,
): CallHierarchyItem | undefined {
  const { place } = symbol;
  const binding = analysis.files[place?.file ?? -1];
  const kind = symbolKinds[symbol.kind];
  if (!place || !binding || kind === undefined || !isCallable(symbol)) return undefined;
  return {
    name: symbol.name,
    detail: detailOf(symbol),
    kind,
    uri: addressOf(binding.path, workspace),
    range: binding.lines.rangeAt(place.declaration),
    selectionRange: binding.lines.rangeAt(place.name),
  };
}

/** Whether a mention that starts at the offset is the declaration itself. */
function isDeclaration({ analysis, symbol }: FoundSymbol, { path }: Analysis['files'][number], start: number): boolean {
  const { place } = symbol;
  const declaring = analysis.files[place?.file ?? -1]?.path;
  return place?.name.start === start && canonicalUri(declaring ?? '') === canonicalUri(path);
}

/** Finds the definition around a call, or else the file, for calls in their order. */
class CallerFinder {
  readonly #analysis: Analysis;
  readonly #file: number;
  readonly #workspace: LanguageWorkspace;
  /** The caller found last, and up to where it is the caller. */
  #last: { readonly item: CallHierarchyItem; readonly start: number; readonly end: number } | undefined;
  readonly #fileItem: CallHierarchyItem;

  constructor(analysis: Analysis, file: number, workspace: LanguageWorkspace) {
    this.#analysis = analysis;
    this.#file = file;
    this.#workspace = workspace;
    this.#fileItem = fileItem(analysis, file, workspace);
  }

  callerAt(offset: number): CallHierarchyItem {
    if (this.#last && this.#last.start <= offset && offset < this.#last.end) return this.#last.item;
    const statements = this.#analysis.files[this.#file]?.tree.statements;
    const index = statements?.indexAt(offset) ?? -1;
    const kind = statements?.kindAt(index);
    if (!statements || index < 0 || (kind !== 'gate' && kind !== 'subroutine')) return this.#fileItem;
    const statement = statements.at(index);
    if ((statement?.kind !== 'gate' && statement?.kind !== 'subroutine') || offset >= statement.end)
      return this.#fileItem;
    const symbol = symbolAt(this.#analysis, statement.name.start, this.#file)?.symbol;
    const item = (symbol && itemOf(symbol, this.#analysis, this.#workspace)) ?? this.#fileItem;
    this.#last = { item, start: statement.start, end: statement.end };
    return item;
  }
}

function fileItem(analysis: Analysis, file: number, workspace: LanguageWorkspace): CallHierarchyItem {
  const { lines, path = '', tree } = analysis.files[file] ?? { ...analysis, path: '' };
  const start = { line: 0, character: 0 };
  return {
    name: decodedName(path),
    kind: fileKind,
    uri: addressOf(path, workspace),
    range: { start, end: lines.positionAt(tree.text.length) },
    selectionRange: { start, end: start },
  };
}

function decodedName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch (thrown) {
    // Some editors leave a `%` of the name as it is.
    if (thrown instanceof URIError) return name;
    throw thrown;
  }
}

function statementsOutsideDefinitions({ tree }: Analysis): OffsetRange[] {
  const { statements, tokens } = tree;
  const parts: OffsetRange[] = [];
  for (let index = 0; index < statements.length; index++) {
    const kind = statements.kindAt(index);
    if (kind === 'gate' || kind === 'subroutine') continue;
    const start = tokens.starts[statements.firstTokenAt(index)] ?? 0;
    parts.push({ start, end: tokens.ends[statements.lastTokenAt(index)] ?? start });
  }
  return parts;
}
