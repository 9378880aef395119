import { diagnose } from '#core/openqasm/messages.ts';
import { elementsOf, singleElement } from '#core/openqasm/selection.ts';
import type { ProgramSymbol } from '#core/openqasm/symbols.ts';
import type { GateCall, GateDefinition, Modifier } from '#core/openqasm/syntaxTree.ts';
import type { CalledDefinition, Control, Operation } from '../circuit.ts';
import { inverseOperations } from '../inverseCircuit.ts';
import { isCompound, libraryExpansion } from './libraryOperations.ts';
import { angleOf, lowerReal, realScalar } from './lowerAngle.ts';
import { lowerKnownInteger } from './lowerExpression.ts';
import { knownValue, type LoweredScalar } from './loweredValue.ts';
import { lowerSelection } from './lowerIndexed.ts';
import type { LoweringState } from './loweringState.ts';
import { openPowerOf, powerOf, withControls } from './modifiers.ts';

/** Lowers the statements of a gate body. */
export type BodyLowering = (definition: GateDefinition) => void;

/** Lowers a gate call: broadcast to copies, each with its modifiers, each expanded to gates of the table. */
export function lowerGateCall(call: GateCall, state: LoweringState, lowerBody: BodyLowering): void {
  const symbol = state.symbolOf(call.name);
  if (!symbol?.gate) return;
  const parameters: LoweredScalar[] = [];
  for (const argument of call.arguments) {
    const parameter = lowerReal(argument, state);
    if (!parameter) return;
    parameters.push(parameter);
  }
  const operands: { readonly scalar: boolean; readonly elements: readonly number[] }[] = [];
  for (const operand of call.operands) {
    const selection = lowerSelection(operand, state);
    const elements = selection && elementsOf(selection);
    if (!elements) return;
    operands.push({ scalar: selection.size === 'scalar', elements });
  }
  const sizes = operands.filter(({ scalar }) => !scalar).map(({ elements }) => elements.length);
  const copies = sizes[0] ?? 1;
  if (sizes.some((size) => size !== copies)) {
    state.report(
      diagnose('QAS5004', call, call.name.name, copies, call.name.name, sizes.find((size) => size !== copies) ?? 0),
    );
    return;
  }
  for (let copy = 0; copy < copies; copy++) {
    const qubits = operands.map(({ scalar, elements }) => elements[scalar ? 0 : copy] ?? 0);
    if (!areDistinct(call, qubits, state)) return;
    const isLowered = called(call, symbol, { parameters, qubits }, state, () => {
      const operations = modified(call.modifiers, 0, symbol, parameters, qubits, call, state, lowerBody);
      for (const operation of operations ?? []) state.emit(operation);
      return operations !== undefined;
    });
    if (!isLowered) return;
  }
}

/** Lowers one call; what a definition of the program, or a library in several gates, makes of it belongs together. */
function called<Value>(
  call: GateCall,
  symbol: ProgramSymbol,
  { parameters, qubits }: { readonly parameters: readonly LoweredScalar[]; readonly qubits: readonly number[] },
  state: LoweringState,
  lower: () => Value,
): Value {
  const isDefined = symbol.gate?.definition !== undefined || isCompound(symbol.name);
  if (!isDefined) return lower();
  const group = state.newGroup(() => {
    const modifiers = call.modifiers.map((modifier) => state.textOf(modifier));
    return {
      kind: 'call',
      label: [...modifiers, symbol.name].join(' '),
      ...(parameters.length > 0 && { parameters: parameters.map(({ expression }) => angleOf(expression)) }),
      ...(symbol.gate?.definition &&
        call.modifiers.length === 0 &&
        definedAt(
          symbol,
          qubits.map((qubit) => [qubit]),
        )),
    };
  });
  return state.inGroup(group, lower);
}

/** What a call calls, where the analysed file defines it. */
export function definedAt(
  { place }: ProgramSymbol,
  qubits: readonly (readonly number[])[],
): { readonly definition: CalledDefinition } | undefined {
  if (place?.file !== 0) return undefined;
  const { end, start } = place.declaration;
  return { definition: { start, end, qubits } };
}

/** Indices that depend on a loop or on the run are compared only here. */
function areDistinct(call: GateCall, qubits: readonly number[], state: LoweringState): boolean {
  const repeated = qubits.findIndex((qubit, index) => qubits.indexOf(qubit) !== index);
  if (repeated < 0) return true;
  const operand = call.operands[repeated];
  if (operand) state.report(diagnose('QAS5003', operand, state.text.slice(operand.start, operand.end), undefined));
  return false;
}

