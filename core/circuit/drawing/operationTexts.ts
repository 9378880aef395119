import type { Angle } from '../angle.ts';
import type {
  AssignOperation,
  Circuit,
  Condition,
  ConditionalOperation,
  GateOperation,
  Operation,
  SwitchOperation,
  UnitaryOperation,
  WhileOperation,
} from '../circuit.ts';
import type { ClassicalExpression } from '../classical.ts';
import { gateTable } from '../gateTable.ts';
import { angleText } from './angleText.ts';
import { classicalText } from './classicalText.ts';
import type { GroupRun } from './drawnGroups.ts';

/** Operations drawn as frames around others. */
export type BlockOperation = ConditionalOperation | SwitchOperation | WhileOperation;

export function isBlock(operation: Operation): operation is BlockOperation {
  return operation.kind === 'conditional' || operation.kind === 'switch' || operation.kind === 'while';
}

const longestDetail = 22;

/** What a drawing writes of the operations of a circuit. */
export class OperationTexts {
  readonly #circuit: Circuit;

  constructor(circuit: Circuit) {
    this.#circuit = circuit;
  }

  /** As the program names it. */
  qubit(qubit: number): string {
    const register = this.#circuit.qubitRegisters.find(({ size, start }) => qubit >= start && qubit < start + size);
    if (!register) return `q${qubit}`;
    return register.scalar ? register.name : `${register.name}[${qubit - register.start}]`;
  }

