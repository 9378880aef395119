import { realValue } from '#core/openqasm/constantValue.ts';
import { type Analysis, describeType, expressionFacts, type ProgramSymbol } from '#core/openqasm/index.ts';
import type { Expression, GateCall, Modifier } from '#core/openqasm/syntaxTree.ts';
import { signatureOf } from '../symbolText.ts';
import { multipleOfPiText, shortNumber } from '../valueText.ts';
import { circuitMatrix, matrixFacts } from './gateFacts.ts';
import { decompositionLines, gateMarkdown, inverseText, matrixLines } from './gateHover.ts';
import { gateNote } from './gateNotes.ts';
import { isolatedCircuit } from './isolatedCall.ts';
import { entriesText } from './matrixText.ts';
import { symbolicMatrix } from './symbolicMatrix.ts';

/** Longer calls are not repeated. */
const longestCall = 300;
/** More controls than this make no matrix anyone reads. */
const mostControls = 8;

/**
 * What a call of a gate does: the values of its parameters, which qubits control it, and its matrix for these values.
 * Without parameters and modifiers that is what the gate does.
 */
export function callMarkdown(call: GateCall, symbol: ProgramSymbol, analysis: Analysis): string {
  const { gate } = symbol;
  const isPlain = call.arguments.length === 0 && call.modifiers.length === 0;
  if (!gate || !call.isComplete || isPlain) return gateMarkdown(symbol, analysis);
  const values = call.arguments.map((argument) => numberOf(argument, analysis));
  const controls = controlsOf(call.modifiers, analysis);
  const operands = call.operands.map((operand) => textOf(operand, analysis));
  const fits = controls !== undefined && operands.length === controls.length + gate.qubits.length;
  if (!fits || values.length !== gate.parameters.length) return gateMarkdown(symbol, analysis);

  const lines = ['```openqasm', callText(call, analysis), signatureOf(symbol), '```'];
  if (gate.library) lines.push(`${gate.library.summary}.`);
  gate.parameters.forEach((name, index) => {
    const argument = call.arguments[index];
    if (argument) lines.push('', parameterLine(name, argument, values[index], analysis));
  });
  if (call.modifiers.length > 0) lines.push('', modifierMarkdown(call, analysis));
  const copies = broadcastText(call, analysis);
  if (copies !== undefined) lines.push('', copies);
  const modifiers = modifiersText(call.modifiers, analysis);
  const parameters = values.map((value, index) => value ?? gate.parameters[index] ?? '');
  const circuit =
    modifiers === undefined
      ? undefined
      : isolatedCircuit(analysis, { symbol, modifiers, parameters, qubits: operands.length });
  const matrix = circuit && circuitMatrix(circuit);
  if (matrix) {
    lines.push(...matrixLines(entriesText(matrix), operands));
    const facts = matrixFacts(matrix);
    if (facts.length > 0) lines.push('', `For these values: ${facts.join(', ')}.`);
  }
  const letters =
    matrix || call.modifiers.length > 0 || !gate.library
      ? undefined
      : symbolicMatrix(symbol.name, gate.parameters, analysis.version.major);
  if (letters) lines.push(...matrixLines(letters, operands));
  const inverse = call.modifiers.length > 0 ? undefined : inverseText(symbol, analysis);
  if (inverse !== undefined) lines.push('', `Inverse: \`${inverse}\`.`);
  if (circuit) lines.push(...decompositionLines(symbol, circuit, operands, analysis));
  const note = gate.library && gateNote(symbol.name, analysis.version.major);
  if (note !== undefined) lines.push('', note);
  return lines.join('\n');
}

function textOf({ end, start }: { readonly start: number; readonly end: number }, { tree }: Analysis): string {
  return tree.text.slice(start, end);
}

