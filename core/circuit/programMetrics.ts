import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { stabilizerGateDefinition } from './stabilizerGates.ts';
import {
  programSize,
  type Repetition,
  type StabilizerInstruction,
  type StabilizerProgram,
} from './stabilizerProgram.ts';

/** Size and shape of a stabilizer program with all its repetitions, as `circuitMetrics` measures circuits. */
export interface ProgramMetrics {
  /** The longest chain of gates, measurements and resets that must follow each other. */
  readonly depth: number;
  /** Gates, those of feedback included; noise is none. */
  readonly gates: number;
}

/**
 * @param program whose record fits into memory
 * @throws Failure `cancelled`
 */
export function programMetrics(program: StabilizerProgram, signal: CancellationSignal): ProgramMetrics {
  const walk = new Walk(program, signal);
  walk.all(program.instructions);
  return { depth: walk.depth, gates: walk.gates };
}

class Walk {
  depth = 0;
  gates = 0;
  /** When each qubit, and each entry of the record, is ready. */
  readonly #qubits: Float64Array;
  readonly #records: Float64Array;
  readonly #signal: CancellationSignal;
  #measured = 0;

  constructor({ instructions, qubitCount }: StabilizerProgram, signal: CancellationSignal) {
    this.#qubits = new Float64Array(qubitCount);
    this.#records = new Float64Array(programSize(instructions).measurements);
    this.#signal = signal;
  }

  all(instructions: readonly StabilizerInstruction[]): void {
    throwIfCancelled(this.#signal);
    for (const instruction of instructions) this.#one(instruction);
  }

  #one(instruction: StabilizerInstruction): void {
    switch (instruction.kind) {
      case 'repeat':
        this.#repeat(instruction);
        return;
      case 'gate': {
        const { gate, targets } = instruction;
        const { size } = stabilizerGateDefinition(gate);
        this.gates += targets.length / size;
        for (let start = 0; start < targets.length; start += size) this.#step(targets.slice(start, start + size), 0);
        return;
      }
      case 'feedback':
        this.gates++;
        this.#step([instruction.qubit], this.#records[this.#measured + instruction.record] ?? 0);
        return;
      case 'measure':
        for (const { factors } of instruction.products) {
          this.#records[this.#measured++] = this.#step(
            factors.map(({ qubit }) => qubit),
            0,
          );
        }
        return;
      case 'reset':
        for (const qubit of instruction.qubits) this.#step([qubit], 0);
        return;
      case 'constant':
        this.#measured += instruction.values.length;
        return;
      case 'heralded':
        this.#measured += instruction.qubits.length;
        return;
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

  /** Passes are walked one by one until one moves all its qubits by the same, which all later ones then do as well. */
  #repeat({ body, count }: Repetition): void {
    const hasFeedback = waitsForRecords(body);
    for (let pass = 0; pass < count; pass++) {
      const [before, gates, measured] = [this.#qubits.slice(), this.gates, this.#measured];
      this.all(body);
      const moved = new Set<number>();
      this.#qubits.forEach((level, qubit) => {
        if (level !== before[qubit]) moved.add(level - (before[qubit] as number));
      });
      if (hasFeedback || moved.size > 1) continue;
      const [step = 0] = moved;
      const left = count - pass - 1;
      this.#qubits.forEach((level, qubit) => {
        if (level !== before[qubit]) this.#qubits[qubit] = level + left * step;
      });
      const entries = this.#measured - measured;
      for (let entry = 0; entry < left * entries; entry++) {
        this.#records[this.#measured] = (this.#records[this.#measured - entries] ?? 0) + step;
        this.#measured++;
      }
      this.gates += left * (this.gates - gates);
      this.depth = this.#qubits.reduce((deepest, level) => Math.max(deepest, level), this.depth);
      return;
    }
  }

  /** Something on qubits together, after they and what else it waits for are ready. */
  #step(qubits: readonly number[], ready: number): number {
    let start = ready;
    for (const qubit of qubits) start = Math.max(start, this.#qubits[qubit] ?? 0);
    for (const qubit of qubits) this.#qubits[qubit] = start + 1;
    this.depth = Math.max(this.depth, start + 1);
    return start + 1;
  }
}

function waitsForRecords(body: readonly StabilizerInstruction[]): boolean {
  return body.some(
    (instruction) =>
      instruction.kind === 'feedback' || (instruction.kind === 'repeat' && waitsForRecords(instruction.body)),
  );
}
