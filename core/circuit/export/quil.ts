import type { OffsetRange } from '#core/base/textRange.ts';
import type { Angle } from '../angle.ts';
import type {
  AssignOperation,
  Circuit,
  Condition,
  ConditionalOperation,
  GateOperation,
  Operation,
  UnitaryOperation,
  WhileOperation,
} from '../circuit.ts';
import type { ClassicalExpression, ScalarType } from '../classical.ts';
import { expressIn } from '../synthesis/expressIn.ts';
import { angleExpression, decimalNumber, type ExpressionDialect, piText } from './angleExpression.ts';
import { type ConditionTree, conditionTree, negated } from './conditionTree.ts';
import type { ExportedProgram } from './exportedProgram.ts';
import { OmissionList } from './omissionList.ts';
import { QuilClassical } from './quilClassical.ts';
import { isQuilGate, QuilGates, quilNames } from './quilGates.ts';
import { QuilMemory, quilType } from './quilMemory.ts';
import { switchConditions } from './switchConditions.ts';

/**
 * A circuit as a Quil program of standard gates with modifiers; matrices are `DEFGATE`s. Equal to the circuit up to a
 * phase of the whole state. Parameters are memory of type REAL. Conditions and loops are jumps, computations classical
 * instructions as far as Quil has them. A single classical register is called `ro`, the one that Quil gives back.
 */
export function exportQuil(circuit: Circuit): ExportedProgram {
  return new QuilWriter(circuit).program();
}

class QuilWriter {
  readonly #circuit: Circuit;
  readonly #omissions = new OmissionList();
  readonly #lines: string[] = [];
  readonly #memory: QuilMemory;
  readonly #classical: QuilClassical;
  readonly #gates: QuilGates;
  readonly #dialect: ExpressionDialect;
  #labels = 0;

