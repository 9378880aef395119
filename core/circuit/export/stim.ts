import { appendAll } from '#core/base/appendAll.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { isRunTimeAngle } from '../angle.ts';
import type {
  Circuit,
  ConditionalOperation,
  GateOperation,
  MeasureOperation,
  Operation,
  UnitaryOperation,
} from '../circuit.ts';
import { recogniseClifford, recognisePaulis } from '../synthesis/recogniseClifford.ts';
import type { ExportedProgram } from './exportedProgram.ts';
import { guardOf, type MeasurementGuard, parityOf } from './measurementGuard.ts';
import { OmissionList } from './omissionList.ts';
import { placeOf, withLooseElements } from './programRegisters.ts';
import { switchConditions } from './switchConditions.ts';

/**
 * A Clifford circuit in Stim's format, up to a phase of the whole state. Every gate and matrix that is a Clifford gate is
 * recognised, whatever its name; barriers are ticks. Conditions guard Pauli gates where they are parities of
 * measurements, by Stim's feedback. Stim keeps one record of all measurements; a comment at the end says which one each
 * bit holds.
 */
export function exportStim(circuit: Circuit): ExportedProgram {
  return new StimWriter(circuit).program();
}

class StimWriter {
  readonly #circuit: Circuit;
  readonly #omissions = new OmissionList();
  readonly #instructions: { readonly name: string; targets: string[] }[] = [];
  /** The number of the measurement each bit holds. */
  readonly #measured = new Map<number, number>();
  #measurements = 0;

  constructor(circuit: Circuit) {
    this.#circuit = circuit;
  }

  program(): ExportedProgram {
    for (const { name, source } of this.#circuit.parameters) {
      this.#omissions.error(`Input '${name}'`, 'Stim has no parameters; give it a value', source);
    }
    this.#all(this.#circuit.operations, undefined);
    const lines = this.#instructions.map(({ name, targets }) => [name, ...targets].join(' '));
    return this.#omissions.program([...lines, ...this.#bitComments()].map((line) => `${line}\n`).join(''));
  }

