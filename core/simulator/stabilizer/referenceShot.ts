import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { PauliFactor } from '#core/circuit/observable.ts';
import { stabilizerGateDefinition } from '#core/circuit/stabilizerGates.ts';
import { programSize, type StabilizerInstruction, type StabilizerProgram } from '#core/circuit/stabilizerProgram.ts';
import { applyStep } from './cliffordGates.ts';
import { elementarySteps } from './elementaryGates.ts';
import { Tableau } from './tableau.ts';

/**
 * The record of one shot of a program without its noise, every random result being 0. All other shots differ from it by
 * Pauli frames.
 * @throws Failure `too-large`, `cancelled`
 */
export function referenceShot(program: StabilizerProgram, signal: CancellationSignal): Uint8Array {
  const run = new ReferenceRun(program, signal);
  run.all(program.instructions);
  return run.record;
}

class ReferenceRun {
  readonly record: Uint8Array;
  readonly #tableau: Tableau;
  readonly #signal: CancellationSignal;
  #measured = 0;

  constructor({ instructions, qubitCount }: StabilizerProgram, signal: CancellationSignal) {
    this.record = new Uint8Array(programSize(instructions).measurements);
    this.#tableau = new Tableau(qubitCount);
    this.#signal = signal;
  }

  all(instructions: readonly StabilizerInstruction[]): void {
    for (const instruction of instructions) {
      throwIfCancelled(this.#signal);
      this.#one(instruction);
    }
  }

  #one(instruction: StabilizerInstruction): void {
    switch (instruction.kind) {
      case 'repeat':
        for (let pass = 0; pass < instruction.count; pass++) this.all(instruction.body);
        return;
      case 'gate': {
        const { gate, targets } = instruction;
        const { size } = stabilizerGateDefinition(gate);
        const steps = elementarySteps(gate);
        for (let start = 0; start < targets.length; start += size) {
          for (const step of steps) {
            const first = targets[start + step.first] ?? 0;
            applyStep(this.#tableau, step.gate, first, targets[start + step.second] ?? 0);
          }
        }
        return;
      }
      case 'feedback':
        if (this.record[this.#measured + instruction.record] === 1) this.#pauli(instruction);
        return;
      case 'measure':
        for (const { factors, isInverted } of instruction.products) {
          const value = this.#measure(factors);
          this.record[this.#measured++] = isInverted ? 1 - value : value;
        }
        return;
      case 'constant':
        for (const value of instruction.values) this.record[this.#measured++] = value;
        return;
      case 'heralded':
        this.#measured += instruction.qubits.length;
        return;
      case 'reset': {
        const flips = instruction.axis === 'Z' ? 'X' : 'Z';
        for (const qubit of instruction.qubits) {
          if (this.#measure([{ axis: instruction.axis, qubit }]) === 1) this.#pauli({ axis: flips, qubit });
        }
        return;
      }
      case 'noise':
      case 'correlated':
      case 'detector':
      case 'observable':
      case 'coordinates':
      case 'shift':
      case 'tick':
        return;
    }
  }

  #pauli({ axis, qubit }: PauliFactor): void {
    if (axis !== 'Z') this.#tableau.x(qubit);
    if (axis !== 'X') this.#tableau.z(qubit);
  }

  /** Measures a product: its parity is collected on the last of its qubits and put back. */
  #measure(factors: readonly PauliFactor[]): 0 | 1 {
    const tableau = this.#tableau;
    const last = factors.at(-1)?.qubit;
    if (last === undefined) return 0;
    for (const { axis, qubit } of factors) if (axis !== 'Z') tableau[axis === 'X' ? 'h' : 'sx'](qubit);
    const others = factors.slice(0, -1);
    for (const { qubit } of others) tableau.cx(qubit, last);
    let value = tableau.certainValue(last);
    if (value === undefined) {
      tableau.project(last, 0);
      value = 0;
    }
    for (const { qubit } of others) tableau.cx(qubit, last);
    for (const { axis, qubit } of factors) if (axis !== 'Z') tableau[axis === 'X' ? 'h' : 'sxdg'](qubit);
    return value;
  }
}
