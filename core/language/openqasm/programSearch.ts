import type { Location, Range } from 'vscode-languageserver-types';
import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { OffsetRange, TextPosition } from '#core/base/textRange.ts';
import {
  type Analysis,
  includeRequests,
  mayBePart,
  mentionTokens,
  type ProgramSymbol,
  symbolAt,
  tokenAt,
} from '#core/openqasm/index.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import type { LanguageDocument, LanguageWorkspace } from '../languageService.ts';
import { canonicalUri } from '../siblingUri.ts';
import { type CircuitAnalyses, includeCandidates } from './circuitAnalysis.ts';
import { WorkspaceFacts } from './workspaceFacts.ts';

/** A symbol in one of the programs that know it, found at a place of a file. */
export interface FoundSymbol {
  readonly analysis: Analysis;
  /** The file of the place, an index into `Analysis.files`. */
  readonly file: number;
  readonly symbol: ProgramSymbol;
  /** The name at the place. */
  readonly range: OffsetRange;
}

/** The mentions of a symbol in a file of a program. */
export interface FileMentions {
  readonly analysis: Analysis;
  /** Index into `Analysis.files`. */
  readonly file: number;
  /** The tokens that mention it, in order. */
  readonly tokens: readonly number[];
}

/** Programs beyond this number are not looked through for a symbol of a file they include. */
const mostPrograms = 200;

/**
 * Looks for symbols in all programs a file belongs to: the file by itself, and those in the editor or in the workspace
 * that include it.
 */
export class ProgramSearch {
  readonly analyses: CircuitAnalyses;
  readonly #includes: WorkspaceFacts<ReadonlySet<string>>;

  constructor(analyses: CircuitAnalyses) {
    this.analyses = analyses;
    this.#includes = new WorkspaceFacts(analyses.workspace, includeRequests);
  }

  get workspace(): LanguageWorkspace {
    return this.analyses.workspace;
  }

  /**
   * The symbol whose name is at an offset of a document. A name that the document does not know by itself may be one
   * that a program gives it which includes the document.
   */
  async symbolAt(
    document: LanguageDocument,
    offset: number,
    signal: CancellationSignal,
  ): Promise<FoundSymbol | undefined> {
    const analysis = await this.analyses.of(document);
    throwIfCancelled(signal);
    return this.#symbolIn(analysis, document.uri, offset, signal);
  }

  /** The symbol whose name starts at a position of a file, which need not be open. */
  async symbolAtPosition(
    uri: string,
    position: TextPosition,
    signal: CancellationSignal,
  ): Promise<FoundSymbol | undefined> {
    const analysis = await this.programOf(uri);
    throwIfCancelled(signal);
    return analysis && this.#symbolIn(analysis, uri, analysis.lines.offsetAt(position), signal);
  }

