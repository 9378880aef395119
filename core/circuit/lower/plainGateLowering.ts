import type { StatementList } from '#core/openqasm/statementList.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import type { TokenStream } from '#core/openqasm/tokenStream.ts';
import type { Type } from '#core/openqasm/types.ts';
import type { Control, GateOperation } from '../circuit.ts';
import { isCompound, libraryExpansion, type SingleGate, singleGate } from './libraryOperations.ts';
import { knownValue } from './loweredValue.ts';
import type { LoweringState } from './loweringState.ts';

/** Digits up to which a decimal number is read without looking at it closely. */
const longestNumber = 15;

const noAngles: readonly number[] = [];
const noControls: readonly Control[] = [];

/** Lists of one qubit, which the gates of a large circuit share: a million lists of a hundred qubits are most of its memory. */
class SharedWires {
  readonly #alone: (readonly number[])[] = [];
  readonly #controls: (readonly Control[])[] = [];

  /** The qubit as the only target. */
  alone(qubit: number): readonly number[] {
    const known = this.#alone[qubit];
    if (known !== undefined) return known;
    const targets = [qubit];
    this.#alone[qubit] = targets;
    return targets;
  }

  /** The qubit as the only control. */
  control(qubit: number): readonly Control[] {
    const known = this.#controls[qubit];
    if (known !== undefined) return known;
    const controls: readonly Control[] = [{ qubit, value: 1 }];
    this.#controls[qubit] = controls;
    return controls;
  }
}

/**
 * Lowers plain calls of library gates (see `StatementList.isPlainAt`) from their tokens, without a node: nearly all
 * statements of a large circuit are such calls. It takes those whose parameters are numbers and whose operands are
 * single qubits, and leaves everything else to the lowering of nodes.
 */
export class PlainGateLowering {
  readonly #state: LoweringState;
  readonly #wires = new SharedWires();
  /** The token to be read next; −1 when the statement is left to its node. */
  #next = 0;

  constructor(state: LoweringState) {
    this.#state = state;
  }

