import { closestName } from '#core/base/closestName.ts';
import type { Result } from '#core/base/result.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Circuit, GateOperation, Operation } from '../circuit.ts';
import { gateOperation } from '../gateOperation.ts';
import { inZBasis, type PauliFactorOnQubit } from '../synthesis/pauliExponential.ts';
import {
  type ImportedCircuit,
  type ImportProblem,
  type ImportReport,
  operationLimit,
  qubitLimit,
  readCircuit,
} from './importedCircuit.ts';
import { type StimGateDefinition, stimAliases, stimGateDefinitions, stimOperations } from './stimGates.ts';
import { type StimInstruction, type StimTarget, scanStim } from './stimInstructions.ts';
import {
  type StimPauli,
  stimAnnotations,
  stimFeedbackGates,
  stimHeralded,
  stimMeasurements,
  stimNoise,
  stimOtherNames,
  stimResets,
} from './stimInstructionTable.ts';

/**
 * Reads a circuit in Stim's format: qubits are one register `q`; every measurement, in the order of Stim's record, has a
 * bit of the register `rec`. Repetitions are unrolled, feedback becomes conditionals, ticks become barriers. Detectors,
 * observables, coordinates and noise are left out with a note.
 */
export function importStim(text: string): Result<ImportedCircuit, readonly ImportProblem[]> {
  return readCircuit((report) => new StimReader(scanStim(text, report), report).circuit());
}

class StimReader {
  readonly #instructions: readonly StimInstruction[];
  readonly #report: ImportReport;
  readonly #operations: Operation[] = [];
  #qubits = 0;
  /** All qubits, once for all ticks. */
  #all: readonly number[] = [];
  #bits = 0;
  #source: OffsetRange = { start: 0, end: 0 };

  constructor(instructions: readonly StimInstruction[], report: ImportReport) {
    this.#instructions = instructions;
    this.#report = report;
  }

