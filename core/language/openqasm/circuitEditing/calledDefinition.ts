import type { OffsetRange } from '#core/base/textRange.ts';
import type { Operation, OperationGroup } from '#core/circuit/circuit.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { type Analysis, mentionTokens } from '#core/openqasm/index.ts';
import type { Expression, GateDefinition, SubroutineDefinition } from '#core/openqasm/syntaxTree.ts';
import { isDrawn, isSame } from './appliedTimes.ts';
import { listedStatement } from './listedStatement.ts';
import type { OperandNames } from './operandNames.ts';

/** A definition, as an opened call of it shows it. */
export interface ShownDefinition {
  readonly call: OperationGroup;
  readonly node: GateDefinition | SubroutineDefinition;
  readonly names: OperandNames;
  /** How often the program names it besides. */
  readonly uses: number;
}

/** The definition that a call shows; undefined where the text does not define exactly what is drawn. */
export function shownDefinition(analysis: Analysis, call: OperationGroup): ShownDefinition | undefined {
  const found = call.definition && listedStatement(analysis.tree, call.definition);
  const node = found?.statement;
  if (!call.definition || (node?.kind !== 'gate' && node?.kind !== 'subroutine')) return undefined;
  const [main] = analysis.files;
  const symbol = analysis.globalScope.names.get(node.name.name);
  const uses = main && symbol ? mentionTokens(main, symbol).length - 1 : 0;
  return { call, node, names: new FormalNames(node, call.definition.qubits), uses };
}

/** The innermost call that something is a part of. */
export function callAround(thing: Operation | OperationGroup): OperationGroup | undefined {
  for (let group = outerOf(thing); group; group = group.outer) if (group.kind === 'call') return group;
  return undefined;
}

function outerOf(thing: Operation | OperationGroup): OperationGroup | undefined {
  return isGroup(thing) ? thing.outer : thing.group;
}

function isGroup(thing: Operation | OperationGroup): thing is OperationGroup {
  return thing.kind === 'call' || thing.kind === 'loop' || thing.kind === 'pass';
}

/** The statement in the body of what a call calls that something is of; undefined for what is no part of the call. */
export function statementIn(call: OperationGroup, thing: Operation | OperationGroup): OffsetRange | undefined {
  let direct = thing;
  for (let group = outerOf(thing); group; group = group.outer) {
    if (group === call) return direct.source?.inner;
    if (group.kind === 'call') direct = group;
  }
  return undefined;
}

/** What a statement of the body applies in a call. */
export function unitsInCall(
  operations: readonly Operation[],
  call: OperationGroup,
  statement: OffsetRange,
): Set<Operation | OperationGroup> {
  const units = new Set<Operation | OperationGroup>();
  const isOf = (thing: Operation | OperationGroup) => {
    const found = statementIn(call, thing);
    return found !== undefined && isSame(found, statement);
  };
  const collect = (list: readonly Operation[]): void => {
    for (const operation of list) {
      let outermost: OperationGroup | undefined;
      for (let group = operation.group; group && group !== call; group = group.outer)
        if (isOf(group)) outermost = group;
      if (outermost) units.add(outermost);
      else if (isOf(operation)) {
        if (isDrawn(operation)) units.add(operation);
      } else for (const body of bodiesOf(operation)) collect(body);
    }
  };
  collect(operations);
  return units;
}

/** The names that the body of a definition has for the qubits of a call. */
class FormalNames implements OperandNames {
  readonly #names = new Map<number, string>();
  readonly #qubits = new Map<string, number>();

  constructor(node: GateDefinition | SubroutineDefinition, given: readonly (readonly number[])[]) {
    for (const [index, { isRegister, name }] of formalsOf(node).entries()) {
      for (const [element, qubit] of (given[index] ?? []).entries()) {
        const text = isRegister ? `${name}[${element}]` : name;
        this.#names.set(qubit, text);
        this.#qubits.set(text, qubit);
      }
    }
  }

  qubit(qubit: number): string | undefined {
    return this.#names.get(qubit);
  }

  symbolOfQubit(): undefined {
    return undefined;
  }

  qubitOf(operand: Expression): number | undefined {
    if (operand.kind === 'identifier') return this.#qubits.get(operand.name);
    if (operand.kind !== 'index' || operand.base.kind !== 'identifier' || operand.selectors.length !== 1)
      return undefined;
    const [selector] = operand.selectors;
    return selector?.kind === 'integer' ? this.#qubits.get(`${operand.base.name}[${selector.value}]`) : undefined;
  }
}

/** The qubits that a definition takes, in order. */
function formalsOf(node: GateDefinition | SubroutineDefinition) {
  if (node.kind === 'gate') return node.qubits.map(({ name }) => ({ name, isRegister: false }));
  return node.parameters.flatMap(({ name, type }) =>
    type.name === 'qubit' ? [{ name: name.name, isRegister: type.size !== undefined }] : [],
  );
}