  #bit(bit: number): string {
    const register = this.#circuit.bitRegisters.find(({ size, start }) => bit >= start && bit < start + size);
    if (!register) return `c${bit}`;
    return register.scalar ? register.name : `${register.name}[${bit - register.start}]`;
  }

  /** The angles of a gate, for the line below its name. */
  detail(operation: GateOperation | UnitaryOperation): string | undefined {
    return operation.kind === 'unitary' ? undefined : this.angles(operation.parameters);
  }

  /** Angles in one line; undefined for none. */
  angles(angles: readonly Angle[]): string | undefined {
    if (angles.length === 0) return undefined;
    const computed = (expression: ClassicalExpression) => this.#expression(expression);
    const { parameters } = this.#circuit;
    return shortened(angles.map((angle) => angleText(angle, parameters, computed)).join(', '));
  }

  #expression(expression: ClassicalExpression): string {
    return classicalText(expression, {
      bits: (bits) => (bits.length === 1 ? this.#bit(bits[0] ?? 0) : this.#register(bits)),
      variable: (variable) => this.#circuit.variables?.[variable]?.name ?? `variable ${variable}`,
      parameter: (parameter) => this.#circuit.parameters[parameter]?.name ?? `parameter ${parameter}`,
    });
  }

  /** What is assigned, for a box on the wire of its target. */
  assignment({ target, value }: AssignOperation): string {
    const index =
      target.kind === 'element' ? target.indices : target.kind === 'bits' && target.index ? [target.index] : [];
    const place =
      target.kind === 'bits' && !target.index && target.bits.length === 1
        ? `${this.#bit(target.bits[0] ?? 0)} `
        : index.length > 0
          ? `[${index.map((each) => this.#expression(each)).join(', ')}] `
          : '';
    return shortened(`${place}= ${this.#expression(value)}`);
  }

  /** What a frame says about one of the bodies of its operation. */
  blockLabel(operation: BlockOperation, branch: number): string {
    switch (operation.kind) {
      case 'conditional':
        return branch > 0 ? 'else' : `if ${this.#condition(operation.condition)}`;
      case 'while':
        return operation.label ?? `while ${this.#condition(operation.condition)}`;
      case 'switch': {
        const values = operation.cases[branch]?.values.join(', ') ?? 'other';
        return branch > 0 ? values : `switch ${shortened(this.#expression(operation.subject))}: ${values}`;
      }
    }
  }

  #condition(condition: Condition): string {
    switch (condition.kind) {
      case 'compare': {
        const [only] = condition.bits;
        if (condition.bits.length === 1 && only !== undefined)
          return `${this.#bit(only)} ${condition.operator} ${condition.value}`;
        return `${this.#register(condition.bits)} ${condition.operator} ${condition.value}`;
      }
      case 'expression':
        return shortened(this.#expression(condition.expression));
      case 'not':
        return `!(${this.#condition(condition.operand)})`;
      case 'and':
        return `${this.#condition(condition.left)} && ${this.#condition(condition.right)}`;
      case 'or':
        return `(${this.#condition(condition.left)} || ${this.#condition(condition.right)})`;
    }
  }

  #register(bits: readonly number[]): string {
    const whole = this.#circuit.bitRegisters.find(
      ({ size, start }) => size === bits.length && bits.every((bit, index) => bit === start + index),
    );
    return whole?.name ?? bits.map((bit) => this.#bit(bit)).join(',');
  }

  /** A sentence about a call or loop for those who hear the drawing. */
  groupDescription({ group, passes }: GroupRun, operations: number, qubits: readonly number[]): string {
    const on = qubits.length === 0 ? '' : ` on ${qubits.map((qubit) => this.qubit(qubit)).join(', ')}`;
    const count = operations === 1 ? '1 operation' : `${operations} operations`;
    switch (group.kind) {
      case 'call': {
        const angles = this.angles(group.parameters ?? []);
        return `Call of ${group.label}${angles === undefined ? '' : `(${angles})`}${on}, ${count}`;
      }
      case 'loop':
        return `Loop ${group.label}${on}, ${passes === 1 ? '1 pass' : `${passes} passes`}, ${count}`;
      case 'pass':
        return `Pass ${group.label}${on}, ${count}`;
    }
  }

  /**
   * A sentence for those who hear the drawing. Controls and the qubits of a barrier are told from the top wire down, as
   * their order means nothing.
   */
  description(operation: Operation, branch: number): string {
    const names = (qubits: readonly number[]) => qubits.map((qubit) => this.qubit(qubit)).join(', ');
    switch (operation.kind) {
      case 'gate':
      case 'unitary': {
        const on = operation.controls
          .toSorted((one, other) => one.qubit - other.qubit)
          .map(({ qubit, value }) => `${value === 0 ? 'open control' : 'control'} ${this.qubit(qubit)}`);
        const detail =
          operation.kind === 'gate' && operation.parameters.length > 0 ? `(${this.detail(operation)})` : '';
        const label = `${'C'.repeat(operation.controls.length)}${gateLabel(operation)}${detail}`;
        const word = operation.targets.length > 1 ? 'targets' : 'target';
        const targets =
          operation.targets.length === 0 ? [] : [`${on.length > 0 ? `${word} ` : ''}${names(operation.targets)}`];
        return [label, ...on, ...targets].join(', ');
      }
      case 'measure': {
        const into = operation.bit === undefined ? '' : ` into ${this.#bit(operation.bit)}`;
        return `Measurement of ${this.qubit(operation.qubit)}${into}`;
      }
      case 'reset':
        return `Reset of ${this.qubit(operation.qubit)}`;
      case 'barrier':
        return `Barrier on ${names(operation.qubits.toSorted((one, other) => one - other))}`;
      case 'assign': {
        const { target } = operation;
        const place =
          target.kind === 'bits'
            ? this.#register(target.bits)
            : (this.#circuit.variables?.[target.variable]?.name ?? '');
        return `Assignment ${place} ${this.assignment(operation)}`;
      }
      case 'conditional':
      case 'switch':
      case 'while':
        return `Block ${this.blockLabel(operation, branch)}`;
    }
  }
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length > longestDetail ? `${characters.slice(0, longestDetail - 1).join('')}…` : text;
}

export function gateLabel(operation: GateOperation | UnitaryOperation): string {
  return operation.kind === 'unitary' ? operation.label : gateTable[operation.gate].label;
}
