import type { OffsetRange } from '#core/base/textRange.ts';
import { isRunTimeAngle } from '../../angle.ts';
import type {
  Circuit,
  ConditionalOperation,
  GateOperation,
  MeasureOperation,
  Operation,
  UnitaryOperation,
  WhileOperation,
} from '../../circuit.ts';
import { bodiesOf } from '../../operationBodies.ts';
import { operationQubits } from '../../operationQubits.ts';
import { unitaryGates } from '../../synthesis/unitaryGates.ts';
import { angleExpression, type ExpressionDialect } from '../angleExpression.ts';
import { always, bothHold, type Decision, opposite, resultsOf } from '../decision.ts';
import { formulaOf, formulaText } from '../formula.ts';
import { inexpressibleReason } from '../inexpressibleReason.ts';
import { MeasuredState } from '../measuredState.ts';
import type { OmissionList } from '../omissionList.ts';
import { placeOf, withLooseElements } from '../programRegisters.ts';
import { qasm3Dialect } from '../qasm3Expression.ts';
import { switchConditions } from '../switchConditions.ts';
import { asciiName, UniqueNames } from '../uniqueNames.ts';
import { braketGateNames, braketName, braketOperations } from './braketGates.ts';

/** A program in Braket's OpenQASM 3, with what its counts mean. */
export interface BraketSource {
  readonly lines: readonly string[];
  /** Names of the inputs, in the order of the circuit's parameters. */
  readonly inputs: readonly string[];
  /** The bits of the circuit whose values are counted, in the order of the digits. */
  readonly counted: readonly number[];
}

const reserved = [
  'OPENQASM include def cal defcal gate extern box let break continue if else end return for while in switch case',
  'default pragma input output const readonly mutable qreg qubit creg bool bit int uint float angle complex array void',
  'duration stretch inv pow ctrl negctrl durationof delay reset measure barrier true false pi tau euler im arcsin',
  'arccos arctan sin cos tan exp log sqrt floor ceiling mod popcount rotl rotr sizeof real imag U',
].flatMap((line) => line.split(' '));

/**
 * A circuit with measurements in its middle as OpenQASM 3 for Braket's local simulator. It takes results from one
 * register of bits, branches on bits that have been measured, repeats loops, and counts the last result of every bit;
 * everything else that is computed during the run becomes conditions on results.
 */
export function braketSource(circuit: Circuit, omissions: OmissionList): BraketSource {
  return new SourceWriter(circuit, omissions).source();
}

/** A result as the simulator keeps it: the content of a bit until the next measurement into it. */
interface KeptResult {
  readonly bit: number;
  isCurrent: boolean;
}

/** What is known at a place of the program. */
interface Situation {
  /** Bits that have been measured. */
  readonly measured: ReadonlySet<number>;
  /** Qubits that are 0 or 1 and in no superposition: measured, reset, or not used yet. */
  readonly definite: ReadonlySet<number>;
}

class SourceWriter {
  readonly #circuit: Circuit;
  readonly #omissions: OmissionList;
  readonly #state: MeasuredState;
  readonly #results: KeptResult[] = [];
  /** What is so on every way to here. */
  #here: Situation;
  readonly #names: UniqueNames;
  readonly #qubits: readonly { readonly name: string; readonly start: number; readonly size: number }[];
  readonly #bits: string;
  readonly #inputs: readonly string[];
  readonly #dialect: ExpressionDialect;
  readonly #lines: string[] = [];
  #depth = 0;
  #discarded = 0;

