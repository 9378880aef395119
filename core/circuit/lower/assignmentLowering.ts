import { compoundOperators } from '#core/openqasm/compoundOperators.ts';
import { diagnose } from '#core/openqasm/messages.ts';
import { elementsOf, type Selection } from '#core/openqasm/selection.ts';
import type { AssignmentStatement, Expression, Statement } from '#core/openqasm/syntaxTree.ts';
import type { Cell, Written } from './classicalStore.ts';
import type { IndexCases } from './indexCases.ts';
import { assignBits, assignExpression, assignLowered, runTimeBit } from './lowerAssignment.ts';
import { combineLowered, convertScalar, lowerExpression, lowerScalar } from './lowerExpression.ts';
import type { LoweredValue } from './loweredValue.ts';
import { lowerSelection } from './lowerIndexed.ts';
import type { LoweringState } from './loweringState.ts';
import { findRunTimeIndex } from './runTimeIndex.ts';
import type { CallResult } from './subroutineLowering.ts';
import { throughAlias } from './throughAlias.ts';
import { rootOf } from './writtenSymbols.ts';

/** Lowers assignments, measurements and what a subroutine returns, also through indices only the run knows. */
export class AssignmentLowering {
  readonly #state: LoweringState;
  readonly #cases: IndexCases;
  readonly #writtenBy: (value: Expression) => Written;

  /** @param writtenBy what the subroutines an expression calls may assign to */
  constructor(state: LoweringState, cases: IndexCases, writtenBy: (value: Expression) => Written) {
    this.#state = state;
    this.#cases = cases;
    this.#writtenBy = writtenBy;
  }

