import { type ConstantValue, realValue } from '#core/openqasm/constantValue.ts';
import { type Analysis, describeSymbol, describeType, type ProgramSymbol } from '#core/openqasm/index.ts';

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

/** Markdown about a symbol: its declaration, what it is, its value or size, where it comes from. */
export function symbolMarkdown(symbol: ProgramSymbol, analysis: Analysis): string {
  const lines = ['```openqasm', declarationText(symbol, analysis) ?? signatureOf(symbol), '```'];
  const summary = symbol.gate?.library?.summary ?? symbol.builtin?.summary;
  lines.push(summary ?? `${capitalised(describeSymbol(symbol))}.`);
  if (symbol.value !== undefined) lines.push('', `Value: \`${valueText(symbol.value)}\``);
  if (symbol.gate?.library) {
    const library = ['U', 'CX', 'gphase'].includes(symbol.name)
      ? 'Built into the language.'
      : 'From the standard library.';
    lines.push('', library);
  }
  return lines.join('\n');
}

/** The declaration as written, when it is short enough to show. */
function declarationText(symbol: ProgramSymbol, analysis: Analysis): string | undefined {
  if (!symbol.place) return undefined;
  const { declaration, file } = symbol.place;
  const text = analysis.files[file]?.tree.text.slice(declaration.start, declaration.end);
  if (text === undefined || text.length > 800 || text.split('\n').length > 16) return undefined;
  return text;
}

function valueText(value: ConstantValue): string {
  if (typeof value !== 'object') return angleMultiple(value) ?? String(value);
  switch (value.kind) {
    case 'bits':
      return `"${value.value.toString(2).padStart(value.width, '0')}"`;
    case 'angle': {
      const radians = realValue(value) ?? 0;
      return angleMultiple(radians) ?? String(radians);
    }
    case 'complex':
      return `${value.re} + ${value.im}im`;
    case 'duration':
      return `${value.value}${value.unit}`;
  }
}

/** A number as a fraction of π with its decimal value, when it is one with a small denominator. */
function angleMultiple(value: bigint | number | boolean): string | undefined {
  if (typeof value !== 'number' || value === 0) return undefined;
  for (const denominator of [1, 2, 3, 4, 6, 8, 16]) {
    const numerator = (value * denominator) / Math.PI;
    if (Math.abs(numerator - Math.round(numerator)) < 1e-10 && Math.abs(numerator) < 64) {
      const factor = Math.round(numerator);
      const size = Math.abs(factor) === 1 ? '' : String(Math.abs(factor));
      return `${factor < 0 ? '−' : ''}${size}π${denominator === 1 ? '' : `/${denominator}`} ≈ ${Number(value.toPrecision(6))}`;
    }
  }
  return undefined;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
