import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { Binder } from './binder.ts';
import { diagnose } from './messages.ts';
import type { StatementList } from './statementList.ts';
import type { ProgramSymbol } from './symbols.ts';
import type { Statement } from './syntaxTree.ts';

/**
 * What a program declares and never uses. A file that only defines gates or subroutines is meant to be included, so
 * only what is local to them counts there.
 */
export function unusedNames(binder: Binder): Diagnostic[] {
  const tree = binder.files[0]?.tree;
  // While a statement cannot be read, what it uses is not known.
  if (!tree || tree.diagnostics.some(({ severity }) => severity === 'error')) return [];
  const isLibrary = !hasAction(tree.statements);
  const diagnostics: Diagnostic[] = [];
  for (const symbol of binder.symbols) {
    if (symbol.place?.file !== 0 || symbol.name === '' || (binder.uses[symbol.id] ?? 0) > 0) continue;
    const isLocal = symbol.kind === 'gate-parameter' || symbol.kind === 'gate-qubit' || symbol.kind === 'parameter';
    if (isLibrary && !isLocal) continue;
    const what = unusedKind(symbol);
    if (what !== undefined) diagnostics.push(diagnose('QAS9001', symbol.place.name, `${what} '${symbol.name}'`));
  }
  if (isLibrary) return diagnostics;
  for (const [library, place] of binder.libraries) {
    if (place.file !== 0) continue;
    const isUsed = binder.symbols.some(
      (symbol) => symbol.gate?.library && !binder.builtins.has(symbol.name) && (binder.uses[symbol.id] ?? 0) > 0,
    );
    if (!isUsed) diagnostics.push(diagnose('QAS9001', place, `library "${library}"`));
  }
  return diagnostics;
}

function hasAction(statements: StatementList): boolean {
  for (let index = 0; index < statements.length; index++) if (isAction(statements.kindAt(index))) return true;
  return false;
}

/** Whether a statement of the kind does something when the program runs. */
function isAction(kind: Statement['kind']): boolean {
  switch (kind) {
    case 'gate-call':
    case 'measure':
    case 'reset':
    case 'assignment':
    case 'if':
    case 'for':
    case 'while':
    case 'switch':
    case 'box':
    case 'delay':
    case 'block':
    case 'expression':
      return true;
    default:
      return false;
  }
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
