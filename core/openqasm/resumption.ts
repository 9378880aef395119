import { appendAll } from '#core/base/appendAll.ts';
import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Binder } from './binder.ts';
import { CircuitTrace } from './lints/circuitTrace.ts';
import { ValueTrace } from './lints/valueTrace.ts';
import { type WrittenAngle, writtenAngles } from './lints/writtenAngles.ts';
import { diagnosticLimit } from './messages.ts';
import { MovedProgram } from './movedProgram.ts';
import { reservedWordCount } from './nameTable.ts';
import type { FileBinding, ParsedProgram, ProgramState } from './programState.ts';
import type { TreeEdit } from './reparse.ts';
import type { SyntaxTree } from './syntaxTree.ts';
import { firstKeyword, tokenKind } from './tokenKind.ts';
import type { TokenStream } from './tokenStream.ts';
import { shiftedDiagnostic } from './tokenUpdate.ts';

/** What is known of a program when its statements are bound, before the checks of the whole program. */
export interface BoundProgram {
  /** The binder; those checks have counted more uses in it and added to its diagnostics. */
  readonly binder: Binder;
  /** How often each symbol is used, by id. */
  readonly uses: readonly number[];
  /** What was reported about the statements of the analysed file. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Tokens of statements that may change what others mean, or how they are checked, without declaring a name. */
const farReaching: ReadonlySet<number> = new Set([
  tokenKind.openqasm,
  tokenKind.include,
  tokenKind.pragma,
  tokenKind.annotation,
  tokenKind.defcalgrammar,
  tokenKind.cal,
  tokenKind.defcal,
]);

/** A program in which the statements of an edit are still to be bound, between those before and behind it. */
export interface Resumption {
  /** What is bound: the statements before the edit, and where they cannot tell the difference, those behind it. */
  readonly state: ProgramState;
  /**
   * Adds what is known of the statements behind the edit.
   * @param edited the binder that has bound the statements of the edit
   * @returns the state of the whole program; undefined when the edit changes what others mean
   */
  readonly completed: (edited: Binder) => ProgramState | undefined;
}

/**
 * Prepares to bind only the statements of an edit. That gives the same as binding all of them as long as the old and the
 * new ones declare nothing, and whatever else they do is additive: uses of names, findings, and steps of the traces.
 * @returns undefined when the whole program must be bound
 */
export function resume(previous: BoundProgram, edit: TreeEdit, program: ParsedProgram): Resumption | undefined {
  const { options, tree } = program;
  const { binder } = previous;
  const [file] = binder.files;
  if (!file || !isResumable(binder, program)) return undefined;
  const region = regionOf(edit, file.tree);
  if (!isLocal(previous, edit, program, region)) return undefined;
  const moved = new MovedProgram(binder, tree, region, edit);
  const symbols = moved.symbols();
  if (!symbols) return undefined;
  const { global, libraries, runtimeControl, shadowings, unresolved } = moved.rest(symbols);
  const laterNames = moved.takeLaterNames(global);
  const kept = keptDiagnostics(previous.diagnostics, region, edit.offsetShift);
  if (!laterNames || !kept) return undefined;
  const editedBinding = editedFile(file, program, edit, kept.before);
  const state: ProgramState = {
    version: tree.version,
    options,
    isFragment: binder.isFragment,
    isIncomplete: false,
    files: [editedBinding],
    symbols,
    uses: remainingUses(previous, file, edit, region),
    unresolved: unresolved.before,
    hiddenUses: [],
    shadowings,
    rivals: new Map(),
    calibrated: new Set(binder.calibrated),
    runtimeControl: runtimeControl.before,
    unknownDirectives: new Set(binder.unknownDirectives),
    hasCalibrationGrammar: binder.hasCalibrationGrammar,
    assigned: new Set(binder.assigned),
    constantInitials: new Set(binder.constantInitials),
    openVariables: new Set(binder.openVariables),
    libraries,
    global,
    builtins: binder.builtins,
    expected: binder.expected,
    registers: binder.registers.withSymbols(symbols),
    wholeTrace: binder.wholeTrace && new CircuitTrace(0),
    valueTrace: new ValueTrace(),
    writtenAngles: options.lints === 'off' ? [] : editedAngles(binder.writtenAngles, tree, edit),
  };
  const completed = (edited: Binder): ProgramState | undefined => {
    const { diagnostics } = editedBinding;
    const isLocalStill =
      edited.symbols.length === binder.symbols.length &&
      edited.flow.isReachable &&
      edited.hiddenUses.length === 0 &&
      edited.rivals.size === 0 &&
      edited.unknownDirectives.size === binder.unknownDirectives.size &&
      edited.hasCalibrationGrammar === binder.hasCalibrationGrammar &&
      edited.wholeTrace?.isComplete !== false &&
      diagnostics.length + kept.after.length < diagnosticLimit;
    if (!isLocalStill) return undefined;
    appendAll(diagnostics, kept.after);
    for (const [name, symbol] of laterNames) edited.global.names.set(name, symbol);
    appendAll(edited.unresolved, unresolved.after);
    appendAll(edited.runtimeControl, runtimeControl.after);
    const shift = edit.offsetShift;
    return {
      ...edited,
      wholeTrace: edited.wholeTrace && binder.wholeTrace?.spliced(region, edited.wholeTrace, shift),
      valueTrace: binder.valueTrace.spliced(region, edited.valueTrace, shift),
    };
  };
  return { state, completed };
}

/** Whether nothing in a program makes its statements depend on each other beyond what they declare. */
function isResumable(binder: Binder, { options, path }: ParsedProgram): boolean {
  return (
    binder.files.length === 1 &&
    binder.files[0]?.path === path &&
    !binder.isIncomplete &&
    binder.flow.isReachable &&
    binder.hiddenUses.length === 0 &&
    binder.rivals.size === 0 &&
    binder.wholeTrace?.isComplete !== false &&
    (binder.options.profile ?? 'default') === (options.profile ?? 'default') &&
    (binder.options.lints === 'off') === (options.lints === 'off') &&
    JSON.stringify(binder.options.target) === JSON.stringify(options.target)
  );
}

/** The offsets of the old text that the replaced statements lie in, with the gaps around them. */
function regionOf(edit: TreeEdit, { statements, tokens }: SyntaxTree): OffsetRange {
  const start = edit.firstStatement === 0 ? 0 : (tokens.ends[edit.firstToken - 1] ?? 0);
  const isToEnd = edit.oldRestStatement >= statements.length;
  return { start, end: isToEnd ? Number.MAX_SAFE_INTEGER : (tokens.starts[edit.oldRestToken] ?? 0) };
}

/** Whether the old and the new statements of an edit are such as concern only themselves. */
function isLocal(
  { binder, diagnostics }: BoundProgram,
  edit: TreeEdit,
  { lines, tree }: ParsedProgram,
  region: OffsetRange,
): boolean {
  const [file] = binder.files;
  if (!file) return false;
  if (mentions(file.tree.tokens, edit.firstToken, edit.oldRestToken)) return false;
  if (mentions(tree.tokens, edit.firstToken, edit.newRestToken)) return false;
  // What the parser says of these is completed when their statements are bound.
  if (tree.diagnostics.some(({ code }) => code === 'QAS2005')) return false;
  if (binder.symbols.some(({ place }) => place?.file === 0 && isWithin(region, place.declaration.start))) return false;
  // Repairs that insert lines end them as the others end.
  if (file.tree.text.includes('\r\n') !== tree.text.includes('\r\n')) return false;
  // A message that names a line would name the wrong one.
  const hasMoved = lines.lineCount !== file.lines.lineCount;
  return !hasMoved || !diagnostics.some(({ message }) => message.includes('at line'));
}

function mentions({ kinds, words }: TokenStream, from: number, to: number): boolean {
  for (let token = from; token < to; token++) {
    if (farReaching.has(kinds[token] ?? 0)) return true;
    // Statements of OpenQASM 3 are read in a file of OpenQASM 2 too.
    const word = words[token] ?? -1;
    if (word >= 0 && word < reservedWordCount && farReaching.has(firstKeyword + word)) return true;
  }
  return false;
}

function isWithin({ end, start }: OffsetRange, offset: number): boolean {
  return start <= offset && offset < end;
}

/**
 * The file with what its tokens mean, apart from those of the edit.
 * @param found what is known about the statements before it
 */
function editedFile(
  { symbolOfToken }: FileBinding,
  { lines, path, tree }: ParsedProgram,
  edit: TreeEdit,
  found: readonly Diagnostic[],
): FileBinding {
  const edited = new Int32Array(tree.tokens.count);
  edited.set(symbolOfToken.subarray(0, edit.firstToken));
  edited.fill(-1, edit.firstToken, edit.newRestToken);
  edited.set(symbolOfToken.subarray(edit.oldRestToken), edit.newRestToken);
  const diagnostics = [...tree.diagnostics, ...found];
  return { path, tree, lines, symbolOfToken: edited, diagnostics, includedAs: undefined };
}

/** The written angles of the whole program after the edit. */
function editedAngles(old: readonly WrittenAngle[], { tokens }: SyntaxTree, edit: TreeEdit): WrittenAngle[] {
  const shift = edit.newRestToken - edit.oldRestToken;
  return [
    ...old.filter(({ token }) => token < edit.firstToken),
    ...writtenAngles(tokens, edit.firstToken, edit.newRestToken),
    ...old.filter(({ token }) => token >= edit.oldRestToken).map(({ form, token }) => ({ form, token: token + shift })),
  ];
}

/** How often symbols are used outside the edit. */
function remainingUses(
  { binder, uses }: BoundProgram,
  file: FileBinding,
  edit: TreeEdit,
  region: OffsetRange,
): number[] {
  const remaining = [...uses];
  const count = (token: number, change: number): void => {
    const symbol = file.symbolOfToken[token] ?? -1;
    if (symbol >= 0) remaining[symbol] = (remaining[symbol] ?? 0) + change;
  };
  for (let token = edit.firstToken; token < edit.oldRestToken; token++) count(token, -1);
  // Names that are declared later were not counted before the whole program was checked.
  for (const { name } of binder.unresolved) if (name.token >= 0 && isWithin(region, name.start)) count(name.token, 1);
  return remaining;
}

/** The findings about statements outside the edit; undefined when one of them points into it. */
function keptDiagnostics(
  diagnostics: readonly Diagnostic[],
  region: OffsetRange,
  shift: number,
): { readonly before: readonly Diagnostic[]; readonly after: readonly Diagnostic[] } | undefined {
  const before: Diagnostic[] = [];
  const after: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    if (isWithin(region, diagnostic.range.start)) continue;
    const places = [
      diagnostic.range,
      ...(diagnostic.related ?? []).map(({ range }) => range),
      ...(diagnostic.fixes ?? []).flatMap(({ replacements }) => replacements.map(({ range }) => range)),
    ];
    // What is inserted right before the edit may belong elsewhere after it.
    if (!places.every(({ end, start }) => Math.max(end, start + 1) <= region.start || start >= region.end)) {
      return undefined;
    }
    const isBefore = diagnostic.range.start < region.start;
    (isBefore ? before : after).push(shift === 0 ? diagnostic : shiftedDiagnostic(diagnostic, region.end, shift));
  }
  return { before, after };
}
