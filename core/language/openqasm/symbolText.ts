import type { LibraryGate } from '#core/openqasm/gateLibrary.ts';
import { type Analysis, describeSymbol, describeType, type ProgramSymbol } from '#core/openqasm/index.ts';
import { chapterAddress, keywordHelp } from './keywordHelp.ts';
import { constantText } from './valueText.ts';

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
  if (symbol.value !== undefined) lines.push('', `Value: \`${constantText(symbol.value)}\``);
  if (symbol.gate?.library) {
    const library = ['U', 'CX', 'gphase'].includes(symbol.name)
      ? 'Built into the language.'
      : 'From the standard library.';
    lines.push('', library);
  }
  return lines.join('\n');
}

/** Markdown about a gate of a library that is not included. */
export function libraryGateMarkdown({ name, parameters, qubits, summary }: LibraryGate): string {
  const list = parameters.length > 0 ? `(${parameters.join(', ')})` : '';
  return ['```openqasm', `gate ${name}${list} ${qubits.join(', ')}`, '```', summary].join('\n');
}

/** Markdown about a word of the language; undefined for other words. */
export function keywordMarkdown(word: string): string | undefined {
  const help = keywordHelp(word);
  if (!help) return undefined;
  const example = help.example === undefined ? [] : ['```openqasm', help.example, '```'];
  return [...example, help.summary, '', `[Specification](${chapterAddress(help.chapter)})`].join('\n');
}

/** The declaration as written, when it is short enough to show. */
function declarationText(symbol: ProgramSymbol, analysis: Analysis): string | undefined {
  if (!symbol.place) return undefined;
  const { declaration, file } = symbol.place;
  const text = analysis.files[file]?.tree.text.slice(declaration.start, declaration.end);
  if (text === undefined || text.length > 800 || text.split('\n').length > 16) return undefined;
  return text;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
