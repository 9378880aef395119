import { neverCancelled } from '#core/base/cancellation.ts';
import { type RandomStream, randomStream } from '#core/base/random.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { createMemory } from '#core/circuit/evaluateClassical.ts';
import { compileProgram } from '../program/compileProgram.ts';
import { OutcomeTally, outcomeReader } from '../program/outcomeTally.ts';
import type { CircuitRun, SimulationContext } from '../program/runCircuit.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';
import { CliffordSequence } from './cliffordGates.ts';
import type { FrameCircuit } from './frameCircuit.ts';
import { frameCode } from './frameCode.ts';
import { batchShots, FrameMachine } from './frameMachine.ts';
import { referenceShot } from './referenceShot.ts';
import { differentShots, shotStride } from './shotBits.ts';

export interface FrameRunOptions {
  /** A whole number. */
  readonly shots: number;
  /** Any integer; the same circuit, noise, shots and seed give the same counts everywhere. */
  readonly seed: number;
}

/**
 * Samples a circuit by Pauli frames.
 * @param circuit the one `frame` was made of
 * @throws Failure `too-large`, `cancelled`; RunTimeFault of the computation at the circuit's end
 */
export function runFrames(
  circuit: Circuit,
  frame: FrameCircuit,
  { seed, shots }: FrameRunOptions,
  kernels: KernelInstance,
  { clock, signal = neverCancelled }: SimulationContext,
): CircuitRun {
  const begun = clock.monotonic();
  const { computation, held, misread, program } = frame;
  const readout = held.map(({ bit }) => ({ bit, qubit: 0 }));
  const { classical, epilogue } = compileProgram(
    { ...circuit, operations: computation },
    (operations) => new CliffordSequence(operations),
  );
  const reader = outcomeReader(circuit, { readout, epilogue });
  const counts = new OutcomeTally();
  const memory = createMemory(classical, []);
  const code = frameCode(program);
  const machine = new FrameMachine(code, kernels, referenceShot(program, signal));
  const planTime = clock.monotonic() - begun;
  let sampleTime = 0;
  try {
    const stride = shotStride(code.size.measurements);
    const table = new Uint8Array(stride * batchShots);
    const values = new Uint8Array(held.length);
    for (let batch = 0; batch * batchShots < shots; batch++) {
      machine.run(seed, batch, signal);
      const read = clock.monotonic();
      const count = Math.min(batchShots, shots - batch * batchShots);
      machine.read('measurements', count, table, 0);
      misreadShots(table, stride, count, misread, randomStream(seed, 'readout', batch));
      for (const [shot, amount] of differentShots({
        bytes: table,
        shots: count,
        stride,
        width: code.size.measurements,
      })) {
        held.forEach(({ record }, place) => {
          values[place] = ((table[shot * stride + (record >> 3)] as number) >> (record & 7)) & 1;
        });
        reader.add(counts, values, amount, memory);
      }
      sampleTime += clock.monotonic() - read;
    }
  } finally {
    machine.release();
  }
  return { counts, marginals: [], hasValues: reader.hasValues, planTime, sampleTime };
}

/** Turns results over as likely as they are misread. */
function misreadShots(
  table: Uint8Array,
  stride: number,
  shots: number,
  misread: FrameCircuit['misread'],
  stream: RandomStream,
): void {
  for (const { error, record } of misread) {
    const bit = 1 << (record & 7);
    for (let at = record >> 3; at < shots * stride; at += stride) {
      const byte = table[at] as number;
      if (stream.uniform() < (byte & bit ? error.p01 : error.p10)) table[at] = byte ^ bit;
    }
  }
}
