import type { OffsetRange } from '#core/base/textRange.ts';
import { elementsOf } from '#core/openqasm/selection.ts';
import type { ProgramSymbol } from '#core/openqasm/symbols.ts';
import type {
  ClassicalDeclaration,
  Expression,
  Identifier,
  QubitDeclaration,
  Statement,
} from '#core/openqasm/syntaxTree.ts';
import { durationType, floatType, type Size, type Type } from '#core/openqasm/types.ts';
import type { CircuitParameter } from '../circuit.ts';
import type { CircuitOutput, ClassicalExpression, ScalarType } from '../classical.ts';
import { constantExpression } from '../classicalArithmetic.ts';
import { type ArrayView, elementCount, elementLimit } from './classicalStore.ts';
import { givenValue } from './classicalValues.ts';
import { assignBits } from './lowerAssignment.ts';
import { type LoweredScalar, scalarTypeOf } from './loweredValue.ts';
import type { LoweringState } from './loweringState.ts';
import { elementName } from './programInputs.ts';
import { simplifiedCast } from './simplify.ts';

/** What declarations need of the lowering of statements. */
export interface InitializerLowering {
  initialize(name: Identifier, value: Expression): void;
  measure(operand: Expression, target: Expression, node: Statement | Expression): void;
}

/** Lowers declarations of registers, variables, arrays, inputs and outputs. */
export class DeclarationLowering {
  readonly #state: LoweringState;
  readonly #inputs: ReadonlyMap<string, number>;
  readonly #initializers: InitializerLowering;

  /** @param inputs values of inputs by name, which are constants of the circuit then */
  constructor(state: LoweringState, inputs: ReadonlyMap<string, number>, initializers: InitializerLowering) {
    this.#state = state;
    this.#inputs = inputs;
    this.#initializers = initializers;
  }

  qubits({ name }: Pick<QubitDeclaration, 'name'>): void {
    this.#state.declareQubits(name, sizeOf(this.#state.symbolOf(name)));
  }