  constructor(circuit: Circuit, omissions: OmissionList) {
    this.#circuit = circuit;
    this.#omissions = omissions;
    this.#state = new MeasuredState(circuit);
    this.#here = {
      measured: new Set(),
      definite: new Set(Array.from({ length: circuit.qubitCount }, (_, qubit) => qubit)),
    };
    this.#names = new UniqueNames([...reserved, ...braketGateNames], (wanted) => {
      const name = asciiName(wanted);
      return /^[A-Za-z_]/.test(name) ? name : `q${name}`;
    });
    this.#qubits = withLooseElements(circuit.qubitRegisters, circuit.qubitCount, 'q')
      .filter(({ size }) => size > 0)
      .map(({ name, size, start }) => ({ name: this.#names.unique(name), size, start }));
    const [only, ...others] = circuit.bitRegisters;
    this.#bits = this.#names.unique(only !== undefined && others.length === 0 ? only.name : 'b');
    this.#inputs = circuit.parameters.map(({ name }) => this.#names.unique(name));
    this.#dialect = qasm3Dialect(this.#inputs);
  }

  source(): BraketSource {
    this.#all(this.#circuit.operations, always(true));
    const counted = [...new Set(this.#results.map(({ bit }) => bit))].sort((left, right) => left - right);
    const declarations = [
      'OPENQASM 3.0;',
      ...this.#inputs.map((name) => `input float ${name};`),
      ...this.#qubits.map(({ name, size }) => `qubit[${size}] ${name};`),
      `bit[${this.#circuit.bitCount + this.#discarded}] ${this.#bits};`,
    ];
    return { lines: [...declarations, '', ...this.#lines], inputs: this.#inputs, counted };
  }

  #all(operations: readonly Operation[], guard: Decision<boolean>): void {
    if (guard.kind === 'leaf' && !guard.value) return;
    for (const operation of operations) this.#one(operation, guard);
  }

  #one(operation: Operation, guard: Decision<boolean>): void {
    switch (operation.kind) {
      case 'gate':
        this.#gate(operation, guard);
        return;
      case 'unitary':
        this.#gates(operation);
        return;
      case 'measure':
        this.#measure(operation);
        return;
      case 'reset':
        this.#reset(operation.qubit);
        return;
      case 'barrier':
        if (operation.qubits.length === 0) return;
        this.#line(`barrier ${operation.qubits.map((qubit) => this.#qubit(qubit)).join(', ')};`);
        return;
      case 'conditional':
        this.#conditional(operation, guard);
        return;
      case 'switch':
        for (const inner of switchConditions(operation)) this.#one(inner, guard);
        return;
      case 'while':
        this.#while(operation, guard);
        return;
      case 'assign':
        this.#decide('A computation during the run', operation.source, () => this.#state.assign(operation, guard));
        return;
    }
  }

  #gate(operation: GateOperation, guard: Decision<boolean>): void {
    if (!operation.parameters.some(isRunTimeAngle)) {
      this.#gates(operation);
      return;
    }
    const { source } = operation;
    // Within a branch its own guard holds anyway, so that asking for it again does no harm.
    const gates = this.#decide('An angle', source, () => this.#state.gates(operation, guard)) ?? [];
    for (const { gate, guard: each } of gates) this.#block(each, source, () => this.#gates(gate), undefined);
  }

  #gates(operation: GateOperation | UnitaryOperation): void {
    for (const gate of braketOperations(operation)) {
      // Matrices are pragmas, which a branch cannot hold.
      if (gate.kind === 'gate') this.#plainGate(gate);
      else for (const part of unitaryGates(gate.matrix, gate.targets)) this.#gates(part);
    }
  }

  #plainGate(operation: GateOperation): void {
    const { controls, gate, parameters, source, targets } = operation;
    const angles = parameters.flatMap((angle) => angleExpression(angle, this.#dialect) ?? []);
    if (angles.length < parameters.length) {
      this.#omissions.error('An angle', 'it is not finite', source);
      return;
    }
    const qubits = [...controls.map(({ qubit }) => qubit), ...targets];
    const operands = qubits.map((qubit) => this.#qubit(qubit)).join(', ');
    this.#note({ superposed: qubits });
    const list = angles.length > 0 ? `(${angles.join(', ')})` : '';
    // Its OpenQASM writes this one name in upper case.
    const name = gate === 'u' ? 'U' : braketName(gate, controls.length);
    this.#line(`${name}${list}${operands === '' ? '' : ` ${operands}`};`);
  }

  #measure({ bit, qubit, source }: MeasureOperation): void {
    if (bit === undefined) {
      const extra = this.#measureExtra(qubit);
      this.#omissions.warning(
        'A measurement without a target',
        `Braket counts it too; its result is the extra bit ${this.#bits}[${extra}]`,
        source,
      );
      return;
    }
    if (this.#depth > 0 && !this.#here.measured.has(bit)) {
      this.#omissions.error(
        'A first measurement under a condition',
        'where the condition does not hold, the local simulator of Braket counts what the qubit holds at the end; measure into the bit before',
        source,
      );
    }
    this.#state.measure(bit, this.#keep(bit));
    this.#note({ measured: bit, definite: qubit });
    this.#line(`${this.#bits}[${bit}] = measure ${this.#qubit(qubit)};`);
  }

  /** Measures into a bit that the circuit does not have. */
  #measureExtra(qubit: number): number {
    const extra = this.#circuit.bitCount + this.#discarded;
    this.#discarded++;
    this.#keep(extra);
    this.#note({ definite: qubit });
    this.#line(`${this.#bits}[${extra}] = measure ${this.#qubit(qubit)};`);
    return extra;
  }

  /** The simulator adds up the amplitudes of superpositions instead of choosing one (version 1.41), so measure first. */
  #reset(qubit: number): void {
    const name = this.#qubit(qubit);
    if (this.#here.definite.has(qubit)) {
      this.#line(`reset ${name};`);
      return;
    }
    const extra = this.#measureExtra(qubit);
    this.#line(`if (${this.#bits}[${extra}] == 1) {`);
    this.#inside(() => this.#line(`x ${name};`));
    this.#line('}');
  }

  #note(news: {
    readonly measured?: number;
    readonly definite?: number;
    readonly superposed?: readonly number[];
  }): void {
    const { definite, measured } = this.#here;
    const isChanged =
      news.measured !== undefined ||
      news.definite !== undefined ||
      news.superposed?.some((qubit) => definite.has(qubit));
    if (!isChanged) return;
    this.#here = {
      measured: news.measured === undefined ? measured : new Set([...measured, news.measured]),
      definite: new Set(
        [...definite, ...(news.definite === undefined ? [] : [news.definite])].filter(
          (qubit) => !news.superposed?.includes(qubit),
        ),
      ),
    };
  }

  /** @returns the number of the result that is now in the bit */
  #keep(bit: number): number {
    for (const result of this.#results) if (result.bit === bit) result.isCurrent = false;
    return this.#results.push({ bit, isCurrent: true }) - 1;
  }

  #conditional({ body, condition, otherwise, source }: ConditionalOperation, guard: Decision<boolean>): void {
    const holds = this.#decide('A condition', source, () => this.#state.condition(condition));
    if (!holds) return;
    const rest = otherwise.length === 0 ? undefined : () => this.#all(otherwise, bothHold(guard, opposite(holds)));
    this.#block(holds, source, () => this.#all(body, bothHold(guard, holds)), rest);
  }

  /** Writes a branch on results that the bits still hold. */
  #block(
    holds: Decision<boolean>,
    source: OffsetRange | undefined,
    body: () => void,
    otherwise: (() => void) | undefined,
  ): void {
    if (holds.kind === 'leaf') {
      if (holds.value) body();
      else otherwise?.();
      return;
    }
    const before = this.#here;
    this.#line(`if (${this.#condition(holds, source)}) {`);
    this.#inside(body);
    const afterBody = this.#here;
    this.#here = before;
    if (otherwise) {
      this.#line('} else {');
      this.#inside(otherwise);
    }
    this.#line('}');
    this.#here = common(afterBody, this.#here);
  }

  #while({ body, condition, source }: WhileOperation, guard: Decision<boolean>): void {
    const first = this.#decide('A condition', source, () => this.#state.condition(condition));
    if (!first || (first.kind === 'leaf' && !first.value)) return;
    // The simulator repeats only what depends on results; a first pass that always happens is written before the loop.
    if (first.kind === 'leaf') this.#all(body, guard);
    this.#requireNoAssignment(body);
    this.#forgetResults(body);
    const again = this.#decide('A condition', source, () => this.#state.condition(condition));
    if (!again) return;
    if (again.kind === 'leaf') {
      if (again.value) this.#omissions.error('An endless loop', 'nothing in it changes its condition', source);
      return;
    }
    const before = this.#here;
    // A later pass begins with what an earlier one left.
    this.#note({ superposed: body.flatMap(qubitsOf) });
    this.#line(`while (${this.#condition(again, source)}) {`);
    const inner = this.#decide('A condition', source, () => bothHold(guard, again));
    if (inner) this.#inside(() => this.#all(body, inner));
    this.#line('}');
    this.#here = common(before, this.#here);
    this.#forgetResults(body);
  }

  /** Around a pass of a loop, what the bits measured in it hold is of this pass or of the one before. */
  #forgetResults(body: readonly Operation[]): void {
    for (const bit of bitsMeasuredIn(body)) this.#state.measure(bit, this.#keep(bit));
  }

  #requireNoAssignment(body: readonly Operation[]): void {
    for (const operation of body) {
      if (operation.kind === 'assign') {
        this.#omissions.error(
          'A computation in a loop',
          'programs for Braket ask for results only; what a loop computes from one pass to the next is none',
          operation.source,
        );
      }
      for (const inner of bodiesOf(operation)) this.#requireNoAssignment(inner);
    }
  }

  #condition(holds: Decision<boolean>, source: OffsetRange | undefined): string {
    if (resultsOf(holds).some((result) => this.#results[result]?.isCurrent === false)) {
      this.#omissions.error(
        'A condition on an earlier result',
        'its bit holds another result by then; measure into another bit',
        source,
      );
    }
    const formula = formulaOf(holds);
    const text = formulaText(formula, {
      truth: String,
      result: (result, value) => `(${this.#bits}[${this.#results[result]?.bit ?? 0}] == ${value})`,
      join: (kind, parts) => `(${parts.join(kind === 'and' ? ' && ' : ' || ')})`,
    });
    return text.slice(1, -1);
  }

  #inside(write: () => void): void {
    this.#depth++;
    write();
    this.#depth--;
  }

  #line(text: string): void {
    this.#lines.push('  '.repeat(this.#depth) + text);
  }

  #qubit(qubit: number): string {
    const { index, register } = placeOf(qubit, this.#qubits);
    return `${register.name}[${index}]`;
  }

  #decide<T>(what: string, source: OffsetRange | undefined, decide: () => T): T | undefined {
    try {
      return decide();
    } catch (thrown) {
      this.#omissions.error(what, inexpressibleReason(thrown, 'Braket'), source);
      return undefined;
    }
  }
}

function common(left: Situation, right: Situation): Situation {
  return {
    measured: new Set([...left.measured].filter((bit) => right.measured.has(bit))),
    definite: new Set([...left.definite].filter((qubit) => right.definite.has(qubit))),
  };
}

function qubitsOf(operation: Operation): readonly number[] {
  return [...operationQubits(operation), ...bodiesOf(operation).flat().flatMap(qubitsOf)];
}

function bitsMeasuredIn(operations: readonly Operation[]): number[] {
  return operations.flatMap((operation) =>
    operation.kind === 'measure' ? (operation.bit ?? []) : bodiesOf(operation).flatMap(bitsMeasuredIn),
  );
}
