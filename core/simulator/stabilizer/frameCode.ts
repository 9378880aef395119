import type { PauliFactor } from '#core/circuit/observable.ts';
import { stabilizerGateDefinition } from '#core/circuit/stabilizerGates.ts';
import {
  type BasisReset,
  type PauliChannel,
  type ProductMeasurement,
  programSize,
  type StabilizerGate,
  type StabilizerInstruction,
  type StabilizerProgram,
  type StabilizerProgramSize,
} from '#core/circuit/stabilizerProgram.ts';
import { type ElementaryGate, elementarySteps } from './elementaryGates.ts';

/**
 * A stabilizer program as the kernel `kernels/stabilizer/frames.ts` runs it: words of an instruction, how many operands
 * follow, and the operands. Repetitions stay loops.
 */
export interface FrameCode {
  readonly qubitCount: number;
  readonly size: StabilizerProgramSize;
  readonly words: Uint32Array;
  readonly channels: readonly FrameChannel[];
  /** How deep repetitions are nested. */
  readonly loopDepth: number;
}

/** A source of errors; all its uses share one stream of gaps between errors. */
export interface FrameChannel {
  /** Of any error; in (0, 1]. */
  readonly probability: number;
  /** How likely each kind of error is when there is one; absent when all are equally likely. */
  readonly weights: readonly number[] | undefined;
  readonly cases: number;
}

/** Instructions by the numbers the kernel gives them. */
const codes = {
  end: 0,
  h: 1,
  s: 2,
  sx: 3,
  cx: 4,
  cz: 5,
  swap: 6,
  measure: 7,
  measureReset: 8,
  measureProduct: 9,
  reset: 10,
  constant: 11,
  flip: 12,
  noise: 13,
  pairNoise: 14,
  correlated: 15,
  heralded: 16,
  feedback: 17,
  detector: 18,
  observable: 19,
  observableFactors: 20,
  loop: 21,
  loopEnd: 22,
} as const;

type Code = (typeof codes)[keyof typeof codes];

/** Gates as they act on frames, where signs do not matter. */
const gateCodes: { readonly [Gate in ElementaryGate]: Code | undefined } = {
  x: undefined,
  y: undefined,
  z: undefined,
  h: codes.h,
  s: codes.s,
  sdg: codes.s,
  sx: codes.sx,
  sxdg: codes.sx,
  cx: codes.cx,
  cz: codes.cz,
  swap: codes.swap,
};

const axisCodes = { X: 1, Y: 2, Z: 3 } as const;

/** Channels less likely than this are none. */
const smallestProbability = 1e-300;

export function frameCode(program: StabilizerProgram): FrameCode {
  return new FrameCompiler().compile(program);
}

class FrameCompiler {
  readonly #words: number[] = [];
  readonly #channels: FrameChannel[] = [];
  readonly #channelNumbers = new Map<string, number>();
  #loopDepth = 0;
  /** Where the last instruction is, when more operands may be added to it. */
  #open: number | undefined;

  compile({ instructions, qubitCount }: StabilizerProgram): FrameCode {
    this.#all(instructions, 0);
    this.#emit(codes.end, []);
    return {
      qubitCount,
      size: programSize(instructions),
      words: Uint32Array.from(this.#words),
      channels: this.#channels,
      loopDepth: this.#loopDepth,
    };
  }

  #all(instructions: readonly StabilizerInstruction[], depth: number): void {
    this.#loopDepth = Math.max(this.#loopDepth, depth);
    for (let index = 0; index < instructions.length; index++) {
      const instruction = instructions[index] as StabilizerInstruction;
      const next = instructions[index + 1];
      if (instruction.kind === 'measure' && next?.kind === 'reset' && measuresAndResets(instruction, next)) {
        this.#list(codes.measureReset, next.qubits);
        this.#flip(instruction.flipProbability, instruction.products.length);
        index++;
      } else if (instruction.kind === 'repeat') {
        this.#emit(codes.loop, [instruction.count]);
        this.#all(instruction.body, depth + 1);
        this.#emit(codes.loopEnd, []);
      } else {
        this.#one(instruction);
      }
    }
  }

