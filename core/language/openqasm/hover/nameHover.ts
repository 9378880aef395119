import { type Analysis, describeSymbol, describeType, type ProgramSymbol } from '#core/openqasm/index.ts';
import { elementAt, elementCount, type Selection } from '#core/openqasm/selection.ts';
import { chapterAddress } from '../keywordHelp.ts';
import { declarationText, signatureOf } from '../symbolText.ts';
import { gateMarkdown } from './gateHover.ts';
import { formsOf } from './valueHover.ts';

/** So many elements of an alias are listed. */
const mostElements = 16;

/** What a name is: its declaration, its value, size or elements, where it comes from. */
export function nameMarkdown(symbol: ProgramSymbol, analysis: Analysis): string {
  if (symbol.gate) return gateMarkdown(symbol, analysis);
  const lines = ['```openqasm', declarationText(symbol, analysis) ?? signatureOf(symbol), '```'];
  lines.push(...descriptionOf(symbol, analysis));
  const file = symbol.place && symbol.place.file > 0 ? analysis.files[symbol.place.file]?.path : undefined;
  if (file !== undefined) lines.push('', `Declared in \`${fileName(file)}\`.`);
  return lines.join('\n');
}

function fileName(path: string): string {
  const last = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last);
  } catch (thrown) {
    if (thrown instanceof URIError) return last;
    throw thrown;
  }
}

function descriptionOf(symbol: ProgramSymbol, analysis: Analysis): string[] {
  const { builtin, kind, type, value } = symbol;
  const what = `${capitalised(describeSymbol(symbol))}`;
  if (builtin) return builtinLines(symbol);
  if (value !== undefined) {
    const summary = kind === 'builtin-constant' ? `${summaryOfConstant(symbol.name)}.` : `${what}.`;
    return [
      `${summary}`,
      '',
      `Value: ${formsOf(value, type)
        .map((form) => `\`${form}\``)
        .join(' = ')}`,
    ];
  }
  if (kind === 'alias') return [`${what}: ${elementNames(symbol.selection, analysis)}.`];
  if (type.kind === 'qubit' || type.kind === 'bit') return registerLines(symbol, what);
  if (kind === 'loop-variable') return [`${what}; belongs to the body of the loop.`];
  if (kind === 'gate-parameter') return [`${what}; a real number or angle.`];
  if (symbol.callable) {
    const { returns } = symbol.callable;
    const result = returns.kind === 'void' ? 'returns nothing' : `returns \`${describeType(returns)}\``;
    return [`${what}; ${result}.`];
  }
  return [`${what}.`];
}

function summaryOfConstant(name: string): string {
  switch (name) {
    case 'pi':
    case 'π':
      return 'π, half a turn';
    case 'tau':
    case 'τ':
      return '2π, a full turn';
    default:
      return 'Euler’s number e, the base of the natural logarithm';
  }
}

function builtinLines({ builtin }: ProgramSymbol): string[] {
  if (!builtin) return [];
  const domain = builtin.domain === undefined ? [] : ['', `Defined for ${builtin.domain}.`];
  return [`${builtin.summary}.`, ...domain, '', `[Specification](${chapterAddress('types')})`];
}

/** How many elements a register has and how they are ordered. */
function registerLines({ name, type, kind }: ProgramSymbol, what: string): string[] {
  const isQubit = type.kind === 'qubit';
  const size = 'size' in type ? type.size : 'scalar';
  const owner = kind === 'input' || kind === 'output' ? `, an ${kind}` : '';
  if (size === 'scalar') return [`${what}.`];
  if (typeof size !== 'number') return [`${what}, of a size that is not known here.`];
  const elements = size === 1 ? `${name}[0]` : `${name}[0]\` … \`${name}[${size - 1}]`;
  const order = isQubit
    ? `In kets and counts \`${name}[0]\` is the rightmost.`
    : `\`${name}[0]\` is the least significant: the rightmost digit of a bit string and of counts.`;
  return [`${what} of ${size}${owner}: \`${elements}\`.${size > 1 ? ` ${order}` : ''}`];
}

/** The qubits or bits a selection stands for, by their own names. */
function elementNames(selection: Selection | undefined, analysis: Analysis): string {
  const count = selection && elementCount(selection);
  if (!selection?.runs || count === undefined) return 'which ones is known when the program runs';
  const shown = Array.from({ length: Math.min(count, mostElements) }, (_, index) => {
    const element = elementAt(selection, index);
    return `\`${element === undefined ? '?' : nameOfElement(element, analysis)}\``;
  });
  return shown.join(', ') + (count > mostElements ? `, … (${count})` : '');
}

function nameOfElement(element: number, { symbols }: Analysis): string {
  if (element < 0) return `$${-1 - element}`;
  for (const { kind, name, selection } of symbols) {
    const run = kind === 'alias' ? undefined : selection?.runs?.[0];
    if (!run || element < run.first || element >= run.first + run.count) continue;
    return selection?.size === 'scalar' ? name : `${name}[${element - run.first}]`;
  }
  return '?';
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