  /** Lowers the statement at an index; false, with nothing done, when its node must be lowered. */
  lower(statements: StatementList, index: number): boolean {
    if (!statements.isPlainAt(index) || statements.kindAt(index) !== 'gate-call') return false;
    const state = this.#state;
    const { tokens } = statements;
    const first = statements.firstTokenAt(index);
    const symbol = state.symbolAt(first);
    if (!symbol?.gate || symbol.gate.definition || !symbol.gate.library) return false;
    const single = singleGate(symbol.name);
    const expansion = single ?? libraryExpansion(symbol.name, state.analysis.version.major);
    if (!expansion) return false;
    this.#next = first + 1;
    const angles = tokens.kinds[this.#next] === tokenKind.leftParen ? this.#angles(tokens) : noAngles;
    if (this.#next < 0 || angles.length !== symbol.gate.parameters.length) return false;
    const qubits = this.#operands(tokens);
    if (!qubits || qubits.length !== symbol.gate.qubits.length) return false;
    const last = statements.lastTokenAt(index);
    state.come(tokens.starts[first] ?? 0, tokens.ends[last] ?? 0);
    if (typeof expansion !== 'function') {
      state.emit(this.#gate(expansion, angles, qubits));
      return true;
    }
    const emit = () => {
      for (const operation of expansion(angles, qubits, state.source)) state.emit(operation);
    };
    if (!isCompound(symbol.name)) emit();
    else {
      const parameters = angles.length > 0 && { parameters: angles };
      state.inGroup(
        state.newGroup(() => ({ kind: 'call', label: symbol.name, ...parameters })),
        emit,
      );
    }
    return true;
  }

  #gate({ controls, gate }: SingleGate, parameters: readonly number[], qubits: readonly number[]): GateOperation {
    const { source } = this.#state;
    const [first = 0, second = 0] = qubits;
    if (controls === 0) {
      const targets = qubits.length === 1 ? this.#wires.alone(first) : qubits;
      return { kind: 'gate', gate, parameters, controls: noControls, targets, source };
    }
    const isPair = controls === 1 && qubits.length === 2;
    return {
      kind: 'gate',
      gate,
      parameters,
      controls: isPair ? this.#wires.control(first) : qubits.slice(0, controls).map((qubit) => ({ qubit, value: 1 })),
      targets: isPair ? this.#wires.alone(second) : qubits.slice(controls),
      source,
    };
  }

  /** Reads single, different qubits up to the `;`. */
  #operands(tokens: TokenStream): number[] | undefined {
    const { kinds } = tokens;
    const qubits: number[] = [];
    for (let token = this.#next; ; token++) {
      if (kinds[token] !== tokenKind.identifier) return undefined;
      const symbol = this.#state.symbolAt(token);
      const binding = symbol && this.#state.bindings.get(symbol.id);
      const run = binding?.kind === 'elements' ? binding.selection.runs?.[0] : undefined;
      if (binding?.kind !== 'elements' || !run || binding.selection.runs?.length !== 1) return undefined;
      let qubit = run.first;
      if (kinds[token + 1] === tokenKind.leftBracket) {
        const position = this.#number(tokens, token + 2);
        if (typeof binding.selection.size !== 'number' || !(position < run.count)) return undefined;
        qubit = run.first + position * run.step;
        token += 3;
      } else if (binding.selection.size !== 'scalar') {
        return undefined;
      }
      if (qubits.includes(qubit)) return undefined;
      qubits.push(qubit);
      token++;
      if (kinds[token] === tokenKind.semicolon) return qubits;
    }
  }

  /** Reads the parameters and their parentheses. */
  #angles(tokens: TokenStream): number[] {
    const angles: number[] = [];
    do {
      this.#next++;
      angles.push(this.#sum(tokens));
    } while (this.#next >= 0 && tokens.kinds[this.#next] === tokenKind.comma);
    if (this.#next < 0 || tokens.kinds[this.#next] !== tokenKind.rightParen) return this.#leave(angles);
    this.#next++;
    return angles;
  }

  #leave<Value>(value: Value): Value {
    this.#next = -1;
    return value;
  }

  #sum(tokens: TokenStream): number {
    let value = this.#product(tokens);
    while (this.#next >= 0) {
      const kind = tokens.kinds[this.#next];
      if (kind !== tokenKind.plus && kind !== tokenKind.minus) return value;
      this.#next++;
      const other = this.#product(tokens);
      value = kind === tokenKind.plus ? value + other : value - other;
    }
    return value;
  }

  #product(tokens: TokenStream): number {
    let value = this.#factor(tokens);
    while (this.#next >= 0) {
      const kind = tokens.kinds[this.#next];
      if (kind !== tokenKind.star && kind !== tokenKind.slash) return value;
      this.#next++;
      // The quotient of two integers has no fraction in OpenQASM 3; what could be integers is left to the node.
      const isWhole = !this.#state.isVersion2 && Number.isInteger(value);
      const other = this.#factor(tokens);
      if (kind === tokenKind.star) value *= other;
      else if (other === 0 || (isWhole && Number.isInteger(other))) return this.#leave(value);
      else value /= other;
    }
    return value;
  }

  #factor(tokens: TokenStream): number {
    const { kinds } = tokens;
    switch (kinds[this.#next]) {
      case tokenKind.minus:
        this.#next++;
        return -this.#factor(tokens);
      case tokenKind.integer:
      case tokenKind.float: {
        const value = this.#number(tokens, this.#next);
        if (Number.isNaN(value)) return this.#leave(value);
        this.#next++;
        return value;
      }
      case tokenKind.identifier: {
        const value = this.#named(this.#next);
        if (value === undefined) return this.#leave(0);
        this.#next++;
        return value;
      }
      case tokenKind.leftParen: {
        this.#next++;
        const value = this.#sum(tokens);
        if (this.#next < 0 || kinds[this.#next] !== tokenKind.rightParen) return this.#leave(value);
        this.#next++;
        return value;
      }
      default:
        return this.#leave(0);
    }
  }

  /** The number a name of type float stands for; undefined when it is anything else. */
  #named(token: number): number | undefined {
    const symbol = this.#state.symbolAt(token);
    if (!symbol) return undefined;
    const binding = this.#state.bindings.get(symbol.id);
    if (binding?.kind === 'value' && binding.value.kind === 'scalar' && isDouble(binding.value.type)) {
      const value = knownValue(binding.value);
      return typeof value === 'number' ? value : undefined;
    }
    return !binding && isDouble(symbol.type) && typeof symbol.value === 'number' ? symbol.value : undefined;
  }

  /** The value of a decimal number; not a number when it is written in another way, or long. */
  #number({ ends, starts, text }: TokenStream, token: number): number {
    const start = starts[token] ?? 0;
    const end = ends[token] ?? 0;
    if (end - start > longestNumber && text.indexOf('.', start) >= end) return Number.NaN;
    return Number(text.slice(start, end));
  }
}

function isDouble(type: Type): boolean {
  return type.kind === 'float' && (type.width === undefined || type.width === 64);
}
