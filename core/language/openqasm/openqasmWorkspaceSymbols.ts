import type { SymbolKind, WorkspaceSymbol } from 'vscode-languageserver-types';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { LineTable, type TextRange } from '#core/base/textRange.ts';
import { parseProgram } from '#core/openqasm/index.ts';
import type { Identifier, Statement } from '#core/openqasm/syntaxTree.ts';
import { symbolKinds } from './openqasmDocumentSymbols.ts';
import type { WorkspaceFacts } from './workspaceFacts.ts';

/** A name that a file declares for all that include it. */
export interface DeclaredName {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly range: TextRange;
}

/** Names of one file beyond this number are not found. */
const mostNames = 2000;

/** Editors show no more. */
const mostSymbols = 500;

/** What a file declares at its top level, found without looking at what it includes. */
export function declaredNames(text: string): readonly DeclaredName[] {
  const { statements } = parseProgram(text);
  const lines = new LineTable(text);
  const names: DeclaredName[] = [];
  for (let index = 0; index < statements.length && names.length < mostNames; index++) {
    if (!declares(statements.kindAt(index))) continue;
    const declared = declarationIn(statements.at(index));
    if (!declared || declared.name.name === '') continue;
    names.push({ name: declared.name.name, kind: declared.kind, range: lines.rangeAt(declared.name) });
  }
  return names;
}

/** Names of the circuit files that contain the letters of the query in their order, the best matches first. */
export async function openqasmWorkspaceSymbols(
  query: string,
  declared: WorkspaceFacts<readonly DeclaredName[]>,
  signal: CancellationSignal,
): Promise<WorkspaceSymbol[]> {
  const matches: { readonly symbol: WorkspaceSymbol; readonly rank: number }[] = [];
  for (const { facts, uri } of (await declared.all(signal)).values()) {
    for (const { kind, name, range } of facts) {
      const rank = rankOf(name.toLowerCase(), query.toLowerCase());
      if (rank !== undefined) matches.push({ rank, symbol: { name, kind, location: { uri, range } } });
    }
  }
  return matches
    .sort((a, b) => a.rank - b.rank || (a.symbol.name < b.symbol.name ? -1 : 1))
    .slice(0, mostSymbols)
    .map(({ symbol }) => symbol);
}

/** 0 for the whole name, 1 for its beginning, 2 for a part, 3 for scattered letters; undefined for no match. */
function rankOf(name: string, query: string): number | undefined {
  if (name === query) return 0;
  if (name.startsWith(query)) return 1;
  if (name.includes(query)) return 2;
  let position = 0;
  for (const letter of query) {
    position = name.indexOf(letter, position) + 1;
    if (position === 0) return undefined;
  }
  return 3;
}

function declares(kind: Statement['kind']): boolean {
  switch (kind) {
    case 'gate':
    case 'opaque':
    case 'subroutine':
    case 'extern':
    case 'qubit-declaration':
    case 'classical-declaration':
    case 'alias':
      return true;
    default:
      return false;
  }
}

function declarationIn(
  statement: Statement | undefined,
): { readonly name: Identifier; readonly kind: SymbolKind } | undefined {
  const kind = statement && kindOf(statement);
  return statement && kind !== undefined && 'name' in statement && 'kind' in statement.name
    ? { name: statement.name, kind }
    : undefined;
}

function kindOf(statement: Statement): SymbolKind | undefined {
  switch (statement.kind) {
    case 'gate':
    case 'opaque':
      return symbolKinds.gate;
    case 'subroutine':
      return symbolKinds.subroutine;
    case 'extern':
      return symbolKinds.extern;
    case 'qubit-declaration':
      return symbolKinds.qubit;
    case 'alias':
      return symbolKinds.alias;
    case 'classical-declaration':
      return symbolKinds[statement.modifier === 'const' ? 'constant' : (statement.modifier ?? 'variable')];
    default:
      return undefined;
  }
}