  circuit(): Circuit | undefined {
    this.#countQubits(this.#instructions);
    this.#all = Array.from({ length: this.#qubits }, (_, qubit) => qubit);
    let size = 0;
    const tooLong = this.#instructions.find((instruction) => {
      size += unrolledSize(instruction);
      return size > operationLimit;
    });
    if (tooLong) {
      const many = `The circuit unrolls to more than ${operationLimit} operations; repeat less often.`;
      return this.#report.problem(tooLong.range, many);
    }
    for (const instruction of this.#instructions) this.#read(instruction);
    return {
      qubitCount: this.#qubits,
      bitCount: this.#bits,
      qubitRegisters: this.#qubits === 0 ? [] : [{ name: 'q', start: 0, size: this.#qubits }],
      bitRegisters: this.#bits === 0 ? [] : [{ name: 'rec', start: 0, size: this.#bits }],
      parameters: [],
      operations: this.#operations,
    };
  }

  #countQubits(instructions: readonly StimInstruction[]): void {
    for (const { body, name, targets } of instructions) {
      if (body) this.#countQubits(body);
      if (name === 'REPEAT' || name === 'MPAD' || stimAnnotations.has(name)) continue;
      for (const target of targets) {
        if (target.kind !== 'qubit' && target.kind !== 'pauli') continue;
        if (target.qubit >= qubitLimit) {
          this.#report.problem(target.range, `Qubit ${target.qubit} is too high; a circuit has at most ${qubitLimit}.`);
        } else {
          this.#qubits = Math.max(this.#qubits, target.qubit + 1);
        }
      }
    }
  }

  #read(instruction: StimInstruction): void {
    const { range } = instruction;
    this.#source = range;
    const name = stimAliases.get(instruction.name) ?? instruction.name;
    const gate = stimGateDefinitions.get(name);
    const measurement = stimMeasurements.get(name);
    const reset = stimResets.get(name);
    if (gate) this.#gate(name, gate, instruction);
    else if (measurement) this.#measure(measurement, instruction);
    else if (reset) this.#reset(reset, instruction);
    else if (stimNoise.has(name)) this.#noteNoise(instruction);
    else if (stimHeralded.has(name)) this.#heralded(instruction);
    else if (name === 'REPEAT') this.#repeat(instruction);
    else if (name === 'TICK') this.#tick();
    else if (name === 'MPAD') this.#pad(instruction);
    else if (name === 'MPP') this.#measureProducts(instruction);
    else if (name === 'SPP' || name === 'SPP_DAG') this.#turnProducts(instruction, name === 'SPP' ? 's' : 'sdg');
    else this.#other(name, instruction);
  }

  #other(name: string, { range }: StimInstruction): void {
    const what = stimAnnotations.get(name);
    if (what !== undefined) {
      this.#report.note(range, what, 'circuits have no place for them; what happens to the qubits is the same');
      return;
    }
    const names = [
      ...stimGateDefinitions.keys(),
      ...stimMeasurements.keys(),
      ...stimResets.keys(),
      ...stimNoise,
      ...stimAliases.keys(),
      ...stimOtherNames,
    ];
    const meant = closestName(name, [...names, ...stimAnnotations.keys()]);
    const end = range.start + name.length;
    this.#report.problem(
      { start: range.start, end },
      `'${name}' is no instruction of Stim${meant === undefined ? '.' : `; did you mean ${meant}?`}`,
    );
  }

  #gate(name: string, definition: StimGateDefinition, instruction: StimInstruction): void {
    this.#noteArguments(instruction);
    if (definition.size === 1) {
      for (const target of instruction.targets) {
        const qubit = this.#qubit(target, name);
        if (qubit !== undefined) this.#emitAll(stimOperations(definition, [qubit]));
      }
      return;
    }
    for (const [left, right] of this.#pairs(instruction)) {
      if (left.kind === 'qubit' && right.kind === 'qubit') {
        const qubits = [this.#qubit(left, name), this.#qubit(right, name)];
        if (left.qubit === right.qubit) {
          this.#report.problem(right.range, `${name} needs two different qubits, not ${right.qubit} twice.`);
        } else {
          this.#emitAll(stimOperations(definition, qubits.map(Number)));
        }
      } else {
        this.#feedback(name, left, right);
      }
    }
  }

  #feedback(name: string, left: StimTarget, right: StimTarget): void {
    const feedback = stimFeedbackGates.get(name);
    const isControl = ({ kind }: StimTarget) => kind === 'record' || kind === 'sweep';
    const fromFirst = isControl(left) && feedback?.control !== 'second';
    const fromSecond = isControl(right) && feedback?.control !== 'first';
    const control = fromFirst ? left : right;
    const target = fromFirst ? right : left;
    if (feedback && isControl(left) && isControl(right) && feedback.control === 'any') return;
    if (feedback === undefined || (!fromFirst && !fromSecond) || target.kind !== 'qubit') {
      const misplaced = isControl(left) ? left : isControl(right) ? right : left.kind === 'qubit' ? right : left;
      this.#report.problem(
        misplaced.range,
        `${name} takes two qubits here; a measurement result can control CX, CY and CZ, from the side of their control.`,
      );
      return;
    }
    const qubit = this.#qubit(target, name);
    if (qubit === undefined) return;
    if (control.kind === 'sweep') {
      this.#report.note(control.range, 'The sweep bits', 'circuits have none; they count as 0');
      return;
    }
    if (control.kind !== 'record') return;
    const bit = this.#bits + control.offset;
    if (control.offset === 0 || bit < 0) {
      this.#report.problem(
        control.range,
        `There is no measurement rec[${control.offset}] yet; ${this.#bits} came before this line.`,
      );
      return;
    }
    this.#emit({
      kind: 'conditional',
      condition: { kind: 'compare', bits: [bit], operator: '==', value: 1 },
      body: [{ ...gateOperation(feedback.gate, [], [qubit]), source: this.#source }],
      otherwise: [],
    });
  }

  #measure(
    { basis, resets: alsoResets, size }: { readonly basis: StimPauli; readonly resets: boolean; readonly size: 1 | 2 },
    instruction: StimInstruction,
  ): void {
    this.#noteArguments(instruction);
    const { name, targets } = instruction;
    if (size === 2) {
      for (const [left, right] of this.#pairs(instruction)) {
        const [first, second] = [this.#qubit(left, name, true), this.#qubit(right, name, true)];
        if (first === undefined || second === undefined) continue;
        const isInverted = isInvertedTarget(left) !== isInvertedTarget(right);
        const factors = [first, second].map((qubit) => ({ pauli: basis, qubit }));
        if (first === second) {
          this.#report.problem(right.range, `${name} needs two different qubits, not ${first} twice.`);
        } else {
          this.#measureProduct(factors, isInverted);
        }
      }
      return;
    }
    for (const target of targets) {
      const qubit = this.#qubit(target, name, true);
      if (qubit === undefined) continue;
      this.#measureProduct([{ pauli: basis, qubit }], isInvertedTarget(target));
      if (alsoResets) this.#resetTo(basis, qubit);
    }
  }

  #reset(basis: StimPauli, { name, targets }: StimInstruction): void {
    for (const target of targets) {
      const qubit = this.#qubit(target, name);
      if (qubit !== undefined) this.#resetTo(basis, qubit);
    }
  }

  #resetTo(basis: StimPauli, qubit: number): void {
    this.#emit({ kind: 'reset', qubit });
    this.#emitAll(fromZ(basis, qubit));
  }

  #measureProducts(instruction: StimInstruction): void {
    this.#noteArguments(instruction);
    for (const { factors, isInverted } of this.#products(instruction)) this.#measureProduct(factors, isInverted);
  }

  #turnProducts(instruction: StimInstruction, turn: 's' | 'sdg'): void {
    for (const { factors, isInverted } of this.#products(instruction)) {
      const last = factors.at(-1)?.qubit;
      if (last === undefined) continue;
      const gate = isInverted ? (turn === 's' ? 'sdg' : 's') : turn;
      this.#emitAll(inZBasis(factors, [gateOperation(gate, [], [last])]));
    }
  }

  /** Measures a product of Pauli matrices into the next bit: its parity is collected on the last qubit and put back. */
  #measureProduct(factors: readonly PauliFactorOnQubit[], isInverted: boolean): void {
    const last = factors.at(-1)?.qubit;
    if (last === undefined) return;
    const flip = isInverted ? [gateOperation('x', [], [last])] : [];
    this.#emitAll(inZBasis<Operation>(factors, [...flip, { kind: 'measure', qubit: last, bit: this.#bits }, ...flip]));
    this.#bits++;
  }

  #products({
    name,
    targets,
  }: StimInstruction): { readonly factors: PauliFactorOnQubit[]; readonly isInverted: boolean }[] {
    const products: { factors: PauliFactorOnQubit[]; isInverted: boolean }[] = [];
    let isJoined = false;
    for (const target of targets) {
      if (target.kind === 'combiner') {
        if (isJoined || products.length === 0) this.#report.problem(target.range, "A '*' stands between two factors.");
        isJoined = true;
        continue;
      }
      if (target.kind !== 'pauli') {
        this.#report.problem(target.range, `${name} takes products of Pauli matrices such as X1*Z2.`);
        continue;
      }
      const { inverted, pauli, qubit } = target;
      const current = isJoined ? products.at(-1) : undefined;
      isJoined = false;
      if (current === undefined) products.push({ factors: [{ pauli, qubit }], isInverted: inverted });
      else if (current.factors.some((factor) => factor.qubit === qubit)) {
        this.#report.problem(
          target.range,
          `Qubit ${qubit} occurs twice in this product; multiply the two factors out.`,
        );
      } else {
        current.factors.push({ pauli, qubit });
        current.isInverted = current.isInverted !== inverted;
      }
    }
    const last = targets.at(-1);
    if (isJoined && last) this.#report.problem(last.range, "A '*' stands between two factors.");
    return products;
  }

  #pad(instruction: StimInstruction): void {
    for (const target of instruction.targets) {
      if (target.kind !== 'qubit' || target.qubit > 1) {
        this.#report.problem(target.range, 'MPAD takes the results 0 and 1.');
      } else {
        if (target.qubit === 1) {
          this.#emit({
            kind: 'assign',
            target: { kind: 'bits', bits: [this.#bits] },
            value: { kind: 'constant', type: { kind: 'bool' }, value: true },
          });
        }
        this.#bits++;
      }
    }
  }

  #heralded(instruction: StimInstruction): void {
    this.#noteNoise(instruction);
    this.#bits += instruction.targets.length;
  }

  #tick(): void {
    this.#emit({ kind: 'barrier', qubits: this.#all });
  }

  #repeat({ body = [], range, targets }: StimInstruction): void {
    const [count] = targets;
    if (count?.kind !== 'qubit' || count.inverted || targets.length !== 1) {
      this.#report.problem(range, "REPEAT takes one number: 'REPEAT 5 {'.");
      return;
    }
    if (body.length === 0) return;
    for (let pass = 0; pass < count.qubit; pass++) {
      for (const inner of body) this.#read(inner);
      // What is wrong in the first pass is wrong in all.
      if (this.#report.hasProblems) return;
    }
  }

  #pairs({ name, targets }: StimInstruction): (readonly [StimTarget, StimTarget])[] {
    const last = targets.at(-1);
    if (targets.length % 2 === 1 && last) {
      this.#report.problem(last.range, `${name} takes pairs of targets, and this one has no partner.`);
    }
    const pairs: (readonly [StimTarget, StimTarget])[] = [];
    for (let index = 0; index + 1 < targets.length; index += 2) {
      const [left, right] = targets.slice(index, index + 2);
      if (left && right) pairs.push([left, right]);
    }
    return pairs;
  }

  #qubit(target: StimTarget, name: string, mayInvert = false): number | undefined {
    if (target.kind !== 'qubit') {
      return this.#report.problem(target.range, `${name} takes qubits such as 0.`);
    }
    if (target.inverted && !mayInvert) {
      return this.#report.problem(target.range, `Only measurements can be inverted with '!'; ${name} is none.`);
    }
    return target.qubit;
  }

  #noteNoise({ name, range }: StimInstruction): void {
    this.#report.note(range, `The noise of ${name}`, 'circuits have no noise; they run as if there was none');
  }

  /** Arguments of gates are tags to Stim's users, those of measurements the probability of a wrong result. */
  #noteArguments({ arguments: values, name, range }: StimInstruction): void {
    if (values.length > 0)
      this.#report.note(range, `The argument of ${name}`, 'circuits have no noise; results are right');
  }

  #emitAll(operations: readonly Operation[]): void {
    for (const operation of operations) this.#emit(operation);
  }

  #emit(operation: Operation): void {
    this.#operations.push({ ...operation, source: this.#source });
  }
}

function isInvertedTarget(target: StimTarget): boolean {
  return target.kind === 'qubit' && target.inverted;
}

/** Turns Z into a Pauli matrix of a qubit. */
function fromZ(pauli: StimPauli, qubit: number): GateOperation[] {
  return pauli === 'Z' ? [] : [gateOperation(pauli === 'X' ? 'h' : 'sxdg', [], [qubit])];
}

/** About how many operations an instruction becomes. */
function unrolledSize({ body, targets }: StimInstruction): number {
  if (!body) return Math.max(1, targets.length);
  const [count] = targets;
  const passes = count?.kind === 'qubit' ? count.qubit : 1;
  return passes * body.reduce((size, inner) => size + unrolledSize(inner), 1);
}
