import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';

/**
 * What a subject is asked, a JSON document a line; `conversation.py` has the same. A subject may have several circuits or
 * configurations loaded, which have names.
 */
export const requestSchema = z.discriminatedUnion('operation', [
  /** Answers as soon as the subject can be asked for work. */
  z.object({ operation: z.literal('greet') }),
  /** Reads a circuit, of which the amplitudes of some basis states will be asked; what this takes is not counted. */
  z.object({
    operation: z.literal('load'),
    configuration: z.string(),
    circuit: z.string(),
    indices: z.array(z.number()).readonly(),
  }),
  /** Does the work so many times at least, and again until so many seconds are over. */
  z.object({ operation: z.literal('run'), configuration: z.string(), least: z.number(), seconds: z.number() }),
  /** What came of the last run: the amplitudes, or all values there are. */
  z.object({ operation: z.literal('answer'), configuration: z.string() }),
  /** The most memory the process has had. */
  z.object({ operation: z.literal('memory') }),
]);

export type SubjectRequest = z.infer<typeof requestSchema>;

const complexSchema = z.tuple([z.number(), z.number()]).readonly();

export const valuesSchema = z.union([z.array(complexSchema).readonly(), z.array(z.number()).readonly()]);

/** What a subject answers: seconds of each repetition, complex amplitudes or real values, bytes. */
export const answerSchema = z.object({
  times: z.array(z.number()).optional(),
  values: valuesSchema.optional(),
  peak: z.number().optional(),
});

export type SubjectAnswer = z.infer<typeof answerSchema>;

export type Values = z.infer<typeof valuesSchema>;

/** Most repetitions of one request: more tell nothing new. */
const mostRepeats = 5000;

/** A circuit in one configuration of a subject. */
export interface LoadedCircuit {
  /** How many evaluations a run makes, 1 unless given; a time is that of one. */
  readonly evaluations?: number;
  run(): void | Promise<void>;
  answer(indices: readonly number[]): Values | Promise<Values>;
  /** Ends what would keep the process from ending. */
  close?(): void | Promise<void>;
}

/**
 * Answers requests on standard input until it ends.
 * @param load makes a circuit file ready to run
 * @param startup seconds that the process spent before anything can run, which count as part of its first run
 */
export async function serve(
  load: (file: string, configuration: string) => Promise<LoadedCircuit>,
  startup = 0,
): Promise<void> {
  let owed = startup;
  const loaded = new Map<string, LoadedCircuit & { readonly indices: readonly number[] }>();
  const get = (configuration: string) => {
    const found = loaded.get(configuration);
    if (found === undefined) throw new Failure('invalid-input', `No circuit is loaded as ${configuration}.`);
    return found;
  };
  const answer = async (request: SubjectRequest): Promise<SubjectAnswer> => {
    switch (request.operation) {
      case 'greet':
        return {};
      case 'load': {
        const { circuit, configuration, indices } = request;
        loaded.set(configuration, { ...(await load(circuit, configuration)), indices });
        return {};
      }
      case 'run': {
        const circuit = get(request.configuration);
        const times: number[] = [];
        const end = performance.now() + request.seconds * 1000;
        while (times.length < request.least || (performance.now() < end && times.length < mostRepeats)) {
          times.push((owed + (await timed(circuit))) / (circuit.evaluations ?? 1));
          owed = 0;
        }
        return { times };
      }
      case 'answer': {
        const circuit = get(request.configuration);
        return { values: await circuit.answer(circuit.indices) };
      }
      case 'memory':
        return { peak: await peakMemory() };
    }
  };
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(requestSchema.parse(JSON.parse(line))))}\n`);
  }
  for (const circuit of loaded.values()) await circuit.close?.();
}

/**
 * Bytes. The resource usage of a process begins with that of the process which started it, so that of its memory map is
 * asked for where there is one.
 */
async function peakMemory(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const kibibytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1];
  return (kibibytes === undefined ? process.resourceUsage().maxRSS : Number(kibibytes)) * 1024;
}

async function timed(circuit: LoadedCircuit): Promise<number> {
  const started = performance.now();
  const running = circuit.run();
  if (running instanceof Promise) await running;
  return (performance.now() - started) / 1000;
}
