import { Failure } from '#core/base/failure.ts';
import { shownPath } from '#core/openqasm/filePaths.ts';
import { type Analysis, describeSymbol, mentionTokens, type ProgramSymbol, tokenAt } from '#core/openqasm/index.ts';
import type { LanguageWorkspace } from '../languageService.ts';
import { canonicalUri } from '../siblingUri.ts';
import { analyseCircuit, type CircuitAnalyses } from './circuitAnalysis.ts';

/**
 * Analyses the program with the symbol renamed, and makes sure that every name still means what it meant.
 * @throws Failure `conflict` with the first place where it would not
 */
export async function requireSameMeaning(
  analysis: Analysis,
  symbol: ProgramSymbol,
  newName: string,
  analyses: CircuitAnalyses,
): Promise<void> {
  const texts = renamedTexts(analysis, symbol, newName);
  const main = analysis.files[0]?.path ?? '';
  const text = texts.get(canonicalUri(main)) ?? analysis.tree.text;
  const workspace = withTexts(analyses.workspace, texts);
  const settings = await analyses.settingsOf(main);
  const renamed = (await analyseCircuit({ uri: main, text }, workspace, settings)).analysis;
  requireSameSymbols(analysis, renamed);
  requireNoNewErrors(analysis, renamed, newName);
}

/** The texts of the files that mention the symbol with its new name, by canonical address. */
function renamedTexts(analysis: Analysis, symbol: ProgramSymbol, newName: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const binding of analysis.files) {
    const { ends, starts, text } = binding.tree.tokens;
    const parts: string[] = [];
    let end = 0;
    for (const token of mentionTokens(binding, symbol)) {
      parts.push(text.slice(end, starts[token]), newName);
      end = ends[token] ?? end;
    }
    if (parts.length > 0) texts.set(canonicalUri(binding.path), parts.join('') + text.slice(end));
  }
  return texts;
}

/** The workspace with some files as they would be. */
function withTexts(workspace: LanguageWorkspace, texts: ReadonlyMap<string, string>): LanguageWorkspace {
  return {
    read: (uri) => workspace.read(uri),
    readText: async (uri) => texts.get(canonicalUri(uri)) ?? (await workspace.readText(uri)),
    open: (uri) => (texts.has(canonicalUri(uri)) ? undefined : workspace.open(uri)),
    openDocuments: () => workspace.openDocuments(),
    list: (uri) => workspace.list(uri),
    circuitFiles: (signal) => workspace.circuitFiles(signal),
  };
}

/** Renaming changes no token but names, so tokens with the same number correspond. */
function requireSameSymbols(before: Analysis, after: Analysis): void {
  const counterparts = new Map<number, number>();
  for (const [file, { lines, symbolOfToken, tree }] of before.files.entries()) {
    const renamed = after.files[file]?.symbolOfToken;
    for (let token = 0; token < symbolOfToken.length; token++) {
      const old = symbolOfToken[token] ?? -1;
      // A name that meant nothing may mean something now: that is what it was renamed for.
      if (old < 0) continue;
      const current = renamed?.[token] ?? -1;
      const counterpart = counterparts.get(old);
      if (counterpart === current) continue;
      const oldSymbol = before.symbols[old];
      const newSymbol = after.symbols[current];
      if (counterpart === undefined && oldSymbol && newSymbol && isSame(oldSymbol, newSymbol, before, after)) {
        counterparts.set(old, current);
        continue;
      }
      const line = lines.positionAt(tree.tokens.starts[token] ?? 0).line + 1;
      const name = tree.text.slice(tree.tokens.starts[token], tree.tokens.ends[token]);
      const meaning = newSymbol
        ? `would then mean ${describeSymbol(newSymbol)} of that name`
        : 'would then mean nothing';
      throw new Failure('conflict', `'${name}' ${placeText(file, line, before)} ${meaning}; choose another name.`);
    }
  }
}

/** Whether both are declared by the same token, or are the same thing of the language. */
function isSame(old: ProgramSymbol, current: ProgramSymbol, before: Analysis, after: Analysis): boolean {
  if (!old.place || !current.place) return !old.place && !current.place && old.name === current.name;
  return old.place.file === current.place.file && declaringToken(old, before) === declaringToken(current, after);
}

function declaringToken({ place }: ProgramSymbol, { files }: Analysis): number {
  const tokens = files[place?.file ?? -1]?.tree.tokens;
  return tokens && place ? tokenAt(tokens, place.name.start) : -1;
}

function requireNoNewErrors(before: Analysis, after: Analysis, newName: string): void {
  for (const [file, { diagnostics, lines }] of after.files.entries()) {
    const known = new Map<string, number>();
    for (const { code, severity } of before.files[file]?.diagnostics ?? []) {
      if (severity === 'error') known.set(code, (known.get(code) ?? 0) + 1);
    }
    for (const { code, message, range, severity } of diagnostics) {
      if (severity !== 'error') continue;
      const left = known.get(code) ?? 0;
      known.set(code, left - 1);
      if (left > 0) continue;
      const where = placeText(file, lines.positionAt(range.start).line + 1, after);
      throw new Failure('conflict', `With the name '${newName}' there would be an error ${where}: ${message}`);
    }
  }
}

/** `at line 3`, or `in lib/gates.inc at line 3`. */
export function placeText(file: number, line: number, { files }: Analysis): string {
  const main = files[0]?.path ?? '';
  return file === 0 ? `at line ${line}` : `in ${shownPath(files[file]?.path ?? '', main)} at line ${line}`;
}
