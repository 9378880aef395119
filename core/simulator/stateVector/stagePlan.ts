import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';

/** Part of a circuit that mixes amplitudes on few local wires only, so that it is done on one chunk of the state after another. */
export interface Stage {
  /** Where its code begins, from the beginning of the plan. */
  readonly offset: number;
  readonly local: number;
  /** The local wires that are mixed: amplitudes may be other than 0 afterwards where they are 1. */
  readonly mixed: number;
}

/**
 * What is done for all circuits of a shape, in the form of `Plan` of `kernels/planning/plan.ts`. It holds no angles, and
 * may be copied to the memory of any kernels.
 */
export interface StagePlan {
  /** What is copied; behind it has to be room for `totalBytes` in all. */
  readonly bytes: Uint8Array;
  readonly totalBytes: number;
  /** Where the numbers of the gates begin. */
  readonly numbersOffset: number;
  /** What a thread needs besides a block. */
  readonly workspaceBytes: number;
  readonly stages: readonly Stage[];
  /** The wire of each qubit after the gates. */
  readonly exitWires: readonly number[];
}

/** Gates that are lowered before somebody may cancel. */
const patience = 20_000;

/** Words of `Plan` and of `Stage`, and numbers that come before those of the gates. */
const planWords = 12;
const stageWords = 9;
const fixedNumbers = 32;

/** Lowers the gates of a shape and divides them into stages. @throws Failure `cancelled`, `too-large` */
export function planStages(shape: Int32Array, kernels: KernelInstance, signal: CancellationSignal): StagePlan {
  const { exports, memory } = kernels;
  const allocated: number[] = [];
  const allocate = (bytes: number): number => {
    const address = memory.allocate(bytes);
    allocated.push(address);
    return address;
  };
  try {
    const shapeAt = allocate(shape.byteLength);
    memory.int32(shapeAt, shape.length).set(shape);
    const lowering = allocate(exports.loweringBytes(shapeAt) >>> 0);
    exports.startLowering(shapeAt, lowering);
    while (exports.lowerGates(lowering, patience) !== 0) throwIfCancelled(signal);
    const search = allocate(exports.searchBytes(lowering) >>> 0);
    exports.startSearch(lowering, search);
    while (exports.searchStage(search) !== 0) throwIfCancelled(signal);
    const size = exports.planBytes(search) >>> 0;
    const plan = allocate(size);
    exports.writePlan(search, plan);
    return readPlan(memory.uint8(plan, size).slice(), shape[0] ?? 0);
  } finally {
    for (const address of allocated.reverse()) memory.release(address);
  }
}

function readPlan(bytes: Uint8Array<ArrayBuffer>, qubitCount: number): StagePlan {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, planWords + 32);
  const [, totalBytes = 0, numbers = 0, workspaceBytes = 0, stageCount = 0, stagesOffset = 0] = words;
  const records = new Int32Array(bytes.buffer, bytes.byteOffset + stagesOffset, stageWords * stageCount);
  const stages = Array.from({ length: stageCount }, (_, index): Stage => {
    const record = records.subarray(stageWords * index);
    return { local: record[0] ?? 0, mixed: record[1] ?? 0, offset: record[6] ?? 0 };
  });
  return {
    bytes,
    totalBytes,
    numbersOffset: numbers + fixedNumbers * Float64Array.BYTES_PER_ELEMENT,
    workspaceBytes,
    stages,
    exitWires: Array.from(words.subarray(planWords, planWords + qubitCount)),
  };
}