  classical(statement: ClassicalDeclaration): void {
    const { modifier, name } = statement;
    const symbol = this.#state.symbolOf(name);
    if (!symbol || modifier === 'const') return;
    const { type } = symbol;
    const isTime = (each: Type) => each.kind === 'duration' || each.kind === 'stretch';
    if (modifier === 'output' && (isTime(type) || (type.kind === 'array' && isTime(type.base)))) {
      this.#state.refuse(
        statement,
        `Output '${name.name}'`,
        'a run returns no durations; those are known only to the machine',
      );
      return;
    }
    if (modifier === 'input') this.input(name, symbol, statement);
    else this.#variable(statement, symbol);
    if (modifier === 'output') this.#state.outputs.push(symbol);
  }

  #variable({ initializer, name, type: node }: ClassicalDeclaration, symbol: ProgramSymbol): void {
    const state = this.#state;
    const { type } = symbol;
    const key = state.keyOf(name, name.name);
    const source = state.isInMainText ? { start: name.start, end: name.end } : undefined;
    if (type.kind === 'bit') {
      this.#bits(name, symbol, type.size);
    } else if (type.kind === 'duration' || type.kind === 'stretch') {
      state.bind(symbol.id, { kind: 'value', value: { kind: 'time', type, isConstant: false, value: undefined } });
    } else if (type.kind === 'array' && type.base.kind === 'duration') {
      const value = { kind: 'time', type: durationType, isConstant: false, value: undefined } as const;
      state.bind(symbol.id, { kind: 'value', value });
      return;
    } else if (type.kind === 'array') {
      const view = this.#array(name, type, key, source);
      if (!view) return;
      state.bind(symbol.id, { kind: 'array', view });
    } else {
      const scalar = scalarTypeOf(type);
      if (!scalar) {
        state.refuseText(node, 'a circuit holds no value of this type');
        return;
      }
      state.bind(symbol.id, { kind: 'cell', cell: state.store.declare(name.name, scalar, key, source) });
    }
    if (initializer?.kind === 'measure-expression') this.#initializers.measure(initializer.operand, name, initializer);
    else if (initializer) this.#initializers.initialize(name, initializer);
  }

  #bits(name: Identifier, symbol: ProgramSymbol, size: Size): void {
    const state = this.#state;
    const before = state.bitCount;
    const selection = state.declareBits(name.name, size, name, state.keyOf(name, name.name));
    if (!selection) return;
    state.bind(symbol.id, { kind: 'elements', selection });
    // Bits that a declaration executed before has used hold what that left.
    const isNew = state.bitCount > before && state.store.loopDepth === 0;
    state.store.useBits(elementsOf(selection) ?? [], isNew);
  }

  #array(
    name: Identifier,
    type: Extract<Type, { kind: 'array' }>,
    key: string,
    source: { readonly start: number; readonly end: number } | undefined,
  ): ArrayView | undefined {
    const state = this.#state;
    const base = scalarTypeOf(type.base);
    const shape = type.dimensions.filter((size) => typeof size === 'number');
    if (!base || shape.length !== type.dimensions.length) {
      return state.refuseText(name, 'a circuit holds no array of this type');
    }
    const count = elementCount(shape);
    if (count > elementLimit) return state.refuseText(name, `it has more than ${elementLimit} elements`);
    const cell = state.store.declare(name.name, { kind: 'array', base, shape }, key, source);
    return { cell, places: Array.from({ length: count }, (_, place) => place), shape };
  }

  /** Gives a name a value from outside: a parameter of the circuit, unless one is given. @param place of its declaration */
  input(name: Identifier, symbol: ProgramSymbol, place: OffsetRange): void {
    const state = this.#state;
    if (symbol.type.kind === 'array' && parameterType(symbol.type.base) !== undefined) {
      this.#inputArray(name, symbol, symbol.type);
      return;
    }
    const parameter = parameterType(symbol.type);
    if (parameter === undefined) {
      state.refuse(place, `Input '${symbol.name}'`, 'inputs are numbers, angles, truth values and bits');
      return;
    }
    const type = inputType(symbol.type);
    const scalar = scalarTypeOf(type);
    if (!scalar) return;
    const expression = this.#inputValue(symbol.name, name, parameter, scalar);
    const value: LoweredScalar = { kind: 'scalar', type, isConstant: false, expression };
    if (symbol.type.kind !== 'bit') {
      state.bind(symbol.id, { kind: 'value', value });
      return;
    }
    this.#bits(name, symbol, symbol.type.size);
    const binding = state.bindings.get(symbol.id);
    if (binding?.kind === 'elements') assignBits(binding.selection, value, name, state);
  }

  /** Every element of an array is an input by itself, named with its indices, such as `a[0]` or `a[1,0]`. */
  #inputArray(name: Identifier, symbol: ProgramSymbol, type: Extract<Type, { kind: 'array' }>): void {
    const state = this.#state;
    const parameter = parameterType(type.base);
    const scalar = scalarTypeOf(type.base);
    const view = this.#array(name, type, state.keyOf(name, name.name), undefined);
    if (!view || !scalar || parameter === undefined) return;
    state.bind(symbol.id, { kind: 'array', view });
    for (const place of view.places) {
      const element = elementName(name.name, place, view.shape);
      state.store.write(view.cell, this.#inputValue(element, name, parameter, scalar), place);
    }
  }

  /** The value given for an input, or a parameter of the circuit. */
  #inputValue(name: string, node: Identifier, type: CircuitParameter['type'], scalar: ScalarType): ClassicalExpression {
    const given = this.#inputs.get(name);
    return given === undefined
      ? this.#parameter(name, node, type, scalar)
      : constantExpression(scalar, givenValue(given, scalar));
  }

  /** A parameter of the circuit as a value of the type the program gives it. */
  #parameter(name: string, node: Identifier, type: CircuitParameter['type'], scalar: ScalarType): ClassicalExpression {
    const state = this.#state;
    const index = state.parameters.length;
    const source = state.isInMainText ? { source: { start: node.start, end: node.end } } : {};
    state.parameters.push({ name, type, ...source });
    const held = type === 'bool' ? { kind: type } : { kind: type === 'angle' ? 'float' : type };
    return simplifiedCast(scalar, { kind: 'parameter', type: held, index });
  }
}

function sizeOf(symbol: ProgramSymbol | undefined): Size {
  return symbol && 'size' in symbol.type ? symbol.type.size : 'unknown';
}

/** What the circuit calls the type of an input. */
function parameterType(type: Type): CircuitParameter['type'] | undefined {
  switch (type.kind) {
    case 'angle':
    case 'float':
    case 'int':
    case 'uint':
    case 'bool':
      return type.kind;
    case 'bit':
      return type.size === 'scalar' ? 'bool' : 'uint';
    default:
      return undefined;
  }
}

/** The type an input takes part in expressions with. Angles are real numbers, which a pipeline may move past a full turn. */
function inputType(type: Type): Type {
  return type.kind === 'angle' ? floatType : type;
}

/** What the program returns, read at its end. */
export function lowerOutputs(state: LoweringState): CircuitOutput[] {
  return state.outputs.flatMap((symbol): CircuitOutput[] => {
    const { name } = symbol;
    const binding = state.bindings.get(symbol.id);
    switch (binding?.kind) {
      case 'elements': {
        const bits = elementsOf(binding.selection) ?? [];
        const isScalar = binding.selection.size === 'scalar';
        const type = isScalar ? ({ kind: 'bool' } as const) : ({ kind: 'bits', width: bits.length } as const);
        return [{ name, value: { kind: 'bits', type, bits } }];
      }
      case 'cell':
        return [{ name, value: state.store.stored(binding.cell) }];
      case 'array':
        return [{ name, value: state.store.stored(binding.view.cell) }];
      default:
        return [];
    }
  });
}