/** The call on one line, without comments. */
function callText(call: GateCall, analysis: Analysis): string {
  const text = textOf(call, analysis)
    .replaceAll(/\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .replaceAll(/\s+/g, ' ');
  return text.length > longestCall ? `${text.slice(0, longestCall)}…` : text;
}

function numberOf(expression: Expression, analysis: Analysis): number | undefined {
  const { value } = expressionFacts(analysis, 0, expression);
  const number = value === undefined ? undefined : realValue(value);
  return number !== undefined && Number.isFinite(number) ? number : undefined;
}

/** `θ = π/4 ≈ 0.785398 (45°)`. */
function parameterLine(name: string, argument: Expression, value: number | undefined, analysis: Analysis): string {
  if (value === undefined) return `${name} = \`${textOf(argument, analysis)}\`, known when the program runs`;
  return `${name} = ${angleText(value)}`;
}

/** An angle as a multiple of π, in radians and in degrees. */
export function angleText(value: number): string {
  const degrees = `${shortNumber((value * 180) / Math.PI)}°`;
  const multiple = multipleOfPiText(value);
  if (value === 0) return '0';
  return multiple === undefined
    ? `${shortNumber(value)} (${degrees})`
    : `${multiple} ≈ ${shortNumber(value)} (${degrees})`;
}

/** The values at which the controls of a call act, in the order of its operands; undefined when they are too many. */
function controlsOf(modifiers: readonly Modifier[], analysis: Analysis): (0 | 1)[] | undefined {
  const controls: (0 | 1)[] = [];
  for (const { argument, name } of modifiers) {
    if (name !== 'ctrl' && name !== 'negctrl') continue;
    const count = argument ? numberOf(argument, analysis) : 1;
    if (count === undefined || !Number.isInteger(count) || count < 1) return undefined;
    if (controls.length + count > mostControls) return undefined;
    for (let index = 0; index < count; index++) controls.push(name === 'ctrl' ? 1 : 0);
  }
  return controls;
}

/** The modifiers with the values of what they depend on; undefined where that is known only during the run. */
function modifiersText(modifiers: readonly Modifier[], analysis: Analysis): string | undefined {
  let text = '';
  for (const { argument, name } of modifiers) {
    if (!argument) {
      text += `${name} @ `;
      continue;
    }
    const value = numberOf(argument, analysis);
    const { type } = expressionFacts(analysis, 0, argument);
    if (value === undefined) return undefined;
    const isReal = type.kind === 'float' || type.kind === 'angle';
    text += `${name}(${isReal && Number.isInteger(value) ? `${value}.0` : value}) @ `;
  }
  return text;
}

/** What the modifiers of a call make of its gate, and which operands control it. */
export function modifierMarkdown(call: GateCall, analysis: Analysis): string {
  const controls = controlsOf(call.modifiers, analysis) ?? [];
  const operands = call.operands.map((operand) => `\`${textOf(operand, analysis)}\``);
  const parts = [`${capitalised(modifiedGate(call))}.`];
  if (controls.length > 0 && operands.length >= controls.length) {
    parts.push(`Controls: ${controls.map((value, index) => `${operands[index]} at ${value}`).join(', ')}.`);
    const targets = operands.slice(controls.length);
    if (targets.length > 0) parts.push(`Acts on ${targets.join(', ')}.`);
  }
  return parts.join(' ');
}

/** `the inverse of controlled \`s\``: modifiers apply from the gate outwards. */
function modifiedGate({ modifiers, name }: GateCall): string {
  let made = `\`${name.name}\``;
  for (const modifier of modifiers.toReversed()) {
    if (modifier.name === 'inv') made = `the inverse of ${made}`;
    else if (modifier.name === 'pow') made = `a power of ${made}`;
    else made = `controlled ${made}`;
  }
  return made;
}

/** Says how often a call on registers is made. */
function broadcastText(call: GateCall, analysis: Analysis): string | undefined {
  for (const operand of call.operands) {
    const { type } = expressionFacts(analysis, 0, operand);
    if (type.kind !== 'qubit' || type.size === 'scalar' || type.size === 'unknown') continue;
    return `Called ${type.size} times, once for each element of \`${textOf(operand, analysis)}\` (${describeType(type)}).`;
  }
  return undefined;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
