import type { Circuit } from '#core/circuit/circuit.ts';
import { type Analysis, analyseProgram, type ProgramSymbol } from '#core/openqasm/index.ts';
import { declarationText, signatureOf } from '../symbolText.ts';
import { circuitMatrix, decomposition, matrixFacts } from './gateFacts.ts';
import { gateNote } from './gateNotes.ts';
import { isolatedCircuit } from './isolatedCall.ts';
import { basisText, entriesText, matrixTable } from './matrixText.ts';
import { symbolicMatrix, type TextMatrix } from './symbolicMatrix.ts';

/** A matrix of more columns is not shown. */
const largestMatrix = 8;

/**
 * What a gate does: its declaration, meaning, matrix, inverse, what it is made of, and what is easily mistaken.
 */
export function gateMarkdown(symbol: ProgramSymbol, analysis: Analysis): string {
  const { gate } = symbol;
  const lines = ['```openqasm', declarationText(symbol, analysis) ?? signatureOf(symbol), '```'];
  if (!gate) return lines.join('\n');
  lines.push(`${gate.library?.summary ?? ownSummary(symbol)}.`);
  const circuit = isolatedCircuit(analysis, {
    symbol,
    modifiers: '',
    parameters: gate.parameters,
    qubits: gate.qubits.length,
  });
  const unitary = gate.parameters.length === 0 && circuit ? circuitMatrix(circuit) : undefined;
  const letters = gate.library ? symbolicMatrix(symbol.name, gate.parameters, analysis.version.major) : undefined;
  const matrix = unitary ? entriesText(unitary) : letters;
  if (matrix) lines.push(...matrixLines(matrix, gate.qubits));
  const facts = unitary ? matrixFacts(unitary) : letters && isDiagonal(letters) ? ['diagonal'] : [];
  if (facts.length > 0) lines.push('', `${capitalised(facts.join(', '))}.`);
  const inverse = facts.includes('its own inverse') ? undefined : inverseText(symbol, analysis);
  if (inverse !== undefined) lines.push('', `Inverse: \`${inverse}\`.`);
  if (circuit) lines.push(...decompositionLines(symbol, circuit, gate.qubits, analysis));
  const note = gate.library && gateNote(symbol.name, analysis.version.major);
  if (note !== undefined) lines.push('', note);
  if (gate.library) lines.push('', originText(symbol, analysis));
  return lines.join('\n');
}

/** What a gate of the standard library of a version does, where the library is not included. */
export function libraryGateMarkdown(name: string, major: 2 | 3): string | undefined {
  const analysis = analyseProgram(
    major === 3 ? 'OPENQASM 3.0; include "stdgates.inc";' : 'OPENQASM 2.0; include "qelib1.inc";',
  );
  const symbol = analysis.globalScope.names.get(name);
  return symbol && gateMarkdown(symbol, analysis);
}

/** What a gate is made of, unless that is itself. */
export function decompositionLines(
  symbol: ProgramSymbol,
  circuit: Circuit,
  operands: readonly string[],
  analysis: Analysis,
): string[] {
  const parts = operands.length === 0 ? undefined : decomposition(circuit, operands, analysis.version.major);
  const [only] = parts ?? [];
  if (!parts || parts.length === 0 || (parts.length === 1 && only?.startsWith(symbol.name))) return [];
  // A definition that is made of them says so itself.
  const dense = (text: string) => text.replaceAll(/\s+/g, '');
  if (dense(declarationText(symbol, analysis) ?? '').endsWith(`{${dense(parts.join(''))}}`)) return [];
  return ['', 'In one-qubit gates and `cx`:', '```openqasm', ...parts, '```'];
}

/** The matrix as a block of text, with its basis. */
export function matrixLines(matrix: TextMatrix, operands: readonly string[]): string[] {
  if (matrix.length > largestMatrix) return [];
  const basis = operands.length === 0 ? [] : ['', basisText(operands)];
  return ['', '```text', matrixTable(matrix), '```', ...basis];
}

function ownSummary({ gate }: ProgramSymbol): string {
  if (gate && !gate.definition) return 'A gate of the hardware, without a definition';
  const count = gate?.qubits.length ?? 0;
  return `A gate on ${count === 1 ? 'one qubit' : `${count} qubits`}`;
}

function isDiagonal(matrix: TextMatrix): boolean {
  return matrix.every((row, index) => row.every((entry, column) => index === column || entry === '0'));
}

/** Pairs of fixed gates that undo each other. */
const inverses: ReadonlyMap<string, string> = new Map([
  ['s', 'sdg'],
  ['sdg', 's'],
  ['t', 'tdg'],
  ['tdg', 't'],
  ['sx', 'sxdg'],
  ['sxdg', 'sx'],
]);

/** How the inverse of a gate is called; undefined where the version cannot say it. */
export function inverseText(symbol: ProgramSymbol, analysis: Analysis): string | undefined {
  const { gate, name } = symbol;
  if (!gate || (gate.library === undefined && !gate.definition)) return undefined;
  const operands = gate.qubits.join(', ');
  const call = (text: string) => `${text} ${operands}`.trim();
  if (gate.library && gate.parameters.length > 0) return call(`${inverseCall(name, gate.parameters)}`);
  const inverse = inverses.get(name);
  if (gate.library && inverse !== undefined && analysis.globalScope.names.get(inverse)?.gate?.library) {
    return call(inverse);
  }
  return analysis.version.major === 3 ? call(`inv @ ${name}${parameterList(gate.parameters)}`) : undefined;
}

function parameterList(parameters: readonly string[]): string {
  return parameters.length > 0 ? `(${parameters.join(', ')})` : '';
}

/** The call that undoes a library gate with parameters. */
function inverseCall(name: string, parameters: readonly string[]): string {
  const minus = (parameter: string | undefined) => `−${parameter}`;
  const [first, second, third, fourth] = parameters;
  switch (name) {
    case 'u2':
      return `u3(−π/2, ${minus(second)}, ${minus(first)})`;
    case 'U':
    case 'u':
    case 'u3':
    case 'cu3':
      return `${name}(${minus(first)}, ${minus(third)}, ${minus(second)})`;
    case 'cu':
      return `${name}(${minus(first)}, ${minus(third)}, ${minus(second)}, ${minus(fourth)})`;
    default:
      return `${name}(${parameters.map(minus).join(', ')})`;
  }
}

function originText({ name, gate }: ProgramSymbol, { builtins, version }: Analysis): string {
  if (builtins.get(name)?.gate === gate) return 'Built into the language.';
  return version.major === 3 ? 'From `stdgates.inc`.' : 'From `qelib1.inc`.';
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
