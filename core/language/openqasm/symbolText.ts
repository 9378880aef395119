import { type Analysis, describeType, type ProgramSymbol } from '#core/openqasm/index.ts';

/** How a symbol is declared, in one line of code. */
export function signatureOf(symbol: ProgramSymbol): string {
  if (symbol.gate) {
    const { parameters, qubits } = symbol.gate;
    const list = parameters.length > 0 ? `(${parameters.join(', ')})` : '';
    return `gate ${symbol.name}${list} ${qubits.join(', ')}`.trimEnd();
  }
  if (symbol.builtin) return symbol.builtin.signature;
  switch (symbol.kind) {
    case 'constant':
    case 'builtin-constant':
      return `const ${describeType(symbol.type)} ${symbol.name}`;
    case 'input':
    case 'output':
      return `${symbol.kind} ${describeType(symbol.type)} ${symbol.name}`;
    case 'gate-parameter':
      return `angle ${symbol.name}`;
    case 'gate-qubit':
      return `qubit ${symbol.name}`;
    case 'alias':
      return `let ${symbol.name} = ${describeType(symbol.type)}`;
    default:
      return `${describeType(symbol.type)} ${symbol.name}`;
  }
}

/** The declaration as written, when it is short enough to show. */
export function declarationText(symbol: ProgramSymbol, analysis: Analysis): string | undefined {
  if (!symbol.place) return undefined;
  const { declaration, file } = symbol.place;
  const text = analysis.files[file]?.tree.text.slice(declaration.start, declaration.end);
  if (text === undefined || text.length > 800 || text.split('\n').length > 16) return undefined;
  return text;
}