  async #symbolIn(
    analysis: Analysis,
    uri: string,
    offset: number,
    signal: CancellationSignal,
  ): Promise<FoundSymbol | undefined> {
    const found = symbolAt(analysis, offset);
    const own = found && { analysis, file: 0, ...found };
    // A part of a program is taken to know the gates of the libraries, which its program may define otherwise.
    const mayMeanOther = found?.symbol.gate?.library !== undefined && mayBePart(analysis, uri);
    if (own && !mayMeanOther) return own;
    if (!isName(analysis, offset)) return undefined;
    for await (const program of this.programsIncluding(uri, signal)) {
      const file = fileOf(program, uri);
      const given = file < 0 ? undefined : symbolAt(program, offset, file);
      if (given) return { analysis: program, file, ...given };
    }
    return own;
  }

  /** The mentions of a symbol in all programs, each place once; those of one file may come in several parts. */
  async mentionsOf(found: FoundSymbol, signal: CancellationSignal): Promise<FileMentions[]> {
    const parts: FileMentions[] = [];
    const startsOf = ({ analysis, file, tokens }: FileMentions) =>
      tokens.map((token) => analysis.files[file]?.tree.tokens.starts[token] ?? -1);
    const collect = (analysis: Analysis, symbol: ProgramSymbol) => {
      for (const [file, binding] of analysis.files.entries()) {
        const tokens = mentionTokens(binding, symbol);
        if (tokens.length === 0) continue;
        const key = canonicalUri(binding.path);
        const before = parts.filter((part) => canonicalUri(part.analysis.files[part.file]?.path ?? '') === key);
        const known = new Set(before.flatMap(startsOf));
        const isNew = (token: number) => !known.has(binding.tree.tokens.starts[token] ?? -1);
        parts.push({ analysis, file, tokens: known.size > 0 ? tokens.filter(isNew) : tokens });
      }
    };
    collect(found.analysis, found.symbol);
    for await (const [analysis, symbol] of this.programsKnowing(found, signal)) collect(analysis, symbol);
    return parts;
  }

  /** The other programs that know the symbol, because they include the file that declares it. */
  async *programsKnowing(
    { analysis, symbol }: FoundSymbol,
    signal: CancellationSignal,
  ): AsyncGenerator<readonly [Analysis, ProgramSymbol]> {
    const { place } = symbol;
    const declaring = analysis.files[place?.file ?? -1]?.path;
    if (!place || declaring === undefined || analysis.globalScope.names.get(symbol.name) !== symbol) return;
    for await (const program of this.programsIncluding(declaring, signal)) {
      const file = fileOf(program, declaring);
      const same = file < 0 ? undefined : symbolAt(program, place.name.start, file)?.symbol;
      if (same?.place?.file === file && same.place.name.start === place.name.start) yield [program, same];
    }
  }

  /**
   * The programs that include a file, directly or through others. Of programs that include each other only the outermost
   * are among them, as they hold the others.
   */
  async *programsIncluding(uri: string, signal: CancellationSignal): AsyncGenerator<Analysis> {
    const includes = await this.#includes.all(signal);
    const including = await this.#filesIncluding(canonicalUri(uri), includes);
    const inner = new Set([...including.values()].flatMap((targets) => [...targets]));
    const outermost = [...including.keys()].filter((key) => !inner.has(key));
    // Files that include each other in a circle have no outermost one.
    const roots = outermost.length > 0 ? outermost : [...including.keys()];
    for (const key of roots.slice(0, mostPrograms)) {
      throwIfCancelled(signal);
      const program = await this.programOf(includes.get(key)?.uri ?? key);
      if (program) yield program;
    }
  }

  /** The files that include the target, with those among them and the target that they include directly. */
  async #filesIncluding(
    target: string,
    includes: Awaited<ReturnType<WorkspaceFacts<ReadonlySet<string>>['all']>>,
  ): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const reached = new Set([target]);
    const including = new Map<string, Set<string>>();
    const candidatesOf = new Map<string, string[]>();
    for (const [key, { facts, uri }] of includes) {
      if (facts.size === 0) continue;
      const { includePaths } = await this.analyses.settingsOf(uri);
      const candidates = [...facts].flatMap((request) => includeCandidates(request, uri, includePaths));
      candidatesOf.set(key, candidates.map(canonicalUri));
    }
    for (let size = 0; size < reached.size; ) {
      size = reached.size;
      for (const [key, candidates] of candidatesOf) {
        if (key === target) continue;
        const direct = candidates.filter((candidate) => candidate !== key && reached.has(candidate));
        if (direct.length === 0) continue;
        reached.add(key);
        including.set(key, new Set(direct));
      }
    }
    return including;
  }

  /** The program of a file, which need not be open; undefined when there is no such file. */
  async programOf(uri: string): Promise<Analysis | undefined> {
    const opened = await this.analyses.openProgram(uri);
    if (opened) return opened.analysis;
    try {
      const text = await this.workspace.readText(uri);
      return (await this.analyses.analyse({ uri, text })).analysis;
    } catch (thrown) {
      if (thrown instanceof Failure) return undefined;
      throw thrown;
    }
  }
}

/** Where a range of a file of a program is, with the address as the editor writes it. */
export function locationOf(
  analysis: Analysis,
  file: number,
  range: OffsetRange,
  workspace: LanguageWorkspace,
): Location | undefined {
  const binding = analysis.files[file];
  return binding && { uri: addressOf(binding.path, workspace), range: binding.lines.rangeAt(range) };
}

/** The range of a token that does not stretch over lines. */
export function rangeOfToken({ lines, tree }: Analysis['files'][number], token: number): Range {
  const { ends, starts } = tree.tokens;
  const offset = starts[token] ?? 0;
  const start = lines.positionAt(offset);
  return { start, end: { line: start.line, character: start.character + (ends[token] ?? offset) - offset } };
}

/** The address of a file as the editor writes it where it is open. */
export function addressOf(path: string, workspace: LanguageWorkspace): string {
  return workspace.open(path)?.uri ?? path;
}

/** The index of a file in a program; −1 when it is not part of it. */
export function fileOf(analysis: Analysis, uri: string): number {
  const key = canonicalUri(uri);
  return analysis.files.findIndex(({ path }) => canonicalUri(path) === key);
}

function isName({ tree }: Analysis, offset: number): boolean {
  const { ends, kinds } = tree.tokens;
  const token = tokenAt(tree.tokens, offset);
  if (kinds[token] === tokenKind.identifier) return true;
  // With the caret between a name and `;` the name counts.
  return kinds[token - 1] === tokenKind.identifier && ends[token - 1] === offset;
}