  constructor(circuit: Circuit) {
    this.#circuit = circuit;
    const names = quilNames();
    this.#memory = new QuilMemory(circuit, names);
    this.#classical = new QuilClassical(this.#memory, (instruction) => this.#lines.push(instruction));
    this.#gates = new QuilGates(names);
    this.#dialect = {
      parameters: this.#memory.parameters,
      number: (value) => (Number.isFinite(value) ? (piText(value) ?? decimalNumber(value)) : undefined),
      power: '^',
      functions: { sin: 'SIN', cos: 'COS', exp: 'EXP', sqrt: 'SQRT' },
      classical: (expression) => this.#realValue(expression),
    };
  }

  program(): ExportedProgram {
    this.#checkVariables();
    this.#all(this.#circuit.operations);
    const definitions = this.#gates.definitions.map((definition) => [definition]);
    const blocks = [this.#memory.declarations, ...definitions, this.#lines];
    const text = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
    return this.#omissions.program(`${text.join('\n\n')}\n`);
  }

  #checkVariables(): void {
    for (const { name, source, type } of this.#circuit.variables ?? []) {
      const scalar = type.kind === 'array' ? type.base : type;
      if (quilType(scalar) === undefined) {
        this.#omissions.error(`The variable '${name}'`, 'Quil has bits, integers and real numbers only', source);
      } else if (!isOfMemoryWidth(scalar)) {
        const why = 'numbers in Quil have 64 bits, so that it differs where narrower ones overflow or round';
        this.#omissions.warning(`The width of '${name}'`, why, source);
      }
    }
  }

  #all(operations: readonly Operation[]): void {
    for (const operation of operations) {
      this.#write(operation);
      this.#memory.release();
    }
  }

  #write(operation: Operation): void {
    switch (operation.kind) {
      case 'gate':
      case 'unitary':
        this.#gate(operation);
        return;
      case 'measure': {
        const target = operation.bit === undefined ? '' : ` ${this.#memory.bit(operation.bit).text}`;
        this.#lines.push(`MEASURE ${operation.qubit}${target}`);
        return;
      }
      case 'reset':
        this.#lines.push(`RESET ${operation.qubit}`);
        return;
      case 'barrier':
        this.#omissions.warning(
          'A barrier',
          'Quil has none that simulators read; a compiler may move gates across it',
          operation.source,
        );
        return;
      case 'conditional':
        this.#conditional(operation);
        return;
      case 'switch':
        this.#all(switchConditions(operation));
        return;
      case 'while':
        this.#while(operation);
        return;
      case 'assign':
        this.#assign(operation);
        return;
    }
  }

  #gate(operation: GateOperation | UnitaryOperation): void {
    const isDefined = operation.kind === 'unitary' && operation.targets.length > 0;
    const flips = operation.controls.filter(({ value }) => value === 0).map(({ qubit }) => `X ${qubit}`);
    if (isDefined) {
      this.#lines.push(...flips, this.#gates.instruction(operation, []), ...flips);
      return;
    }
    for (const gate of expressIn(operation, { supports: isQuilGate })) {
      // A phase of the whole state.
      if (gate.gate === 'gphase') continue;
      const angles = gate.parameters.map((angle) => this.#angle(angle, operation));
      this.#lines.push(this.#gates.instruction(gate, angles));
    }
  }

  #angle(angle: Angle, { kind, source, ...gate }: GateOperation | UnitaryOperation): string {
    const text = angleExpression(angle, this.#dialect);
    if (text !== undefined) return text;
    const what = `An angle of ${'gate' in gate ? gate.gate : kind}`;
    const reason =
      typeof angle === 'number' ? `${angle} is no number Quil can write` : 'it needs a function or value Quil lacks';
    this.#omissions.error(what, reason, source);
    return '0';
  }

  #realValue(expression: ClassicalExpression): string | undefined {
    const operand = this.#classical.value(expression);
    return operand?.type === 'REAL' ? operand.text : undefined;
  }

  #conditional({ body, condition, otherwise, source }: ConditionalOperation): void {
    const end = this.#label('end');
    if (otherwise.length === 0) {
      this.#jumpUnless(condition, end, source);
      this.#all(body);
    } else {
      const other = this.#label('else');
      this.#jumpUnless(condition, other, source);
      this.#all(body);
      this.#lines.push(`JUMP ${end}`, `LABEL ${other}`);
      this.#all(otherwise);
    }
    this.#lines.push(`LABEL ${end}`);
  }

  #while({ body, condition, source }: WhileOperation): void {
    const [again, end] = [this.#label('while'), this.#label('end')];
    this.#lines.push(`LABEL ${again}`);
    this.#jumpUnless(condition, end, source);
    this.#all(body);
    this.#lines.push(`JUMP ${again}`, `LABEL ${end}`);
  }

  #assign({ source, target, value }: AssignOperation): void {
    if (this.#classical.assign(target, value)) return;
    this.#omissions.error('This computation during the run', 'Quil has no instructions for it', source);
  }

  #jumpUnless(condition: Condition, label: string, source: OffsetRange | undefined): void {
    const tree = conditionTree(
      condition,
      (bit) => this.#memory.bit(bit).text,
      (expression) => {
        const operand = this.#classical.value(expression);
        if (operand?.type === 'BIT' && !operand.isLiteral) return operand.text;
        this.#omissions.error('This condition', 'Quil has no instructions to compute it', source);
        return '';
      },
    );
    this.#jump(negated(tree), label);
    this.#memory.release();
  }

  /** Jumps when the tree holds, and goes on otherwise. */
  #jump(tree: ConditionTree<string>, label: string): void {
    switch (tree.kind) {
      case 'constant':
        if (tree.value) this.#lines.push(`JUMP ${label}`);
        return;
      case 'bit':
        this.#lines.push(`${tree.negated ? 'JUMP-UNLESS' : 'JUMP-WHEN'} ${label} ${tree.bit}`);
        return;
      case 'or':
        this.#jump(tree.left, label);
        this.#jump(tree.right, label);
        return;
      case 'and': {
        const skip = this.#label('skip');
        this.#jump(negated(tree.left), skip);
        this.#jump(tree.right, label);
        this.#lines.push(`LABEL ${skip}`);
        return;
      }
    }
  }

  #label(name: string): string {
    this.#labels++;
    return `@${name}_${this.#labels}`;
  }
}

function isOfMemoryWidth(type: ScalarType): boolean {
  return !('width' in type) || type.width === undefined || type.width === 64;
}
