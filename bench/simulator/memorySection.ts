import { duration, mebibytes, table } from './figures.ts';
import type { MeasuredMemory } from './measureMemory.ts';

/** Beyond the amplitudes, as a part of them. */
const allowed = 0.05;

/** Bytes that compiled code and plans may take at any width. */
const fixed = 8 * 2 ** 20;

/** The memory that processes of ours had at most, as a section of the report. */
export function memorySection(memory: readonly MeasuredMemory[], emptyMemory: number): string[] {
  if (memory.length === 0) return [];
  return [
    '## Memory',
    '',
    'The most resident memory (VmHWM) of a fresh process of ours that runs a random circuit, in which no amplitude is zero, and',
    `what of it is above the ${mebibytes(emptyMemory)} MiB that the same process has for 16 qubits. 5 % over the amplitudes are allowed, or`,
    `${mebibytes(fixed)} MiB, as compiled code and plans take some at any width. Times are those of the first and only run.`,
    '',
    ...table(
      [
        'Qubits:',
        'Precision',
        'Layers:',
        'Threads:',
        'Time:',
        'Amplitudes, MiB:',
        'Peak, MiB:',
        'Above the empty process, MiB:',
        'Over the amplitudes:',
      ],
      memory.map(({ layers, peak, precision, qubits, seconds, state, threads }) => {
        const over = (peak - emptyMemory) / state - 1;
        const isTooMuch = peak - emptyMemory - state > Math.max(allowed * state, fixed);
        const overText = `${(100 * over).toFixed(1)} %`;
        return [
          ...[qubits, precision, layers, threads, duration(seconds), mebibytes(state), mebibytes(peak)],
          ...[mebibytes(peak - emptyMemory), isTooMuch ? `**${overText}**` : overText],
        ];
      }),
    ),
    '',
  ];
}
