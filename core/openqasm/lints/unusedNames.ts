import type { Diagnostic, DiagnosticFix } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Binder } from '../binder.ts';
import { removeStatement } from '../insertions.ts';
import { diagnose, withFix } from '../messages.ts';
import type { IncludePlace } from '../programState.ts';
import { isExecuted } from '../statementRules.ts';
import type { ProgramSymbol } from '../symbols.ts';
import type { Statement, SyntaxTree } from '../syntaxTree.ts';

/*
 * No repair here is the obvious one: what is not used yet may be meant for what is still to be written, and must not
 * vanish when a file is saved.
 */

/**
 * What a program declares or includes and never uses. Without declared outputs all variables of a program are its result
 * ("Input/output"), so bits that are declared for a measurement are then used, and bits of a circuit without measurements. A file that only defines gates or subroutines is meant to be
 * included, so only what is local to them counts there. A name that begins with `_` says that it is not used.
 */
export function unusedNames(binder: Binder): Diagnostic[] {
  const tree = binder.files[0]?.tree;
  if (!tree) return [];
  const isLibrary = !hasAction(tree);
  const hasOutputs = binder.symbols.some(({ kind }) => kind === 'output');
  const diagnostics: Diagnostic[] = [];
  for (const symbol of binder.symbols) {
    if (symbol.place?.file !== 0 || symbol.name === '' || (binder.uses[symbol.id] ?? 0) > 0) continue;
    if (symbol.name.startsWith('_') || (isLibrary && !isLocal(symbol))) continue;
    const isGlobal = binder.global.names.get(symbol.name) === symbol;
    if (isGlobal && !hasOutputs && isResult(symbol, tree)) continue;
    if (symbol.kind === 'gate-parameter' && generatedParameter.test(symbol.name)) continue;
    const what = unusedKind(symbol);
    if (what !== undefined) diagnostics.push(unusedName(symbol, symbol.place.name, what, tree));
  }
  return isLibrary ? diagnostics : [...diagnostics, ...unusedIncludes(binder, tree)];
}

/** Qiskit writes the values into the bodies of the gates it exports, and leaves parameters with these names. */
const generatedParameter = /^param\d+$/;

/** Bits for outcomes: declared for a measurement, or in a circuit that is written down without its measurements. */
function isResult(symbol: ProgramSymbol, tree: SyntaxTree): boolean {
  if (measurementOf(symbol, tree) !== undefined) return true;
  return symbol.kind === 'variable' && symbol.type.kind === 'bit' && !/\bmeasure\b/.test(tree.text);
}

/** Whether a file does something when it runs, rather than only declare. */
function hasAction({ statements }: SyntaxTree): boolean {
  for (let index = 0; index < statements.length; index++) if (isAction(statements.kindAt(index))) return true;
  return false;
}

/** Whether a statement of the kind does something other than to declare. */
function isAction(kind: Statement['kind']): boolean {
  switch (kind) {
    case 'qubit-declaration':
    case 'classical-declaration':
    case 'alias':
    case 'barrier':
    case 'nop':
      return false;
    default:
      return isExecuted(kind);
  }
}

function isLocal({ kind }: ProgramSymbol): boolean {
  return kind === 'gate-parameter' || kind === 'gate-qubit' || kind === 'parameter';
}

function unusedName(symbol: ProgramSymbol, range: OffsetRange, what: string, tree: SyntaxTree): Diagnostic {
  const diagnostic = diagnose('QAS9001', range, `${what} '${symbol.name}'`);
  const fix = isLocal(symbol) ? underscoreFix(symbol, range) : removalFix(symbol, what, tree);
  return fix ? withFix(diagnostic, fix) : diagnostic;
}

/** What calls give cannot just go; its name can say that it is not used. */
function underscoreFix({ name }: ProgramSymbol, { end, start }: OffsetRange): DiagnosticFix {
  const newText = `_${name}`;
  return { title: `Rename it to '${newText}'`, replacements: [{ range: { start, end }, newText }], isPreferred: false };
}

/** The measurement that gives a declared variable its first value. */
function measurementOf({ place }: ProgramSymbol, { text }: SyntaxTree): string | undefined {
  const declaration = place && text.slice(place.declaration.start, place.declaration.end);
  return /=\s*(measure\b[^;]*;?)$/.exec(declaration ?? '')?.[1];
}

