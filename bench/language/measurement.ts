import * as z from 'zod';

/** What a subject can be asked to do with a circuit. */
export const operations = [
  'lex',
  'parse',
  'open',
  'keystroke',
  'hover',
  'completion',
  'definition',
  'references',
  'rename',
  'semanticTokens',
  'folding',
  'format',
] as const;

export type Operation = (typeof operations)[number];

/** What a subject prints when it is done: times in milliseconds, memory in bytes. */
export const measurementSchema = z.object({
  /** The only run of what is measured cold, the median of the others. */
  times: z.partialRecord(z.enum(operations), z.number()),
  /** The slowest of the keystrokes. */
  slowestKeystroke: z.number().optional(),
  /** Problems found, to show that the subject did the work. */
  problems: z.number().optional(),
  /** The most memory up to the end of the keystrokes. */
  editingMemory: z.number().optional(),
  peakMemory: z.number(),
});

export type Measurement = z.infer<typeof measurementSchema>;

/** Prints a measurement as the last line of a subject's output, with the memory of this process. */
export function printMeasurement(measurement: Omit<Measurement, 'peakMemory'>): void {
  process.stdout.write(`${JSON.stringify({ ...measurement, peakMemory: peakMemory() })}\n`);
}

/** The most memory this process has had, in bytes. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

/** Milliseconds that work takes, and its result. */
export async function timed<Result>(work: () => Result | Promise<Result>): Promise<[time: number, result: Result]> {
  const started = performance.now();
  const result = await work();
  return [performance.now() - started, result];
}

/** The median time of several runs of a request. */
export async function repeated(runs: number, work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push((await timed(work))[0]);
  return median(times);
}
