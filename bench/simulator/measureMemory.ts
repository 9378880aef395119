import { join } from 'node:path';
import { ghzCircuit, writeCircuit } from './benchmarkCircuit.ts';
import { type Program, Session } from './session.ts';

/** The memory of a process of ours that runs one circuit. */
export interface MeasuredMemory {
  readonly qubits: number;
  /** Bytes that the amplitudes alone take. */
  readonly state: number;
  /** The most bytes the process had. */
  readonly peak: number;
}

/**
 * The peak resident memory of fresh processes of ours that run a GHZ circuit in double precision.
 * @param folder for the circuit files
 */
export async function measureMemory(
  widths: readonly number[],
  program: Program,
  threads: number,
  folder: string,
): Promise<readonly MeasuredMemory[]> {
  const found: MeasuredMemory[] = [];
  for (const qubits of widths) {
    const circuit = await writeCircuit(join(folder, `memory-${qubits}.json`), ghzCircuit(qubits));
    const session = new Session('hybrid-quantum', program, threads);
    try {
      await session.ask({ operation: 'load', configuration: 'double', circuit });
      await session.ask({ operation: 'run', configuration: 'double', repeats: 1 });
      const { peak = 0 } = await session.ask({ operation: 'memory' });
      found.push({ qubits, state: 16 * 2 ** qubits, peak });
    } finally {
      await session.close();
    }
  }
  return found;
}
