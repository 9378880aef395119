import { closestName } from '#core/base/closestName.ts';
import { type Result, success } from '#core/base/result.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { PauliFactor } from '../observable.ts';
import {
  isStabilizerGate,
  type StabilizerGateName,
  stabilizerGateDefinition,
  stabilizerGateNames,
} from '../stabilizerGates.ts';
import type { SignedProduct, StabilizerInstruction, StabilizerProgram } from '../stabilizerProgram.ts';
import {
  type ImportedCircuit,
  type ImportNote,
  type ImportProblem,
  type ImportReport,
  readCircuit,
  readWithReport,
} from './importedCircuit.ts';
import { programCircuit } from './stimCircuit.ts';
import { type StimInstruction, type StimTarget, scanStim } from './stimInstructions.ts';
import {
  stimAliases,
  stimAnnotations,
  stimFeedbackGates,
  stimMeasurements,
  stimOtherNames,
  stimResets,
  stimSimpleNoise,
} from './stimInstructionTable.ts';
import { type StimNoise, stimNoise } from './stimNoise.ts';
import { isInvertedTarget, productTurn, StimOperands } from './stimOperands.ts';
import { countStimQubits, unrollsTooLong } from './stimSize.ts';

/** A stabilizer program read from another format. */
export interface ImportedProgram {
  readonly program: StabilizerProgram;
  /** What of the text the program leaves out, in the order of the text. */
  readonly notes: readonly ImportNote[];
}

/** Reads a program in Stim's format with all its noise, detectors, observables, coordinates and repetitions. */
export function importStimProgram(text: string): Result<ImportedProgram, readonly ImportProblem[]> {
  const read = readWithReport((report) => new StimReader(scanStim(text, report), report, 'program').program());
  return read.ok ? success({ program: read.value.read, notes: read.value.notes }) : read;
}

/**
 * Reads a circuit in Stim's format: qubits are one register `q`; every measurement, in the order of Stim's record, has a
 * bit of the register `rec`. Repetitions are unrolled, feedback becomes conditionals, ticks become barriers. Detectors,
 * observables, coordinates and noise are left out with a note.
 */
export function importStim(text: string): Result<ImportedCircuit, readonly ImportProblem[]> {
  return readCircuit((report) => {
    const program = new StimReader(scanStim(text, report), report, 'circuit').program();
    return program && !report.hasProblems ? programCircuit(program) : undefined;
  });
}

/** What is read: of a circuit, noise and annotations are noted, as it has no place for them. */
type Wanted = 'circuit' | 'program';

class StimReader {
  readonly #instructions: readonly StimInstruction[];
  readonly #report: ImportReport;
  readonly #operands: StimOperands;
  readonly #wanted: Wanted;
  #made: StabilizerInstruction[] = [];
  #measurements = 0;
  #source: OffsetRange = { start: 0, end: 0 };

  constructor(instructions: readonly StimInstruction[], report: ImportReport, wanted: Wanted) {
    this.#instructions = instructions;
    this.#report = report;
    this.#operands = new StimOperands(report);
    this.#wanted = wanted;
  }

