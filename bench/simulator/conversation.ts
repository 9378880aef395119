import { createInterface } from 'node:readline';
import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';

/**
 * What a subject is asked, a JSON document a line; `conversation.py` has the same. A subject may have several circuits or
 * configurations loaded, which have names.
 */
export const requestSchema = z.discriminatedUnion('operation', [
  /** Reads a circuit; what this takes is not counted. */
  z.object({ operation: z.literal('load'), configuration: z.string(), circuit: z.string() }),
  /** Does the work so many times. */
  z.object({ operation: z.literal('run'), configuration: z.string(), repeats: z.number() }),
  /** What came of the last run: amplitudes of the given basis states, or all values there are. */
  z.object({ operation: z.literal('answer'), configuration: z.string(), indices: z.array(z.number()).readonly() }),
  /** Forgets a circuit. */
  z.object({ operation: z.literal('drop'), configuration: z.string() }),
  /** The most memory the process has had. */
  z.object({ operation: z.literal('memory') }),
]);

export type SubjectRequest = z.infer<typeof requestSchema>;

const complexSchema = z.tuple([z.number(), z.number()]).readonly();

/** What a subject answers: seconds of each repetition, complex amplitudes or real values, bytes. */
export const answerSchema = z.object({
  times: z.array(z.number()).optional(),
  values: z.union([z.array(complexSchema).readonly(), z.array(z.number()).readonly()]).optional(),
  peak: z.number().optional(),
});

export type SubjectAnswer = z.infer<typeof answerSchema>;

export type Values = readonly (readonly [number, number])[] | readonly number[];

/** A circuit in one configuration of a subject. */
export interface LoadedCircuit {
  /** How many evaluations a run makes, 1 unless given; a time is that of one. */
  readonly evaluations?: number;
  run(): void | Promise<void>;
  answer(indices: readonly number[]): Values | Promise<Values>;
  drop?(): void | Promise<void>;
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
  const loaded = new Map<string, LoadedCircuit>();
  const get = (configuration: string): LoadedCircuit => {
    const found = loaded.get(configuration);
    if (found === undefined) throw new Failure('invalid-input', `No circuit is loaded as ${configuration}.`);
    return found;
  };
  const answer = async (request: SubjectRequest): Promise<SubjectAnswer> => {
    switch (request.operation) {
      case 'load':
        loaded.set(request.configuration, await load(request.circuit, request.configuration));
        return {};
      case 'run': {
        const circuit = get(request.configuration);
        const times: number[] = [];
        for (let repeat = 0; repeat < request.repeats; repeat++) {
          times.push((owed + (await timed(circuit))) / (circuit.evaluations ?? 1));
          owed = 0;
        }
        return { times };
      }
      case 'answer':
        return { values: await get(request.configuration).answer(request.indices) };
      case 'drop':
        await get(request.configuration).drop?.();
        loaded.delete(request.configuration);
        return {};
      case 'memory':
        return { peak: process.resourceUsage().maxRSS * 1024 };
    }
  };
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(requestSchema.parse(JSON.parse(line))))}\n`);
  }
}

async function timed(circuit: LoadedCircuit): Promise<number> {
  const started = performance.now();
  const running = circuit.run();
  if (running instanceof Promise) await running;
  return (performance.now() - started) / 1000;
}