  #one(instruction: Exclude<StabilizerInstruction, { kind: 'repeat' }>): void {
    switch (instruction.kind) {
      case 'gate':
        this.#gate(instruction);
        return;
      case 'feedback': {
        const { axis, qubit, record } = instruction;
        this.#emit(codes.feedback, [factorCode({ axis, qubit }), -record]);
        return;
      }
      case 'measure':
        for (const { factors } of instruction.products) {
          const [first] = factors;
          if (factors.length === 1 && first?.axis === 'Z') this.#list(codes.measure, [first.qubit]);
          else this.#emit(codes.measureProduct, factors.map(factorCode));
        }
        this.#flip(instruction.flipProbability, instruction.products.length);
        return;
      case 'constant':
        this.#emit(codes.constant, [instruction.values.length]);
        this.#flip(instruction.flipProbability, instruction.values.length);
        return;
      case 'reset':
        this.#list(codes.reset, instruction.qubits);
        if (instruction.axis !== 'Z') this.#list(instruction.axis === 'X' ? codes.h : codes.sx, distinct(instruction));
        return;
      case 'noise':
        this.#noise(instruction.channel, instruction.targets);
        return;
      case 'correlated': {
        const { factors, isElse, probability } = instruction;
        // One that never happens still begins a new group.
        const channel = this.#channel(probability, 1, undefined);
        const common = [isElse ? 1 : 0, ...factors.map(factorCode)];
        if (channel !== undefined) this.#emit(codes.correlated, [channel, ...common]);
        else if (!isElse) this.#emit(codes.correlated, [this.#never(), 0]);
        return;
      }
      case 'heralded': {
        const { identity, qubits, x, y, z } = instruction;
        const probability = Math.min(1, identity + x + y + z);
        const channel = this.#channel(probability, 4, [identity, x, y, z]);
        if (channel === undefined) this.#emit(codes.constant, [qubits.length]);
        else this.#emit(codes.heralded, [channel, ...qubits]);
        return;
      }
      case 'detector':
        this.#emit(
          codes.detector,
          instruction.records.map((record) => -record),
        );
        return;
      case 'observable': {
        const { factors, index, records } = instruction;
        if (records.length > 0) this.#emit(codes.observable, [index, ...records.map((record) => -record)]);
        if (factors.length > 0) this.#emit(codes.observableFactors, [index, ...factors.map(factorCode)]);
        return;
      }
      case 'coordinates':
      case 'shift':
      case 'tick':
        return;
    }
  }

  #gate({ gate, targets }: StabilizerGate): void {
    const steps = elementarySteps(gate).filter((step) => gateCodes[step.gate] !== undefined);
    const { size } = stabilizerGateDefinition(gate);
    // Step by step for all targets, unless that would change the order of gates on one qubit.
    const isSimple = steps.length === 1 || new Set(targets).size === targets.length;
    const width = isSimple ? targets.length : size;
    for (let start = 0; start < targets.length; start += width) {
      for (const step of steps) {
        const code = gateCodes[step.gate];
        if (code === undefined) continue;
        const operands: number[] = [];
        for (let group = start; group < Math.min(targets.length, start + width); group += size) {
          operands.push(targets[group + step.first] ?? 0);
          if (code >= codes.cx) operands.push(targets[group + step.second] ?? 0);
        }
        this.#list(code, operands);
      }
    }
  }

  #noise(channel: PauliChannel, targets: readonly number[]): void {
    switch (channel.kind) {
      case 'single': {
        const { x, y, z } = channel;
        const number = this.#channel(Math.min(1, x + y + z), 3, [x, y, z]);
        const only = y === 0 && z === 0 ? 1 : x === 0 && z === 0 ? 2 : x === 0 && y === 0 ? 3 : 0;
        if (number !== undefined) this.#emit(codes.noise, [number, only, ...targets]);
        return;
      }
      case 'depolarize': {
        const number = this.#channel(channel.probability, channel.size === 1 ? 3 : 15, undefined);
        if (number === undefined) return;
        if (channel.size === 1) this.#emit(codes.noise, [number, 0, ...targets]);
        else this.#emit(codes.pairNoise, [number, ...targets]);
        return;
      }
      case 'pair': {
        const { probabilities } = channel;
        const any = probabilities.reduce((sum, probability) => sum + probability, 0);
        const number = this.#channel(Math.min(1, any), 15, probabilities);
        if (number !== undefined) this.#emit(codes.pairNoise, [number, ...targets]);
        return;
      }
    }
  }

  #flip(probability: number, count: number): void {
    const channel = this.#channel(probability, 1, undefined);
    if (channel !== undefined) this.#emit(codes.flip, [channel, count]);
  }

  /** The number of a channel; undefined for one that never happens. */
  #channel(probability: number, cases: number, weights: readonly number[] | undefined): number | undefined {
    if (!(probability > smallestProbability)) return undefined;
    return this.#numbered({ probability, cases, weights });
  }

  /** A channel whose first error is beyond all that is ever run. */
  #never(): number {
    return this.#numbered({ probability: smallestProbability, cases: 1, weights: undefined });
  }

  #numbered(channel: FrameChannel): number {
    const key = JSON.stringify(channel);
    const known = this.#channelNumbers.get(key);
    if (known !== undefined) return known;
    const number = this.#channels.push(channel) - 1;
    this.#channelNumbers.set(key, number);
    return number;
  }

  #emit(code: Code, operands: readonly number[]): void {
    this.#open = undefined;
    this.#words.push(code, operands.length);
    for (const operand of operands) this.#words.push(operand);
  }

  /** An instruction that does the same for one target after the other, joined to the one before where that is the same. */
  #list(code: Code, operands: readonly number[]): void {
    if (operands.length === 0) return;
    const open = this.#open;
    if (open === undefined || this.#words[open] !== code) {
      const start = this.#words.length;
      this.#emit(code, operands);
      this.#open = start;
      return;
    }
    this.#words[open + 1] = (this.#words[open + 1] ?? 0) + operands.length;
    for (const operand of operands) this.#words.push(operand);
  }
}

/** Whether a reset belongs to the measurement of Z of the same qubits just before. */
function measuresAndResets({ products }: ProductMeasurement, { axis, qubits }: BasisReset): boolean {
  return (
    axis === 'Z' &&
    products.length === qubits.length &&
    new Set(qubits).size === qubits.length &&
    products.every(
      ({ factors }, index) => factors.length === 1 && factors[0]?.axis === 'Z' && factors[0].qubit === qubits[index],
    )
  );
}

/** A qubit that is reset twice is in the basis after the first time. */
function distinct({ qubits }: BasisReset): number[] {
  return [...new Set(qubits)];
}

function factorCode({ axis, qubit }: PauliFactor): number {
  return 4 * qubit + axisCodes[axis];
}