  program(): StabilizerProgram | undefined {
    const qubitCount = countStimQubits(this.#instructions, this.#report);
    if (this.#wanted === 'circuit' && unrollsTooLong(this.#instructions, this.#report)) return undefined;
    for (const instruction of this.#instructions) this.#read(instruction);
    return { qubitCount, instructions: this.#made };
  }

  #read(instruction: StimInstruction): void {
    this.#source = instruction.range;
    const name = stimAliases.get(instruction.name) ?? instruction.name;
    const measurement = stimMeasurements.get(name);
    const reset = stimResets.get(name);
    const noise = stimNoise(name, instruction, this.#operands, this.#report);
    if (stimAnnotations.has(name)) this.#annotation(name, instruction);
    else if (isStabilizerGate(name)) this.#gate(name, instruction);
    else if (measurement) this.#measure(measurement, instruction);
    else if (reset) this.#reset(reset, instruction);
    else if (noise) this.#noise(noise, instruction);
    else this.#other(name, instruction);
  }

  #other(name: string, instruction: StimInstruction): void {
    switch (name) {
      case 'REPEAT':
        this.#repeat(instruction);
        return;
      case 'TICK':
        this.#emit({ kind: 'tick' });
        return;
      case 'MPAD':
        this.#pad(instruction);
        return;
      case 'MPP':
        this.#measureProducts(this.#operands.products(instruction), instruction);
        return;
      case 'SPP':
      case 'SPP_DAG':
        for (const product of this.#operands.products(instruction)) {
          for (const gate of productTurn(product, name === 'SPP')) this.#emit(gate);
        }
        return;
      default:
        this.#unknown(name, instruction);
    }
  }

  #unknown(name: string, { range }: StimInstruction): void {
    const meant = closestName(name, [
      ...stabilizerGateNames,
      ...stimMeasurements.keys(),
      ...stimResets.keys(),
      ...stimSimpleNoise.keys(),
      ...stimAliases.keys(),
      ...stimOtherNames,
      ...stimAnnotations.keys(),
    ]);
    const end = range.start + name.length;
    this.#report.problem(
      { start: range.start, end },
      `'${name}' is no instruction of Stim${meant === undefined ? '.' : `; did you mean ${meant}?`}`,
    );
  }

  #annotation(name: string, instruction: StimInstruction): void {
    const { arguments: values, range, targets } = instruction;
    const what = stimAnnotations.get(name);
    if (this.#wanted === 'circuit' && what !== undefined) {
      this.#report.note(range, what, 'circuits have no place for them; what happens to the qubits is the same');
    }
    if (name === 'SHIFT_COORDS') this.#emit({ kind: 'shift', by: values });
    else if (name === 'QUBIT_COORDS') {
      const qubits = this.#operands.qubits(instruction);
      this.#emit({ kind: 'coordinates', qubits, coordinates: values });
    } else if (name === 'DETECTOR') {
      this.#emit({ kind: 'detector', records: this.#records(targets, name), coordinates: values });
    } else {
      const [index] = values;
      if (index === undefined || !Number.isSafeInteger(index) || index < 0 || index > 65_535 || values.length > 1) {
        this.#report.problem(range, "OBSERVABLE_INCLUDE takes one number: 'OBSERVABLE_INCLUDE(0) rec[-1]'.");
        return;
      }
      const factors = targets.flatMap((target) =>
        target.kind === 'pauli' ? [{ axis: target.pauli, qubit: target.qubit }] : [],
      );
      const rest = targets.filter(({ kind }) => kind !== 'pauli');
      this.#emit({ kind: 'observable', index, records: this.#records(rest, name), factors });
    }
  }