/** Modifiers apply from right to left; the leftmost owns the first qubits (gates, "Quantum gate modifiers"). */
function modified(
  modifiers: readonly Modifier[],
  index: number,
  symbol: ProgramSymbol,
  parameters: readonly LoweredScalar[],
  qubits: readonly number[],
  call: GateCall,
  state: LoweringState,
  lowerBody: BodyLowering,
): Operation[] | undefined {
  const modifier = modifiers[index];
  if (!modifier) return expand(symbol, parameters, qubits, call, state, lowerBody);
  const rest = (own: readonly number[]) =>
    modified(modifiers, index + 1, symbol, parameters, own, call, state, lowerBody);
  switch (modifier.name) {
    case 'inv': {
      const operations = rest(qubits);
      return operations && inverseOperations(operations);
    }
    case 'pow': {
      const operations = rest(qubits);
      return operations && raised(operations, modifier, symbol, call, state);
    }
    case 'ctrl':
    case 'negctrl': {
      const count = modifier.argument
        ? lowerKnownInteger(modifier.argument, `The count of '${modifier.name}'`, state)
        : 1n;
      if (count === undefined) return undefined;
      const value = modifier.name === 'ctrl' ? 1 : 0;
      const controls = qubits.slice(0, Number(count)).map((qubit): Control => ({ qubit, value }));
      const operations = rest(qubits.slice(Number(count)));
      return operations && withControls(operations, controls);
    }
  }
}

function raised(
  operations: readonly Operation[],
  modifier: Modifier,
  symbol: ProgramSymbol,
  call: GateCall,
  state: LoweringState,
): Operation[] | undefined {
  const value = modifier.argument && state.effects.caseByCase(modifier.argument);
  const real = value && modifier.argument && realScalar(value, modifier.argument, state);
  if (!real) return undefined;
  const exponent = knownValue(real);
  if (typeof exponent !== 'number') {
    const isWhole = value.type.kind !== 'float' && value.type.kind !== 'angle';
    const open = openPowerOf(operations, angleOf(real.expression), isWhole, symbol.name);
    return open ?? state.refuse(modifier, `'pow' of '${symbol.name}'`, openPowerLimit);
  }
  if (!Number.isFinite(exponent))
    return state.refuse(modifier, `'pow' of '${symbol.name}'`, `its exponent is ${exponent}`);
  const label = `${symbol.name}^${Number(exponent.toPrecision(6))}`;
  const power = powerOf(operations, exponent, label, (count) => state.countStep(count));
  if (power) return power;
  return state.refuse(call, `'pow(${exponent})' of '${symbol.name}'`, fractionalPowerLimit);
}

const fractionalPowerLimit =
  'a fractional power needs a gate of at most 5 qubits whose angles are known before the run, or with a single angle';
const openPowerLimit = `its exponent is known only during the run, and ${fractionalPowerLimit}`;

function expand(
  symbol: ProgramSymbol,
  parameters: readonly LoweredScalar[],
  qubits: readonly number[],
  call: GateCall,
  state: LoweringState,
  lowerBody: BodyLowering,
): Operation[] | undefined {
  const { gate } = symbol;
  if (!gate) return undefined;
  if (!gate.definition) {
    const expansion = gate.library && libraryExpansion(symbol.name, state.analysis.version.major);
    if (!expansion) return state.refuse(call.name, `Gate '${symbol.name}'`, 'it is declared without a definition');
    const angles = parameters.map(({ expression }) => angleOf(expression));
    return [...expansion(angles, qubits, state.source)];
  }
  const { definition } = gate;
  const file = symbol.place?.file ?? 0;
  const lowered = state.collect(() => {
    state.inBody(file, () => {
      bindFormals(definition, parameters, qubits, state);
      lowerBody(definition);
    });
  });
  return lowered.operations;
}

/** Gives the formal parameters and qubits of a gate their meaning for one call. */
function bindFormals(
  definition: GateDefinition,
  parameters: readonly LoweredScalar[],
  qubits: readonly number[],
  state: LoweringState,
): void {
  definition.parameters.forEach((name, index) => {
    const symbol = state.symbolOf(name);
    const value = parameters[index];
    if (symbol && value) state.bind(symbol.id, { kind: 'value', value: { ...value, isConstant: false } });
  });
  definition.qubits.forEach((name, index) => {
    const symbol = state.symbolOf(name);
    const qubit = qubits[index];
    if (symbol && qubit !== undefined) state.bind(symbol.id, { kind: 'elements', selection: singleElement(qubit) });
  });
}
