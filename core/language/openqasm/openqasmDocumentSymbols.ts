import type { DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import { type Analysis, describeType, type ProgramSymbol } from '#core/openqasm/index.ts';

/** `SymbolKind` of the protocol; the types package is used for its types only. */
const kinds: Partial<Record<ProgramSymbol['kind'], SymbolKind>> = {
  qubit: 18,
  variable: 13,
  constant: 14,
  input: 26,
  output: 24,
  alias: 20,
  gate: 12,
  subroutine: 6,
  extern: 11,
};

/** The outline of a circuit: what its own file declares at the top level. */
export function openqasmDocumentSymbols(analysis: Analysis): DocumentSymbol[] {
  const own = [...analysis.globalScope.names.values()].filter((symbol) => symbol.place?.file === 0);
  return own
    .flatMap((symbol): DocumentSymbol[] => {
      const kind = kinds[symbol.kind];
      if (!symbol.place || kind === undefined) return [];
      const { declaration, name } = symbol.place;
      return [
        {
          name: symbol.name,
          detail: detailOf(symbol),
          kind,
          range: analysis.lines.rangeAt(declaration),
          selectionRange: analysis.lines.rangeAt(name),
        },
      ];
    })
    .sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character);
}

function detailOf(symbol: ProgramSymbol): string {
  if (!symbol.gate) return symbol.type.kind === 'none' ? symbol.kind : describeType(symbol.type);
  const { parameters, qubits } = symbol.gate;
  return `${parameters.length > 0 ? `(${parameters.join(', ')}) ` : ''}${qubits.join(', ')}`;
}
