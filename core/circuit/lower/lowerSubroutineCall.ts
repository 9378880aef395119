import { type ConstantValue, convertValue } from '#core/openqasm/constantValue.ts';
import { isValue } from '#core/openqasm/evaluation.ts';
import { resolveOperand } from '#core/openqasm/operands.ts';
import type { Selection } from '#core/openqasm/selection.ts';
import type { ProgramSymbol } from '#core/openqasm/symbols.ts';
import type { Block, CallExpression } from '#core/openqasm/syntaxTree.ts';
import type { Angle } from '../angle.ts';
import { lowerAngle } from './lowerAngle.ts';
import type { LoweringState } from './loweringState.ts';

type Argument =
  | { readonly kind: 'selection'; readonly selection: Selection }
  | { readonly kind: 'value'; readonly value: ConstantValue }
  | { readonly kind: 'angle'; readonly angle: Angle };

/** Expands a call of a subroutine whose result is not used. */
export function lowerSubroutineCall(
  call: CallExpression,
  subroutine: ProgramSymbol,
  state: LoweringState,
  lowerBody: (body: Block) => void,
): void {
  const definition = subroutine.subroutine;
  if (!definition) return;
  // Arguments mean what they mean where the call stands, so all are read before any parameter changes.
  const given: Argument[] = [];
  for (const [index, argument] of call.arguments.entries()) {
    const type = definition.parameters[index]?.type.name;
    const value = type === 'qubit' || type === 'bit' ? 'not-constant' : state.evaluate(argument);
    if (type === 'qubit' || type === 'bit') {
      given.push({ kind: 'selection', selection: resolveOperand(argument, state) });
    } else if (isValue(value)) {
      given.push({ kind: 'value', value });
    } else {
      const angle = lowerAngle(argument, state);
      if (angle === undefined) return;
      given.push({ kind: 'angle', angle });
    }
  }
  state.inBody(subroutine.place?.file ?? 0, () => {
    const values = new Map(state.values);
    const angles = new Map(state.angles);
    const selections = new Map(state.selections);
    definition.parameters.forEach(({ name }, index) => {
      const symbol = state.symbolOf(name);
      const argument = given[index];
      if (symbol && argument) bind(symbol, argument, state);
    });
    lowerBody(definition.body);
    restore(state.values, values);
    restore(state.angles, angles);
    restore(state.selections, selections);
  });
}

function bind(symbol: ProgramSymbol, argument: Argument, state: LoweringState): void {
  switch (argument.kind) {
    case 'selection':
      state.selections.set(symbol.id, argument.selection);
      return;
    case 'angle':
      state.angles.set(symbol.id, argument.angle);
      return;
    case 'value': {
      const converted = convertValue(argument.value, symbol.type);
      if (converted !== undefined) state.values.set(symbol.id, converted);
    }
  }
}

/** A subroutine changes nothing outside but qubits and the bits it measures. */
function restore<Value>(current: Map<number, Value>, before: ReadonlyMap<number, Value>): void {
  current.clear();
  for (const [key, value] of before) current.set(key, value);
}
