import type { OffsetRange } from '#core/base/textRange.ts';
import type {
  Circuit,
  Condition,
  ConditionalOperation,
  GateOperation,
  MeasureOperation,
  Operation,
  Register,
  UnitaryOperation,
} from '../circuit.ts';
import { nativeCall } from '../nativeGates.ts';
import { angleExpression, type ExpressionDialect } from './angleExpression.ts';
import type { ExportedProgram } from './exportedProgram.ts';
import { OmissionList } from './omissionList.ts';
import { placeOf, withLooseElements } from './programRegisters.ts';
import { Qasm2Gates, qasm2Dialect, qasm2Names } from './qasm2Gates.ts';
import { registerValues } from './registerValues.ts';
import { switchConditions } from './switchConditions.ts';
import { reportOutputs } from './unreturnedOutputs.ts';

/**
 * A circuit as an OpenQASM 2 program over the `qelib1.inc` of the paper; other gates are defined in it. Equal to the
 * circuit up to a phase of the whole state, which the language cannot say and nothing can observe.
 *
 * The language guards one operation by one comparison of a whole register, so a condition becomes a guard for each value
 * of the register under which it holds. Inputs and everything that is computed during the run cannot be said.
 */
export function exportQasm2(circuit: Circuit): ExportedProgram {
  const writer = new Qasm2Writer(circuit, new Set());
  const program = writer.program();
  if (program.text !== undefined || writer.wideRegisters.size === 0) return program;
  // Conditions on single bits of wide registers can be said when these bits are registers.
  const divided = new Qasm2Writer(circuit, writer.wideRegisters).program();
  return divided.text === undefined ? program : divided;
}

/** What has to hold for an operation to happen. */
interface Guard {
  readonly condition: Condition;
  /** A measurement has changed what the condition reads since it was asked. */
  isStale: boolean;
}

class Qasm2Writer {
  readonly #circuit: Circuit;
  readonly #omissions = new OmissionList();
  readonly #qubits: readonly Register[];
  readonly #bits: readonly Register[];
  readonly #gates: Qasm2Gates;
  readonly #dialect: ExpressionDialect;
  readonly #lines: string[] = [];
  readonly #discarded: string;
  #discards = false;

  /** Starts of the registers that conditions read which hold for too many of their values. */
  readonly wideRegisters = new Set<number>();

  /** @param divided starts of the classical registers that become registers of one bit each */
  constructor(circuit: Circuit, divided: ReadonlySet<number>) {
    this.#circuit = circuit;
    const names = qasm2Names();
    const named = (registers: readonly Register[]) =>
      registers.map((register) => ({ ...register, name: names.unique(register.name) }));
    this.#qubits = named(withLooseElements(circuit.qubitRegisters, circuit.qubitCount, 'q'));
    const bits = withLooseElements(circuit.bitRegisters, circuit.bitCount, 'c');
    this.#bits = named(bits.flatMap((register) => (divided.has(register.start) ? singleBits(register) : [register])));
    for (const { name, source } of bits.filter(({ start }) => divided.has(start))) {
      const why = `OpenQASM 2 has no conditions on single bits; every bit of ${name} is a register of its own`;
      this.#omissions.warning(`The register ${name}`, why, source);
    }
    this.#discarded = names.unique('discarded');
    this.#gates = new Qasm2Gates(names);
    this.#dialect = qasm2Dialect(circuit.parameters.map(({ name }) => name));
  }

