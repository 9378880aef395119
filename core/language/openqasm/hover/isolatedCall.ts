import type { Circuit } from '#core/circuit/circuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { type Analysis, analyseProgram, type ProgramSymbol } from '#core/openqasm/index.ts';

/** A gate that is to be looked at by itself. */
export interface IsolatedCall {
  readonly symbol: ProgramSymbol;
  /** The text before the name: `ctrl @ inv @ `. */
  readonly modifiers: string;
  /** Values of the parameters; names where they are to stay open. */
  readonly parameters: readonly (number | string)[];
  /** Controls and operands together. */
  readonly qubits: number;
}

/** Definitions together longer than this are not looked into. */
const longestText = 50_000;

/**
 * The circuit of one call of a gate on qubits 0, 1, …, with nothing else of the program. Parameters that are names are
 * parameters of the circuit.
 * @returns undefined where the gate has no circuit: opaque, with errors, or too long
 */
export function isolatedCircuit(analysis: Analysis, call: IsolatedCall): Circuit | undefined {
  const definitions = definitionsOf(analysis, call.symbol);
  if (definitions === undefined) return undefined;
  const { major, minor } = analysis.version;
  const open = call.parameters.filter((parameter) => typeof parameter === 'string');
  const nameOf = (index: number) => `parameter_${index}`;
  const given = call.parameters.map((parameter, index) =>
    typeof parameter === 'number' ? numberText(parameter) : nameOf(index),
  );
  const operands = Array.from({ length: call.qubits }, (_, index) => `qubit_${index}`);
  // OpenQASM 2 has no open parameters; the gates of its library, but not its `U`, are the same in OpenQASM 3.
  const borrowsInputs = major === 2 && open.length > 0;
  if (borrowsInputs && (!call.symbol.gate?.library || call.symbol.name === 'U')) return undefined;
  const isVersion3 = major === 3 || borrowsInputs;
  const lines = [
    borrowsInputs ? 'OPENQASM 3.0;' : `OPENQASM ${major}.${minor};`,
    ...includesOf(analysis),
    ...definitions,
    ...given.filter((text) => text.startsWith('parameter_')).map((name) => `input float ${name};`),
    ...operands.map((name) => (isVersion3 ? `qubit ${name};` : `qreg ${name}[1];`)),
    `${call.modifiers}${call.symbol.name}${given.length > 0 ? `(${given.join(', ')})` : ''} ${operands.join(', ')};`,
  ];
  const lowered = lowerProgram(analyseProgram(lines.join('\n'), { lints: 'off' }));
  if (!lowered.ok) return undefined;
  const parameters = lowered.value.parameters.map((parameter, index) => ({ ...parameter, name: open[index] ?? '' }));
  return { ...lowered.value, parameters };
}

function numberText(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function includesOf({ files }: Analysis): string[] {
  const libraries = new Set<string>();
  for (const { statements } of files.map(({ tree }) => tree)) {
    let index = statements.indexOfKind('include');
    for (; index >= 0; index = statements.indexOfKind('include', index + 1)) {
      const statement = statements.at(index);
      const path = statement?.kind === 'include' ? statement.path?.text : undefined;
      if (path === 'stdgates.inc' || path === 'qelib1.inc') libraries.add(path);
    }
  }
  return [...libraries].map((path) => `include "${path}";`);
}

/** The declarations a gate rests on, in order, its own last; undefined when they are too long. */
function definitionsOf(analysis: Analysis, symbol: ProgramSymbol): string[] | undefined {
  const needed = new Set<number>();
  const waiting = [symbol];
  let length = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (needed.has(next.id) || !next.place) continue;
    needed.add(next.id);
    const { declaration, file } = next.place;
    length += declaration.end - declaration.start;
    if (length > longestText) return undefined;
    waiting.push(...mentionedIn(analysis, file, declaration.start, declaration.end));
  }
  return [...needed]
    .sort((a, b) => a - b)
    .map((id) => {
      const place = analysis.symbols[id]?.place;
      const text = analysis.files[place?.file ?? 0]?.tree.text ?? '';
      return text.slice(place?.declaration.start, place?.declaration.end);
    });
}

/** The global symbols that a piece of a file mentions. */
function mentionedIn(analysis: Analysis, file: number, start: number, end: number): ProgramSymbol[] {
  const binding = analysis.files[file];
  if (!binding) return [];
  const { count, starts } = binding.tree.tokens;
  let token = 0;
  for (let step = 2 ** 30; step >= 1; step /= 2) {
    if (token + step <= count && (starts[token + step - 1] ?? 0) < start) token += step;
  }
  const found: ProgramSymbol[] = [];
  for (; token < count && (starts[token] ?? end) < end; token++) {
    const symbol = analysis.symbols[binding.symbolOfToken[token] ?? -1];
    if (symbol && analysis.globalScope.names.get(symbol.name) === symbol) found.push(symbol);
  }
  return found;
}
