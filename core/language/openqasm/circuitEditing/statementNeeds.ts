import type { OffsetRange } from '#core/base/textRange.ts';
import { mentionTokens, type ProgramSymbol } from '#core/openqasm/index.ts';
import type { StatementList } from '#core/openqasm/statementList.ts';
import type { Block, Statement } from '#core/openqasm/syntaxTree.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import type { DrawnList } from './drawnList.ts';
import type { DrawnProgram } from './drawnProgram.ts';
import type { StatementBounds } from './wantedPlace.ts';

/** Statements that change no classical value but bits, which have wires. */
const quantumStatements: ReadonlySet<Statement['kind']> = new Set([
  'gate-call',
  'measure',
  'reset',
  'barrier',
  'delay',
]);

/** The symbols that a piece of the text mentions. */
function symbolsIn({ analysis }: DrawnProgram, range: OffsetRange): Set<ProgramSymbol> {
  const [main] = analysis.files;
  const symbols = new Set<ProgramSymbol>();
  if (!main) return symbols;
  const { count, kinds, starts } = main.tree.tokens;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < range.start) low = middle + 1;
    else high = middle;
  }
  for (let token = low; token < count && (starts[token] ?? 0) < range.end; token++) {
    if (kinds[token] !== tokenKind.identifier) continue;
    const symbol = analysis.symbols[main.symbolOfToken[token] ?? -1];
    if (symbol) symbols.add(symbol);
  }
  return symbols;
}

/** The statement of a list behind which a symbol is known; −1 where it always is, or is declared around the list. */
export function declaredBy(
  { analysis }: DrawnProgram,
  { block, statements }: DrawnList,
  symbol: ProgramSymbol,
): number {
  if (symbol.place?.file === 0) return indexIn(statements, block, symbol.place.declaration.start);
  if (block) return -1;
  if (!symbol.place && !symbol.gate?.library) return -1;
  if (analysis.builtins.get(symbol.name) === symbol) return -1;
  let last = -1;
  for (
    let index = statements.indexOfKind('include');
    index >= 0;
    index = statements.indexOfKind('include', index + 1)
  ) {
    last = index;
  }
  return last;
}

/** The statement of a list that an offset is in; −1 outside of its block. */
function indexIn(statements: StatementList, block: Block | undefined, offset: number): number {
  return block && (offset < block.start || offset >= block.end) ? -1 : statements.indexAt(offset);
}

/**
 * Between which statements of a list a statement of it means the same: its names are declared, and the variables it reads
 * or writes have the values they have where it stands.
 * @param index the statement itself
 */
export function boundsOf(program: DrawnProgram, list: DrawnList, index: number, range: OffsetRange): StatementBounds {
  const { block, statements } = list;
  const [main] = program.analysis.files;
  let behind = -1;
  let before = statements.length;
  const isQuantum = quantumStatements.has(statements.kindAt(index));
  for (const symbol of symbolsIn(program, range)) {
    const declaration = declaredBy(program, list, symbol);
    if (declaration === index) continue;
    behind = Math.max(behind, declaration);
    if (!isChanging(symbol) || !main) continue;
    for (const token of mentionTokens(main, symbol)) {
      const other = indexIn(statements, block, main.tree.tokens.starts[token] ?? 0);
      if (other < 0) continue;
      // What only reads the value may stand on either side of what only reads it.
      if (other === index || (isQuantum && quantumStatements.has(statements.kindAt(other)))) continue;
      if (other < index) behind = Math.max(behind, other);
      else before = Math.min(before, other);
    }
  }
  return { behind, before };
}

/** Between which statements of a list the names of a statement that comes to it from another are declared. */
export function arrivalBounds(program: DrawnProgram, list: DrawnList, range: OffsetRange): StatementBounds {
  const declarations = [...symbolsIn(program, range)].map((symbol) => declaredBy(program, list, symbol));
  return { behind: Math.max(-1, ...declarations), before: list.statements.length };
}

/**
 * Whether a statement would mean another thing in another block: it uses a variable that the program sets or reads
 * elsewhere than in gates.
 */
export function dependsOnPlace(program: DrawnProgram, { block, statements }: DrawnList, range: OffsetRange): boolean {
  const [main] = program.analysis.files;
  for (const symbol of symbolsIn(program, range)) {
    if (!isChanging(symbol) || !main) continue;
    for (const token of mentionTokens(main, symbol)) {
      const offset = main.tree.tokens.starts[token] ?? 0;
      if (offset >= range.start && offset < range.end) continue;
      const { declaration } = symbol.place ?? {};
      if (declaration && offset >= declaration.start && offset < declaration.end) continue;
      const index = indexIn(statements, block, offset);
      if (index < 0 || !quantumStatements.has(statements.kindAt(index))) return true;
    }
  }
  return false;
}

/** Whether a symbol may have another value elsewhere, and no wire that shows it. */
function isChanging({ kind, type }: ProgramSymbol): boolean {
  return (
    (kind === 'variable' || kind === 'output' || kind === 'parameter') && type.kind !== 'bit' && type.kind !== 'qubit'
  );
}
