import type { DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import type { LineTable, OffsetRange } from '#core/base/textRange.ts';
import { type CalibrationName, calibrationNames } from '#core/openqasm/calibrationBody.ts';
import { type Analysis, describeType, type ProgramSymbol } from '#core/openqasm/index.ts';
import type { CalibrationBlock, CalibrationDefinition } from '#core/openqasm/syntaxTree.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import { constantText } from './valueText.ts';

/** `SymbolKind` of the protocol; the types package is used for its types only. Loop variables are no landmarks. */
export const symbolKinds: Partial<Record<ProgramSymbol['kind'], SymbolKind>> = {
  qubit: 18,
  variable: 13,
  constant: 14,
  input: 26,
  output: 24,
  alias: 20,
  gate: 12,
  'gate-parameter': 13,
  'gate-qubit': 18,
  subroutine: 6,
  parameter: 13,
  extern: 11,
};

const functionKind: SymbolKind = 12;
const moduleKind: SymbolKind = 2;
const variableKind: SymbolKind = 13;

/** Symbols beyond this number are left out of the outline. */
const mostSymbols = 10_000;

/** A symbol of the outline before it is converted. */
interface Entry {
  readonly name: string;
  readonly detail: string;
  readonly kind: SymbolKind;
  readonly range: OffsetRange;
  readonly nameRange: OffsetRange;
  readonly children: Entry[];
}

/** The outline of a circuit: what its own file declares, gates and subroutines with their parameters and locals. */
export function openqasmDocumentSymbols(analysis: Analysis): DocumentSymbol[] {
  const calibrated = [...calibrations(analysis)];
  // A gate that only a calibration declares is shown as the calibration.
  const starts = new Set(calibrated.map(({ range }) => range.start));
  const declared = [...declarations(analysis)].filter(({ range }) => !starts.has(range.start));
  const entries = [...declared, ...calibrated]
    .sort((a, b) => a.range.start - b.range.start || b.range.end - a.range.end)
    .slice(0, mostSymbols);
  const outermost: Entry[] = [];
  const around: Entry[] = [];
  for (const entry of entries) {
    while (around.length > 0 && (around.at(-1)?.range.end ?? 0) < entry.range.end) around.pop();
    (around.at(-1)?.children ?? outermost).push(entry);
    if (entry.kind === symbolKinds.gate || entry.kind === symbolKinds.subroutine) around.push(entry);
  }
  return outermost.map((entry) => toDocumentSymbol(entry, analysis.lines));
}

function* declarations({ symbols }: Analysis): Generator<Entry> {
  for (const symbol of symbols) {
    const kind = symbolKinds[symbol.kind];
    if (symbol.place?.file !== 0 || symbol.name === '' || kind === undefined) continue;
    const { declaration, name } = symbol.place;
    yield { name: symbol.name, detail: detailOf(symbol), kind, range: declaration, nameRange: name, children: [] };
  }
}

/** `cal` and `defcal`. */
function* calibrations({ tree }: Analysis): Generator<Entry> {
  const { statements, tokens } = tree;
  for (const keyword of [tokenKind.cal, tokenKind.defcal]) {
    for (let token = tokens.kinds.indexOf(keyword); token >= 0; token = tokens.kinds.indexOf(keyword, token + 1)) {
      const statement = statements.at(statements.indexAt(tokens.starts[token] ?? 0));
      if (statement?.kind === 'cal' || statement?.kind === 'defcal') yield calibrationEntry(statement, tree.text);
    }
  }
}

function calibrationEntry(statement: CalibrationBlock | CalibrationDefinition, text: string): Entry {
  const { end, start } = statement;
  const keyword = { start, end: start + statement.kind.length };
  const isNamed = statement.kind === 'defcal' && statement.name.name !== '';
  return {
    name: isNamed ? `defcal ${statement.name.name}` : statement.kind,
    detail: isNamed ? signatureText(text.slice(statement.name.end, end)) : '',
    kind: statement.kind === 'defcal' ? functionKind : moduleKind,
    range: { start, end },
    nameRange: isNamed ? { start: statement.name.start, end: statement.name.end } : keyword,
    children: statement.body ? calibrationNames(statement.body).map((each) => calibrationNameEntry(each, text)) : [],
  };
}

function calibrationNameEntry({ declaration, name, type }: CalibrationName, text: string): Entry {
  return {
    name: name.name,
    detail: type ? text.slice(type.start, type.end) : '',
    kind: variableKind,
    range: { start: declaration.start, end: declaration.end },
    nameRange: { start: name.start, end: name.end },
    children: [],
  };
}

/** What stands before the body, on one line. */
function signatureText(rest: string): string {
  const brace = rest.indexOf('{');
  return rest
    .slice(0, brace < 0 ? 80 : Math.min(brace, 80))
    .replace(/\s+/g, ' ')
    .trim();
}

function toDocumentSymbol({ children, detail, kind, name, nameRange, range }: Entry, lines: LineTable): DocumentSymbol {
  return {
    name,
    detail,
    kind,
    range: lines.rangeAt(range),
    selectionRange: lines.rangeAt(nameRange),
    ...(children.length > 0 && { children: children.map((child) => toDocumentSymbol(child, lines)) }),
  };
}

/** The type or signature of a symbol, and the value of a constant. */
export function detailOf(symbol: ProgramSymbol): string {
  if (symbol.gate) {
    const { parameters, qubits } = symbol.gate;
    return `${parameters.length > 0 ? `(${parameters.join(', ')}) ` : ''}${qubits.join(', ')}`;
  }
  if (symbol.callable) {
    const { parameters, returns } = symbol.callable;
    const result = returns.kind === 'void' ? '' : ` -> ${describeType(returns)}`;
    return `(${parameters.map(describeType).join(', ')})${result}`;
  }
  const type = symbol.type.kind === 'none' ? symbol.kind : describeType(symbol.type);
  return symbol.value === undefined ? type : `${type} = ${constantText(symbol.value)}`;
}