  #records(targets: readonly StimTarget[], name: string): number[] {
    return targets.flatMap((target) => {
      if (target.kind !== 'record') {
        this.#report.problem(target.range, `${name} takes measurements such as rec[-1].`);
        return [];
      }
      return this.#record(target) ?? [];
    });
  }

  #record({ offset, range }: Extract<StimTarget, { kind: 'record' }>): number | undefined {
    if (offset < 0 && this.#measurements + offset >= 0) return offset;
    return this.#report.problem(
      range,
      `There is no measurement rec[${offset}] yet; ${this.#measurements} came before this line.`,
    );
  }

  #gate(name: StabilizerGateName, instruction: StimInstruction): void {
    if (instruction.arguments.length > 0) {
      this.#report.note(
        instruction.range,
        `The argument of ${instruction.name}`,
        'a gate has none that means anything',
      );
    }
    if (stabilizerGateDefinition(name).size === 1) {
      const targets = this.#operands.qubits(instruction);
      this.#emit({ kind: 'gate', gate: name, targets });
      return;
    }
    let targets: number[] = [];
    const flush = () => {
      if (targets.length > 0) this.#emit({ kind: 'gate', gate: name, targets });
      targets = [];
    };
    for (const [left, right] of this.#operands.pairs(instruction)) {
      if (left.kind === 'qubit' && right.kind === 'qubit') {
        targets.push(...this.#operands.differentQubits(left, right, instruction.name));
      } else {
        flush();
        this.#feedback(name, left, right);
      }
    }
    flush();
  }

  #feedback(name: StabilizerGateName, left: StimTarget, right: StimTarget): void {
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
    const qubit = this.#operands.qubit(target, name);
    if (qubit === undefined) return;
    if (control.kind === 'sweep') {
      this.#report.note(control.range, 'The sweep bits', 'there are none here; they count as 0');
      return;
    }
    const record = control.kind === 'record' ? this.#record(control) : undefined;
    if (record !== undefined) this.#emit({ kind: 'feedback', record, axis: feedback.axis, qubit });
  }

  #measure(
    { axis, resets, size }: { readonly axis: PauliFactor['axis']; readonly resets: boolean; readonly size: 1 | 2 },
    instruction: StimInstruction,
  ): void {
    const { name, targets } = instruction;
    if (size === 2) {
      const products = this.#operands.pairs(instruction).flatMap(([left, right]): SignedProduct[] => {
        const qubits = this.#operands.differentQubits(left, right, name, true);
        const isInverted = isInvertedTarget(left) !== isInvertedTarget(right);
        return qubits.length === 0 ? [] : [{ factors: qubits.map((qubit) => ({ axis, qubit })), isInverted }];
      });
      this.#measureProducts(products, instruction);
      return;
    }
    let products: SignedProduct[] = [];
    let measured = new Set<number>();
    const flush = () => {
      this.#measureProducts(products, instruction);
      if (resets && measured.size > 0) this.#emit({ kind: 'reset', axis, qubits: [...measured] });
      products = [];
      measured = new Set();
    };
    for (const target of targets) {
      const qubit = this.#operands.qubit(target, name, true);
      if (qubit === undefined) continue;
      // The second time it is measured, the qubit has been reset.
      if (resets && measured.has(qubit)) flush();
      measured.add(qubit);
      products.push({ factors: [{ axis, qubit }], isInverted: isInvertedTarget(target) });
    }
    flush();
  }

  #measureProducts(products: readonly SignedProduct[], instruction: StimInstruction): void {
    const flipProbability = this.#flipProbability(instruction);
    if (products.length === 0) return;
    this.#emit({ kind: 'measure', products, flipProbability });
    this.#measurements += products.length;
  }

  #flipProbability(instruction: StimInstruction): number {
    if (instruction.arguments.length === 0) return 0;
    if (this.#wanted === 'circuit') {
      const { name, range } = instruction;
      this.#report.note(range, `The argument of ${name}`, 'circuits have no noise; results are right');
    }
    return this.#operands.probabilities(instruction, 1)[0] ?? 0;
  }

  #reset(axis: PauliFactor['axis'], instruction: StimInstruction): void {
    const qubits = this.#operands.qubits(instruction);
    if (qubits.length > 0) this.#emit({ kind: 'reset', axis, qubits });
  }

  #pad(instruction: StimInstruction): void {
    const values = instruction.targets.flatMap((target): (0 | 1)[] => {
      if (target.kind === 'qubit' && target.qubit <= 1) return [target.qubit === 1 ? 1 : 0];
      this.#report.problem(target.range, 'MPAD takes the results 0 and 1.');
      return [];
    });
    const flipProbability = this.#flipProbability(instruction);
    if (values.length === 0) return;
    this.#emit({ kind: 'constant', values, flipProbability });
    this.#measurements += values.length;
  }

  #repeat({ body = [], range, targets }: StimInstruction): void {
    const [count] = targets;
    if (count?.kind !== 'qubit' || count.inverted || targets.length !== 1) {
      this.#report.problem(range, "REPEAT takes one number: 'REPEAT 5 {'.");
      return;
    }
    if (body.length === 0 || count.qubit === 0) return;
    const outer = this.#made;
    const measuredBefore = this.#measurements;
    const inner: StabilizerInstruction[] = [];
    this.#made = inner;
    for (const instruction of body) this.#read(instruction);
    this.#made = outer;
    this.#source = range;
    this.#measurements += (count.qubit - 1) * (this.#measurements - measuredBefore);
    this.#emit({ kind: 'repeat', count: count.qubit, body: inner });
  }

  #noise(noise: readonly StimNoise[], { name, range }: StimInstruction): void {
    if (this.#wanted === 'circuit') {
      this.#report.note(range, `The noise of ${name}`, 'circuits have no noise; they run as if there was none');
    }
    for (const each of noise) {
      if (each.kind === 'correlated' && each.isElse && this.#made.at(-1)?.kind !== 'correlated') {
        this.#report.problem(range, 'ELSE_CORRELATED_ERROR follows another correlated error; none is before.');
      }
      this.#emit(each);
      if (each.kind === 'heralded') this.#measurements += each.qubits.length;
    }
  }

  #emit(instruction: StabilizerInstruction): void {
    this.#made.push({ ...instruction, source: this.#source });
  }
}
