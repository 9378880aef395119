import { elementsOf, type Selection } from '#core/openqasm/selection.ts';
import type { ProgramSymbol } from '#core/openqasm/symbols.ts';
import type { Block, CallExpression, Expression, Identifier } from '#core/openqasm/syntaxTree.ts';
import type { Type } from '#core/openqasm/types.ts';
import type { Binding } from './binding.ts';
import type { Cell } from './classicalStore.ts';
import { keptScalar } from './expressionCalls.ts';
import { type ExitTarget, exitTarget, type Flow } from './flow.ts';
import { assignBits } from './lowerAssignment.ts';
import { bitsValue, convertScalar, lowerExpression } from './lowerExpression.ts';
import { type LoweredScalar, type LoweredValue, scalarTypeOf } from './loweredValue.ts';
import { definedAt } from './lowerGateCall.ts';
import { lowerSelection } from './lowerIndexed.ts';
import type { LoweringState } from './loweringState.ts';
import { isStable } from './simplify.ts';

/** Where a subroutine leaves its result. */
export type CallResult =
  | { readonly kind: 'cell'; readonly cell: Cell; readonly type: Type }
  | { readonly kind: 'bits'; readonly selection: Selection };

/** A subroutine that is being expanded. */
export interface CallFrame {
  readonly target: ExitTarget;
  readonly result: CallResult | undefined;
}

/** What calls need of the lowering of statements. */
export interface RoutineLowering {
  /** Whether a body assigns to a name. */
  assigns(body: Block, name: Identifier): boolean;
  /**
   * Makes the rest of the current statement part of the way on which a call in it came back.
   * @returns false where there is no such rest
   */
  leaveStatement(flow: Flow): boolean;
  /** Lowers a body up to its return. */
  body(body: Block, frame: CallFrame): Flow;
}

type Argument = Binding | { readonly kind: 'copy'; readonly value: LoweredScalar; readonly node: Expression };

/** The qubits of each argument that has some. */
function qubitsOf(given: readonly Argument[]): (readonly number[])[] {
  return given.flatMap((argument) => (argument.kind === 'elements' ? [elementsOf(argument.selection) ?? []] : []));
}

/** Expands calls of subroutines where they stand (subroutines). Classical values are passed by value, arrays by reference. */
export class SubroutineLowering {
  readonly #state: LoweringState;
  readonly #routines: RoutineLowering;
  /** How a call in the current statement went on, if it did not come back. */
  #escape: Flow | undefined;

  constructor(state: LoweringState, routines: RoutineLowering) {
    this.#state = state;
    this.#routines = routines;
  }

  /**
   * @param isStatement whether nothing of the statement is left to do after the call
   * @returns the result; undefined when there is none, or a problem has been reported
   */
  expand(call: CallExpression, symbol: ProgramSymbol, isStatement = false): LoweredValue | undefined {
    const state = this.#state;
    const { callable, subroutine: definition } = symbol;
    if (!definition || !callable) return undefined;
    const given = this.#arguments(call, symbol);
    if (!given) return undefined;
    const result = this.#result(call, symbol, callable.returns);
    const target = exitTarget('returned', state.keyOf(call));
    const lower = () => {
      definition.parameters.forEach(({ name, type }, index) => {
        const argument = given[index];
        const parameter = state.symbolOf(name);
        if (parameter && argument) this.#bind(parameter, argument, name, type.start);
      });
      return this.#routines.body(definition.body, { target, result });
    };
    const group = state.newGroup(() => ({ kind: 'call', label: symbol.name, ...definedAt(symbol, qubitsOf(given)) }));
    const flow = state.inGroup(group, () => state.inBody(symbol.place?.file ?? 0, lower));
    if (flow.kind !== 'next') {
      if (isStatement) this.#escape = flow;
      else if (!this.#routines.leaveStatement(flow)) {
        const why =
          'it may end the program in the middle of a condition, or of an expression that is decided case by case';
        return state.refuse(call, `This call of '${symbol.name}'`, why);
      }
    }
    if (!result) return undefined;
    if (result.kind === 'bits') return bitsValue(result.selection, state);
    const expression = state.store.read(result.cell);
    return { kind: 'scalar', type: result.type, isConstant: false, expression };
  }