  program(): ExportedProgram {
    for (const { name, source } of this.#circuit.parameters) {
      this.#omissions.error(`Input '${name}'`, 'OpenQASM 2 has no inputs; give it a value', source);
    }
    reportOutputs(this.#circuit, this.#bits, this.#omissions, 'OpenQASM 2');
    for (const operation of this.#circuit.operations) this.#write(operation, undefined);
    const registers = [
      ...this.#qubits.map(({ name, size }) => `qreg ${name}[${size}];`),
      ...this.#bits.map(({ name, size }) => `creg ${name}[${size}];`),
      ...(this.#discards ? [`creg ${this.#discarded}[1];`] : []),
    ];
    const blocks = [['OPENQASM 2.0;', 'include "qelib1.inc";'], this.#gates.definitions, registers, this.#lines];
    const text = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
    return this.#omissions.program(`${text.join('\n\n')}\n`);
  }

  #write(operation: Operation, guard: Guard | undefined): void {
    switch (operation.kind) {
      case 'gate':
      case 'unitary':
        for (const line of this.#gateLines(operation)) this.#place(line, guard, operation.source);
        return;
      case 'measure':
        this.#measure(operation, guard);
        return;
      case 'reset':
        this.#place(`reset ${this.#qubit(operation.qubit)};`, guard, operation.source);
        return;
      case 'barrier':
        // A barrier does nothing, so that it needs no guard, which it could not have.
        if (operation.qubits.length === 0) return;
        this.#lines.push(`barrier ${operation.qubits.map((qubit) => this.#qubit(qubit)).join(',')};`);
        return;
      case 'conditional':
        this.#conditional(operation, guard);
        return;
      case 'switch':
        for (const inner of switchConditions(operation)) this.#write(inner, guard);
        return;
      case 'while':
        this.#omissions.error('A loop that depends on measured bits', 'OpenQASM 2 has no loops', operation.source);
        return;
      case 'assign':
        this.#omissions.error(
          'A computation during the run',
          'OpenQASM 2 has no classical variables; only measurements set bits',
          operation.source,
        );
        return;
    }
  }

  #conditional({ body, condition, otherwise }: ConditionalOperation, guard: Guard | undefined): void {
    const under = (added: Condition): Guard => ({
      condition: guard === undefined ? added : { kind: 'and', left: guard.condition, right: added },
      isStale: guard?.isStale ?? false,
    });
    const then = under(condition);
    for (const operation of body) this.#write(operation, then);
    const rest = { ...under({ kind: 'not', operand: condition }), isStale: then.isStale };
    for (const operation of otherwise) this.#write(operation, rest);
    if (guard && rest.isStale) guard.isStale = true;
  }

  #measure({ bit, qubit, source }: MeasureOperation, guard: Guard | undefined): void {
    if (bit === undefined) {
      this.#discards = true;
      this.#omissions.warning(
        'A measurement without a target',
        `OpenQASM 2 has none; its result is in the extra bit ${this.#discarded}[0]`,
        source,
      );
      this.#place(`measure ${this.#qubit(qubit)} -> ${this.#discarded}[0];`, guard, source);
      return;
    }
    const { index, register } = placeOf(bit, this.#bits);
    this.#place(`measure ${this.#qubit(qubit)} -> ${register.name}[${index}];`, guard, source);
    if (guard === undefined) return;
    const read = registerValues(guard.condition, this.#bits);
    if (typeof read === 'object' && 'register' in read && read.register === register) guard.isStale = true;
  }

  /** Adds a statement, once for every value of the register under which the guard holds. */
  #place(line: string, guard: Guard | undefined, source: OffsetRange | undefined): void {
    if (guard === undefined) {
      this.#lines.push(line);
      return;
    }
    const guarded = registerValues(guard.condition, this.#bits);
    if (guarded === true) {
      this.#lines.push(line);
      return;
    }
    // What never holds at one time may still hold when its parts are asked at different times.
    if (guarded === false && !guard.isStale) return;
    if (guarded !== false && 'why' in guarded) {
      if (guarded.wide) this.wideRegisters.add(guarded.wide.start);
      this.#omissions.error(
        'This condition',
        `OpenQASM 2 compares a whole register with a number: ${guarded.why}`,
        source,
      );
    } else if (guarded === false || guard.isStale) {
      this.#omissions.error(
        'An operation after a measurement that changes its condition',
        'OpenQASM 2 asks the condition of every operation anew; measure into another register',
        source,
      );
    } else {
      for (const value of guarded.values) this.#lines.push(`if(${guarded.register.name}==${value}) ${line}`);
    }
  }

  #gateLines(given: GateOperation | UnitaryOperation): string[] {
    const operation = given.kind === 'gate' ? plainer(given) : given;
    if (operation === undefined) return [];
    const native = operation.kind === 'gate' ? nativeCall(operation) : undefined;
    if (native && operation.kind === 'gate') {
      const turned = native.parameters.map((angle) => this.#angle(angle, operation)).join(',');
      return [
        `${this.#gates.nativeName(native.name)}(${turned}) ${operation.targets.map((qubit) => this.#qubit(qubit)).join(',')};`,
      ];
    }
    const flips = given.controls.filter(({ value }) => value === 0).map(({ qubit }) => `x ${this.#qubit(qubit)};`);
    const angles = operation.kind === 'gate' ? operation.parameters.map((angle) => this.#angle(angle, operation)) : [];
    const operands = [...operation.controls.map(({ qubit }) => qubit), ...operation.targets];
    const name = this.#gates.nameOf(operation);
    const list = angles.length > 0 ? `(${angles.join(',')})` : '';
    return [...flips, `${name}${list} ${operands.map((qubit) => this.#qubit(qubit)).join(',')};`, ...flips];
  }

  #angle(angle: GateOperation['parameters'][number], { gate, source }: GateOperation): string {
    const text = angleExpression(angle, this.#dialect);
    if (text !== undefined) return text;
    const reason =
      typeof angle === 'number'
        ? `${angle} is no number OpenQASM 2 can write`
        : 'it needs an input or function OpenQASM 2 lacks';
    this.#omissions.error(`An angle of ${gate}`, reason, source);
    return '0';
  }

  #qubit(qubit: number): string {
    const { index, register } = placeOf(qubit, this.#qubits);
    return `${register.name}[${index}]`;
  }
}

/** Gates that do nothing anybody can observe are none, and a phase under controls is one on the last of them. */
function plainer(operation: GateOperation): GateOperation | undefined {
  const { controls, gate } = operation;
  if (gate === 'id' && controls.length > 0) return undefined;
  if (gate !== 'gphase') return operation;
  const last = controls.at(-1);
  return last && { ...operation, gate: 'p', controls: controls.slice(0, -1), targets: [last.qubit] };
}

function singleBits({ name, size, start }: Register): Register[] {
  return Array.from({ length: size }, (_, index) => ({ name: `${name}_${index}`, start: start + index, size: 1 }));
}
