import { join } from 'node:path';
import { randomCircuit, writeCircuit } from './benchmarkCircuit.ts';
import type { Conversation } from './session.ts';

/** The memory of a process of ours that runs one circuit. */
export interface MeasuredMemory {
  readonly qubits: number;
  readonly precision: 'double' | 'single';
  /** Layers of the random circuit. */
  readonly layers: number;
  readonly threads: number;
  /** What the first and only run took, with starting the kernels and the threads and with planning. */
  readonly seconds: number;
  /** Bytes that the amplitudes alone take. */
  readonly state: number;
  /** The most bytes the process had. */
  readonly peak: number;
}

export type MemoryCase = Pick<MeasuredMemory, 'qubits' | 'precision' | 'layers'>;

/** So many layers make a state of which no amplitude is zero. */
const fewLayers = 4;

/** As many as the random circuits of the other rows have. */
const manyLayers = 20;

/** For a process that has all it needs but a state, threads at work too: one of so few qubits takes a mebibyte. */
export const emptyCase: MemoryCase = { qubits: 16, precision: 'double', layers: fewLayers };

/** Cases for widths in double precision, and the widest there are with a circuit as deep as that of the other rows. */
export function memoryCases(widths: readonly number[]): MemoryCase[] {
  const widest = [
    { qubits: 27, precision: 'double', layers: manyLayers },
    { qubits: 28, precision: 'single', layers: manyLayers },
  ] as const;
  return [
    ...widths.map((qubits) => ({ qubits, precision: 'double', layers: fewLayers }) as const),
    ...(widths.includes(27) ? widest : []),
  ];
}

/**
 * The peak resident memory of a fresh process of ours that runs a random circuit.
 * @param start starts the process
 * @param threads that the process has
 * @param folder for the circuit file
 */
export async function measureMemory(
  { layers, precision, qubits }: MemoryCase,
  start: () => Conversation,
  threads: number,
  folder: string,
): Promise<MeasuredMemory> {
  const file = join(folder, `memory-${qubits}-${layers}.json`);
  const circuit = await writeCircuit(file, randomCircuit(qubits, layers));
  const conversation = start();
  try {
    await conversation.ask({ operation: 'load', configuration: precision, circuit, indices: [] });
    const run = { operation: 'run', configuration: precision, least: 1, seconds: 0 } as const;
    const { times = [] } = await conversation.ask(run);
    const { peak = 0 } = await conversation.ask({ operation: 'memory' });
    const state = (precision === 'double' ? 16 : 8) * 2 ** qubits;
    return { qubits, precision, layers, threads, seconds: times[0] ?? 0, state, peak };
  } finally {
    await conversation.close();
  }
}
