import type { DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import type { LineTable, OffsetRange } from '#core/base/textRange.ts';
import { type CalibrationName, calibrationsOf, namesOfCalibration } from '#core/openqasm/calibrationNames.ts';
import { type Analysis, describeType, type ProgramSymbol } from '#core/openqasm/index.ts';
import type { CalibrationBlock, CalibrationDefinition } from '#core/openqasm/syntaxTree.ts';
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

/** `cal` and `defcal` with the names that only they know. */
function* calibrations({ tree }: Analysis): Generator<Entry> {
  for (const statement of calibrationsOf(tree)) yield calibrationEntry(statement, tree.text);
}

function calibrationEntry(statement: CalibrationBlock | CalibrationDefinition, text: string): Entry {
  const { end, start } = statement;
  const keyword = { start, end: start + statement.kind.length };
  const isNamed = statement.kind === 'defcal' && statement.name.name !== '';
  const children = namesOfCalibration(statement).map(
    ({ declaration, name, type, what }): Entry => ({
      name: name.name,
      detail: type ? text.slice(type.start, type.end) : what,
      kind: kindsOfCalibrationNames[what],
      range: declaration,
      nameRange: name,
      children: [],
    }),
  );
  return {
    name: isNamed ? `defcal ${statement.name.name}` : statement.kind,
    detail: isNamed ? text.slice(statement.name.end, signatureEnd(statement)).replace(/\s+/g, ' ').trim() : '',
    kind: statement.kind === 'defcal' ? functionKind : moduleKind,
    range: { start, end },
    nameRange: isNamed ? { start: statement.name.start, end: statement.name.end } : keyword,
    children,
  };
}

const kindsOfCalibrationNames: Record<CalibrationName['what'], SymbolKind> = {
  parameter: 13,
  qubit: 18,
  variable: 13,
  constant: 14,
  function: functionKind,
};

/** Where the parameters, qubits and type of a calibration end. */
function signatureEnd({ name, operands, parameters, returnType }: CalibrationDefinition): number {
  return Math.max(name.end, ...[...parameters, ...operands, ...(returnType ? [returnType] : [])].map(({ end }) => end));
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