  /** How the call in the last statement went on, if it did not come back. */
  takeEscape(): Flow | undefined {
    const flow = this.#escape;
    this.#escape = undefined;
    return flow;
  }

  /** Arguments mean what they mean where the call stands, so all are read before any parameter changes. */
  #arguments(call: CallExpression, { callable, subroutine: definition }: ProgramSymbol): Argument[] | undefined {
    const state = this.#state;
    const types = callable?.parameters ?? [];
    const hasReferences = types.some((type) => type.kind === 'array' && type.access === 'mutable');
    const given: Argument[] = [];
    for (const [index, node] of call.arguments.entries()) {
      const type = types[index];
      const parameter = definition?.parameters[index];
      if (!type || !parameter) return undefined;
      if (type.kind === 'qubit') {
        const selection = lowerSelection(node, state);
        if (!selection) return undefined;
        given.push({ kind: 'elements', selection });
        continue;
      }
      const value = lowerExpression(node, state);
      if (!value) return undefined;
      if (value.kind === 'array') {
        given.push({ kind: 'array', view: value.view });
        continue;
      }
      if (value.kind === 'time') {
        given.push({ kind: 'value', value: { ...value, type } });
        continue;
      }
      const converted = convertScalar(value, type, node, state);
      if (!converted) return undefined;
      const later = call.arguments.slice(index + 1);
      const kept = later.reduce((held, next) => keptScalar(held, next, state), converted);
      const isStaying = isStable(kept.expression) || !hasReferences;
      given.push(
        isStaying && !this.#assigns(definition?.body, parameter.name, call)
          ? { kind: 'value', value: { ...kept, isConstant: false } }
          : { kind: 'copy', value: kept, node },
      );
    }
    return given;
  }

  #assigns(body: Block | undefined, name: Identifier, call: CallExpression): boolean {
    const state = this.#state;
    const file = state.symbolOf(call.callee)?.place?.file ?? 0;
    const outer = state.file;
    state.file = file;
    const assigns = body !== undefined && this.#routines.assigns(body, name);
    state.file = outer;
    return assigns;
  }

  #bind(parameter: ProgramSymbol, argument: Argument, name: Identifier, place: number): void {
    const state = this.#state;
    if (argument.kind !== 'copy') {
      state.bind(parameter.id, argument);
      return;
    }
    const { node, value } = argument;
    const { type } = parameter;
    const key = state.keyOf({ start: place }, name.name);
    if (type.kind === 'bit') {
      const selection = state.declareBits(name.name, type.size, name, key);
      if (!selection) return;
      for (const bit of elementsOf(selection) ?? []) state.store.setBit(bit, undefined);
      state.bind(parameter.id, { kind: 'elements', selection });
      assignBits(selection, value, node, state);
      return;
    }
    const scalar = scalarTypeOf(type);
    if (!scalar) return;
    const cell = state.store.declare(name.name, scalar, key);
    state.bind(parameter.id, { kind: 'cell', cell });
    state.store.write(cell, value.expression);
  }

  #result(call: CallExpression, symbol: ProgramSymbol, type: Type): CallResult | undefined {
    const state = this.#state;
    const name = `${symbol.name}_result`;
    if (type.kind === 'bit') {
      const selection = state.scratchBits(name, type.size, call);
      for (const bit of (selection && elementsOf(selection)) ?? []) state.store.setBit(bit, undefined);
      return selection && { kind: 'bits', selection };
    }
    const scalar = scalarTypeOf(type);
    if (!scalar) return undefined;
    const cell = state.store.declare(name, scalar, state.keyOf(call, 'result'));
    state.resultCells.add(cell);
    return { kind: 'cell', cell, type };
  }
}