  #all(operations: readonly Operation[], guard: MeasurementGuard | undefined): void {
    operations.forEach((operation, index) => {
      const before = operations[index - 1];
      const isMeasured = before?.kind === 'measure' && operation.kind === 'reset' && before.qubit === operation.qubit;
      if (guard === undefined && isMeasured) this.#resetMeasured();
      else this.#write(operation, guard);
    });
  }

  #write(operation: Operation, guard: MeasurementGuard | undefined): void {
    switch (operation.kind) {
      case 'gate':
      case 'unitary':
        if (guard === undefined) this.#gate(operation);
        else this.#feedback(operation, guard);
        return;
      case 'measure':
        if (guard === undefined) this.#measure(operation);
        else this.#refuseUnderGuard('A measurement', operation.source);
        return;
      case 'reset':
        if (guard === undefined) this.#instruct('R', [String(operation.qubit)]);
        else this.#refuseUnderGuard('A reset', operation.source);
        return;
      case 'barrier':
        if (this.#instructions.at(-1)?.name !== 'TICK') this.#instructions.push({ name: 'TICK', targets: [] });
        return;
      case 'conditional':
        this.#conditional(operation, guard);
        return;
      case 'switch':
        for (const inner of switchConditions(operation)) this.#write(inner, guard);
        return;
      case 'while':
        this.#omissions.error(
          'A loop that depends on measured bits',
          'Stim repeats a fixed number of times only',
          operation.source,
        );
        return;
      case 'assign':
        this.#omissions.error(
          'A computation during the run',
          'Stim has no variables; only measurements set bits',
          operation.source,
        );
        return;
    }
  }

  #gate(operation: GateOperation | UnitaryOperation): void {
    const gates = recogniseClifford(operation);
    if (gates === undefined) {
      this.#refuseGate(operation);
      return;
    }
    for (const { name, targets } of gates) this.#instruct(name, targets.map(String));
  }

  #feedback(operation: GateOperation | UnitaryOperation, guard: MeasurementGuard): void {
    const paulis = recognisePaulis(operation);
    const parity = parityOf(guard);
    if (paulis === undefined) {
      this.#refuseUnderGuard(`The gate ${nameOf(operation)}`, operation.source);
    } else if (parity === undefined) {
      this.#omissions.error(
        'This condition',
        'Stim feeds back parities of measurements only; make it depend on a single bit',
        operation.source,
      );
    } else {
      for (const { axis, qubit } of paulis) {
        if (parity.inverted) this.#instruct(axis, [String(qubit)]);
        for (const number of parity.measurements) {
          this.#instruct(`C${axis}`, [`rec[${number - this.#measurements}]`, String(qubit)]);
        }
      }
    }
  }

  #conditional(
    { body, condition, otherwise, source }: ConditionalOperation,
    outer: MeasurementGuard | undefined,
  ): void {
    const then = guardOf(condition, this.#measured, outer);
    const rest = guardOf({ kind: 'not', operand: condition }, this.#measured, outer);
    if (then === undefined || rest === undefined) {
      this.#omissions.error('This condition', 'Stim computes nothing; make it depend on a measured bit', source);
      return;
    }
    this.#all(body, then);
    this.#all(otherwise, rest);
  }

  #measure({ bit, qubit }: MeasureOperation): void {
    this.#instruct('M', [String(qubit)]);
    if (bit !== undefined) this.#measured.set(bit, this.#measurements);
    this.#measurements++;
  }

  /** Makes the measurement just written one that resets. */
  #resetMeasured(): void {
    const last = this.#instructions.at(-1);
    const target = last?.targets.pop();
    if (last?.targets.length === 0) this.#instructions.pop();
    if (target !== undefined) this.#instruct('MR', [target]);
  }

  /** Appends to the instruction before if that is the same. */
  #instruct(name: string, targets: readonly string[]): void {
    const last = this.#instructions.at(-1);
    if (last?.name === name) appendAll(last.targets, targets);
    else this.#instructions.push({ name, targets: [...targets] });
  }

  #refuseUnderGuard(what: string, source: OffsetRange | undefined): void {
    this.#omissions.error(
      `${what} that depends on measured bits`,
      'Stim makes only Pauli gates depend on measurements',
      source,
    );
  }

  #refuseGate(operation: GateOperation | UnitaryOperation): void {
    const angles = operation.kind === 'gate' ? operation.parameters : [];
    if (angles.some((angle) => typeof angle !== 'number' && isRunTimeAngle(angle))) {
      this.#omissions.error('An angle computed during the run', 'Stim has no angles', operation.source);
    } else if (angles.every((angle) => typeof angle === 'number')) {
      this.#omissions.error(
        `The gate ${nameOf(operation)}`,
        'Stim simulates Clifford gates only, and this is none',
        operation.source,
      );
    }
  }

  #bitComments(): string[] {
    const registers = withLooseElements(this.#circuit.bitRegisters, this.#circuit.bitCount, 'c');
    const held = [...this.#measured].sort(([left], [right]) => left - right);
    return held.flatMap(([bit, number]) => {
      const { index, register } = placeOf(bit, registers);
      return register.isInternal
        ? []
        : `# ${register.name}${register.scalar ? '' : `[${index}]`} is measurement ${number}`;
    });
  }
}

function nameOf(operation: GateOperation | UnitaryOperation): string {
  if (operation.kind === 'unitary') return operation.label;
  const angles = operation.parameters.map((angle) => (typeof angle === 'number' ? String(angle) : '…'));
  const { controls, gate } = operation;
  return `${'c'.repeat(Math.min(controls.length, 3))}${gate}${angles.length > 0 ? `(${angles.join(', ')})` : ''}`;
}