  statement(statement: AssignmentStatement): void {
    const { operator, value } = statement;
    const target = throughAlias(statement.target, this.#state);
    const binary = compoundOperators.get(operator);
    if (!binary) {
      if (value.kind === 'measure-expression') this.measure(value.operand, target, statement);
      else this.assign(target, value);
      return;
    }
    const { end, start } = statement;
    const node = { kind: 'binary', operator: binary, left: target, right: value, start, end } as const;
    this.#split(target, value, () => {
      const state = this.#state;
      const current = lowerExpression(target, state);
      const other =
        value.kind === 'measure-expression' ? this.#measured(value.operand, value) : lowerExpression(value, state);
      const result = current && other && combineLowered(binary, current, other, node, state);
      if (result) assignLowered(target, result, value, state);
    });
  }

  assign(target: Expression, value: Expression): void {
    this.#split(target, value, () => assignExpression(target, value, this.#state));
  }

  /** Lowers an assignment, once for each value of an index in it that must be known and only the run knows. */
  #split(target: Expression, value: Expression, lower: () => void): void {
    const { bits, cells } = this.#writtenTo(target);
    const called = value.kind === 'call' ? this.#writtenBy(value).cells : [];
    const written = { cells: new Set([...cells, ...called]), bits };
    this.#cases.lower([target], true, () => this.#cases.lower([value], false, lower, written), written);
  }

  measure(operand: Expression, given: Expression | undefined, node: Statement | Expression): void {
    const state = this.#state;
    const target = given && throughAlias(given, state);
    const isOpen = target && findRunTimeIndex([target], true, state) && findRunTimeIndex([operand], false, state);
    // How many qubits there are decides how many bits there have to be.
    if (isOpen)
      this.#cases.lower([operand], false, () => this.#measure(operand, target, node), this.#writtenTo(target));
    else this.#measure(operand, target, node);
  }

  #measure(operand: Expression, target: Expression | undefined, node: Statement | Expression): void {
    const state = this.#state;
    const bits = target && this.#measurementTarget(target);
    if (target && !bits) {
      // What is no bit of the circuit gets the value of scratch bits.
      const value = this.#measured(operand, node);
      if (value)
        this.#cases.lower([target], true, () => assignLowered(target, value, target, state), this.#writtenTo(target));
      return;
    }
    const written = { cells: new Set<Cell>(), bits: new Set(bits && (elementsOf(bits) ?? [])) };
    this.#cases.lower([operand], false, () => this.#measureInto(operand, bits, node), written);
  }

  #writtenTo(target: Expression): Written {
    const root = rootOf(target);
    const binding = root && this.#state.bindingOf(root);
    const cells = binding?.kind === 'cell' ? [binding.cell] : binding?.kind === 'array' ? [binding.view.cell] : [];
    const bits = binding?.kind === 'elements' ? (elementsOf(binding.selection) ?? []) : [];
    return { cells: new Set(cells), bits: new Set(bits) };
  }

  /** The bits a measurement writes to, if they are bits of the circuit by themselves. */
  #measurementTarget(target: Expression): Selection | undefined {
    const state = this.#state;
    const root = rootOf(target);
    if (!root || state.bindingOf(root)?.kind !== 'elements') return undefined;
    const isLater =
      target.kind === 'index' &&
      (runTimeBit(target, state) !== undefined || findRunTimeIndex([target], true, state) !== undefined);
    return isLater ? undefined : lowerSelection(target, state);
  }

  /** The value of a measurement, through bits that no name stands for. */
  #measured(operand: Expression, node: Statement | Expression): LoweredValue | undefined {
    return this.#cases.callingFirst([operand], () => this.#measuredBits(operand, node));
  }

  #measuredBits(operand: Expression, node: Statement | Expression): LoweredValue | undefined {
    const state = this.#state;
    const size = this.#measuredSize(operand);
    const bits = size === undefined ? undefined : state.scratchBits('measured', size, node);
    if (!bits) return undefined;
    const held = elementsOf(bits) ?? [];
    const written = { cells: new Set<Cell>(), bits: new Set(held) };
    this.#cases.lower([operand], false, () => this.#measureInto(operand, bits, node), written);
    const type = bits.size === 'scalar' ? ({ kind: 'bool' } as const) : ({ kind: 'bits', width: held.length } as const);
    return {
      kind: 'scalar',
      type: { kind: 'bit', size: bits.size },
      isConstant: false,
      expression: { kind: 'bits', type, bits: held },
    };
  }

  /** How many qubits an operand is, whatever the indices are that only the run knows. */
  #measuredSize(operand: Expression): Selection['size'] | undefined {
    const found = findRunTimeIndex([operand], false, this.#state);
    if (!found) return lowerSelection(operand, this.#state)?.size;
    for (const { means } of found.choices) {
      const size = this.#state.assuming(found.node, means, () => this.#measuredSize(operand));
      if (size.ok) return size.value;
    }
    return undefined;
  }

  #measureInto(operand: Expression, target: Selection | undefined, node: Statement | Expression): void {
    const state = this.#state;
    const selection = lowerSelection(operand, state);
    const qubits = (selection && elementsOf(selection)) ?? [];
    const bits = target && elementsOf(target);
    if (bits && bits.length !== qubits.length) {
      const range = { start: node.start, end: node.end };
      state.report(diagnose('QAS5005', range, `${qubits.length} qubits`, `${bits.length} bits`));
      return;
    }
    qubits.forEach((qubit, index) => {
      const bit = bits?.[index];
      state.emit({ kind: 'measure', qubit, ...(bit !== undefined && { bit }), source: state.source });
      if (bit !== undefined) state.store.setBit(bit, undefined);
    });
  }

  /** Stores what a subroutine returns. */
  result(value: Expression, result: CallResult, node: Statement): void {
    const state = this.#state;
    const cells = result.kind === 'cell' ? [result.cell] : [];
    const bits = result.kind === 'bits' ? (elementsOf(result.selection) ?? []) : [];
    const written = { cells: new Set(cells), bits: new Set(bits) };
    const lower = () => {
      if (value.kind === 'measure-expression' && result.kind === 'bits') {
        this.#measureInto(value.operand, result.selection, node);
        return;
      }
      const lowered =
        value.kind === 'measure-expression' ? this.#measured(value.operand, value) : lowerScalar(value, state);
      if (lowered?.kind !== 'scalar') return;
      if (result.kind === 'bits') {
        assignBits(result.selection, lowered, value, state);
        return;
      }
      const converted = convertScalar(lowered, result.type, value, state);
      if (converted) state.store.write(result.cell, converted.expression);
    };
    this.#cases.lower([value], false, lower, written);
  }
}