/** Removes a declaration; one that also measures or calls something goes on doing that. */
function removalFix(symbol: ProgramSymbol, what: string, tree: SyntaxTree): DiagnosticFix | undefined {
  const declaration = symbol.place?.declaration;
  if (!declaration) return undefined;
  const written = tree.text.slice(declaration.start, declaration.end);
  const title = `Remove the unused ${what} '${symbol.name}'`;
  const measurement = measurementOf(symbol, tree);
  if (measurement !== undefined) {
    const range = { start: declaration.start, end: declaration.end };
    return {
      title: `Only measure, without '${symbol.name}'`,
      replacements: [{ range, newText: measurement }],
      isPreferred: false,
    };
  }
  const isVariable = symbol.kind === 'variable' || symbol.kind === 'qubit' || symbol.kind === 'input';
  // A call in the initial value may do something.
  if (isVariable && /=.*\(/s.test(written)) return undefined;
  const range = withAnnotations(declaration, tree);
  return { title, replacements: [removeStatement(tree.text, range)], isPreferred: false };
}

/** A statement of the top level with the annotations that belong to it. */
function withAnnotations(declaration: OffsetRange, { statements, tokens }: SyntaxTree): OffsetRange {
  let { start } = declaration;
  for (let index = statements.indexAt(start) - 1; index >= 0 && statements.kindAt(index) === 'annotation'; index--) {
    start = tokens.starts[statements.firstTokenAt(index)] ?? start;
  }
  return { start, end: declaration.end };
}

/** Included files and libraries of which nothing is used. */
function unusedIncludes(binder: Binder, tree: SyntaxTree): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const [library, place] of binder.libraries) {
    const isUsed = binder.symbols.some(
      (symbol) => symbol.gate?.library && !binder.builtins.has(symbol.name) && (binder.uses[symbol.id] ?? 0) > 0,
    );
    if (place.file === 0 && !isUsed) diagnostics.push(unusedInclude(`library "${library}"`, place, tree));
  }
  const used = usedFiles(binder);
  for (const [file, { includedAs }] of binder.files.entries()) {
    if (includedAs?.file !== 0 || used.has(file)) continue;
    const request = tree.text.slice(includedAs.start + 1, includedAs.end - 1);
    diagnostics.push(unusedInclude(`include "${request}"`, includedAs, tree));
  }
  return diagnostics;
}

/** Files of which the analysed one uses names, which do something themselves or have an error, and those around them. */
function usedFiles({ files, symbols }: Binder): ReadonlySet<number> {
  const used = new Set<number>();
  if (files.length < 2) return used;
  for (const symbol of files[0]?.symbolOfToken ?? []) {
    const place = symbol < 0 ? undefined : symbols[symbol]?.place;
    if (place) used.add(place.file);
  }
  for (const [file, { diagnostics, tree }] of files.entries()) {
    if (hasAction(tree) || diagnostics.some(({ severity }) => severity === 'error')) used.add(file);
  }
  for (let file = files.length - 1; file > 0; file--) {
    const includer = files[file]?.includedAs?.file;
    if (includer !== undefined && used.has(file)) used.add(includer);
  }
  return used;
}

function unusedInclude(what: string, place: IncludePlace, { statements, text }: SyntaxTree): Diagnostic {
  const diagnostic = diagnose('QAS9001', place, what);
  const statement = statements.at(statements.indexAt(place.start));
  if (statement?.kind !== 'include') return diagnostic;
  const replacements = [removeStatement(text, statement)];
  return withFix(diagnostic, { title: 'Remove the unused include', replacements, isPreferred: false });
}

function unusedKind(symbol: ProgramSymbol): string | undefined {
  switch (symbol.kind) {
    case 'qubit':
      return symbol.type.kind === 'qubit' && symbol.type.size === 'scalar' ? 'qubit' : 'qubit register';
    case 'variable':
      return symbol.type.kind === 'bit' ? (symbol.type.size === 'scalar' ? 'bit' : 'bit register') : 'variable';
    case 'constant':
      return 'constant';
    case 'input':
      return 'input';
    case 'alias':
      return 'alias';
    case 'gate':
      return 'gate';
    case 'gate-parameter':
    case 'parameter':
      return 'parameter';
    case 'gate-qubit':
      return 'qubit';
    case 'subroutine':
      return 'subroutine';
    case 'extern':
      return 'external function';
    case 'output':
    case 'loop-variable':
    case 'builtin-constant':
    case 'builtin-function':
      return undefined;
  }
}
