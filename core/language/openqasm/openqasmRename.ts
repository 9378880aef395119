import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { type Analysis, describeSymbol, type ProgramSymbol } from '#core/openqasm/index.ts';
import { scan, scanCalibration } from '#core/openqasm/scanner.ts';
import { isKeyword, tokenKind } from '#core/openqasm/tokenKind.ts';
import type { TokenStream } from '#core/openqasm/tokenStream.ts';
import type { LanguageDocument, RenameSubject } from '../languageService.ts';
import { calibrationNameAt, type MentionedCalibrationName } from './calibrationMentions.ts';
import { openpulseFunctions } from './completion/calibrationProposals.ts';
import { hardwareQubitMentions } from './hardwareQubits.ts';
import { addressOf, type FoundSymbol, type ProgramSearch, rangeOfToken } from './programSearch.ts';
import { placeText, requireSameMeaning } from './renamedProgram.ts';

/** The name at an offset that can be renamed. @throws Failure `unsupported` when it is one that cannot */
export async function openqasmPrepareRename(
  document: LanguageDocument,
  offset: number,
  search: ProgramSearch,
  signal: CancellationSignal,
): Promise<RenameSubject | undefined> {
  const found = await renamable(document, offset, search, signal);
  if (found) return { range: document.lines.rangeAt(found.range), placeholder: found.symbol.name };
  const calibrated = await renamableInCalibrations(document, offset, search);
  return calibrated && { range: document.lines.rangeAt(calibrated.range), placeholder: calibrated.name };
}

/**
 * The edits that give the name at an offset another name wherever it is mentioned, in all programs that know it.
 * @throws Failure `unsupported` when it cannot be renamed, `invalid-input` when the new name is none, `conflict` when a
 * program would mean something else with it
 */
export async function openqasmRename(
  document: LanguageDocument,
  offset: number,
  newName: string,
  search: ProgramSearch,
  signal: CancellationSignal,
): Promise<WorkspaceEdit | undefined> {
  const found = await renamable(document, offset, search, signal);
  if (!found) return renameInCalibrations(document, offset, newName, search);
  if (newName === found.symbol.name) return undefined;
  const programs: (readonly [Analysis, ProgramSymbol])[] = [[found.analysis, found.symbol]];
  for await (const program of search.programsKnowing(found, signal)) programs.push(program);
  for (const [analysis, symbol] of programs) {
    throwIfCancelled(signal);
    requireName(newName, analysis.version.major, scan(newName, analysis.version));
    requireUnused(newName, analysis, symbol);
    await requireSameMeaning(analysis, symbol, newName, search.analyses);
  }
  const changes: Record<string, TextEdit[]> = {};
  for (const { analysis, file, tokens } of await search.mentionsOf(found, signal)) {
    const binding = analysis.files[file];
    if (!binding) continue;
    const opened = search.workspace.open(binding.path);
    if (opened && opened.text !== binding.tree.text) throw new Failure('cancelled', 'A file changed meanwhile.');
    const edits = tokens.map((token) => ({ range: rangeOfToken(binding, token), newText: newName }));
    const uri = addressOf(binding.path, search.workspace);
    changes[uri] = [...(changes[uri] ?? []), ...edits];
  }
  return { changes };
}

/** Renames what calibrations call something; the rest of the program does not know it. */
async function renameInCalibrations(
  document: LanguageDocument,
  offset: number,
  newName: string,
  search: ProgramSearch,
): Promise<WorkspaceEdit | undefined> {
  const found = await renamableInCalibrations(document, offset, search);
  if (!found || newName === found.name) return undefined;
  const { version } = await search.analyses.of(document);
  requireName(newName, version.major, scanCalibration(newName, version, 0, newName.length));
  if (found.neighbours.has(newName) || openpulseFunctions.has(newName)) {
    throw new Failure('conflict', `'${newName}' is already declared in the calibrations; choose another name.`);
  }
  const edits = found.mentions.map((range) => ({ range: document.lines.rangeAt(range), newText: newName }));
  return { changes: { [document.uri]: edits } };
}

async function renamableInCalibrations(
  document: LanguageDocument,
  offset: number,
  search: ProgramSearch,
): Promise<MentionedCalibrationName | undefined> {
  const found = calibrationNameAt(await search.analyses.of(document), offset);
  if (!found || found.declaration) return found;
  const origin = openpulseFunctions.has(found.name) ? 'is built into OpenPulse' : 'is declared nowhere in the file';
  throw new Failure('unsupported', `'${found.name}' ${origin} and cannot be renamed.`);
}

async function renamable(
  document: LanguageDocument,
  offset: number,
  search: ProgramSearch,
  signal: CancellationSignal,
): Promise<FoundSymbol | undefined> {
  const found = await search.symbolAt(document, offset, signal);
  if (!found) {
    if (hardwareQubitMentions(await search.analyses.of(document), offset)) {
      throw new Failure('unsupported', 'A hardware qubit is named by its number on the device and cannot be renamed.');
    }
    return undefined;
  }
  const { name, place } = found.symbol;
  if (place) return found;
  const origin = found.analysis.builtins.has(name) ? 'is built into the language' : 'is a gate of the standard library';
  throw new Failure('unsupported', `'${name}' ${origin} and cannot be renamed.`);
}

/** @throws Failure `invalid-input` */
function requireName(name: string, major: number, { count, ends, kinds }: TokenStream): void {
  const kind = kinds[0] ?? tokenKind.endOfFile;
  if (count === 2 && ends[0] === name.length && kind === tokenKind.identifier) return;
  const reason =
    count === 2 && isKeyword(kind)
      ? `is a keyword of OpenQASM ${major}`
      : 'is no name: names are letters, digits and underscores and do not start with a digit';
  throw new Failure('invalid-input', `'${name}' ${reason}.`);
}

/** Refuses the names for which there is a plain reason. @throws Failure `conflict` */
function requireUnused(name: string, analysis: Analysis, symbol: ProgramSymbol): void {
  const scope = scopeOf(symbol, analysis);
  const isGlobal = scope === analysis.globalScope;
  const builtin = isGlobal ? analysis.builtins.get(name) : undefined;
  const existing = scope?.names.get(name) ?? builtin;
  if (!existing) return;
  if (existing.place) {
    const { file, name: declared } = existing.place;
    const line = (analysis.files[file]?.lines.positionAt(declared.start).line ?? 0) + 1;
    const where = placeText(file, line, analysis);
    throw new Failure('conflict', `'${name}' is already declared as ${describeSymbol(existing)} ${where}.`);
  }
  const origin = builtin ? 'is built into the language' : 'is a gate of the standard library';
  throw new Failure('conflict', `'${name}' ${origin}; choose another name.`);
}

function scopeOf(symbol: ProgramSymbol, { globalScope }: Analysis): Analysis['globalScope'] | undefined {
  const waiting = [globalScope];
  for (let scope = waiting.pop(); scope; scope = waiting.pop()) {
    if (scope.names.get(symbol.name) === symbol) return scope;
    for (const child of scope.children) waiting.push(child);
  }
  return undefined;
}
