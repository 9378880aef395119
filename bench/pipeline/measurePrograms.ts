import { join } from 'node:path';
import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import { type ProgramResult, runProgram } from '#scripts/setUp/program.ts';
import type { Program } from '../simulator/session.ts';
import { farthest } from './agreement.ts';
import type { RowFiles } from './measureEngines.ts';
import { type EngineTimes, fastest, type MeasuringOptions, type ProgramTimes } from './measurement.ts';
import { type Contestant, type Row, type SubjectName, targets, threadsFor } from './rows.ts';

/** How well the test rows were judged: values by the names of metrics. */
type Metrics = Readonly<Record<string, number>>;

/** Metrics that all programs print, and how far they may be apart. */
const compared = ['accuracy', 'log-loss'];
const tolerance = 1e-6;

const hybridq: Contestant = { subject: 'hybrid-quantum', configuration: 'hybridq run' };

/**
 * Times whole programs, from their start to their end: `hybridq run`, which also checks the pipeline, trains its baseline and
 * keeps a record, and scripts of the peers that there are goals for, in what was their fastest configuration, which begin
 * with rows that are already prepared. In every round each runs once, by turns in one order and the other.
 */
export async function measurePrograms(
  row: Row,
  files: RowFiles,
  programs: Readonly<Record<SubjectName, Program>>,
  engine: readonly EngineTimes[],
  threads: number,
  { rounds }: Pick<MeasuringOptions, 'rounds'>,
): Promise<{ readonly times: ProgramTimes[]; readonly disagreements: string[] }> {
  const peers = targets.flatMap(({ peer }) => fastest(engine, peer)?.contestant ?? []);
  const runs = [hybridq, ...peers].map((contestant) => ({
    contestant,
    seconds: [] as number[],
    metrics: undefined as Metrics | undefined,
    remark: undefined as string | undefined,
  }));
  for (let round = 0; round < rounds; round++) {
    for (const run of round % 2 === 0 ? runs : runs.toReversed()) {
      if (run.remark !== undefined) continue;
      const { args, command } = programs[run.contestant.subject];
      const own = argumentsOf(run.contestant, files);
      const began = performance.now();
      const env = { OMP_NUM_THREADS: String(threadsFor(run.contestant.subject, threads)) };
      const result = await runProgram(command, [...args, ...own], { env });
      const seconds = (performance.now() - began) / 1000;
      try {
        run.metrics = metricsOf(run.contestant, result);
        run.seconds.push(seconds);
      } catch (thrown) {
        run.remark = Failure.from(thrown).message;
        run.seconds.length = 0;
      }
    }
  }
  const [ours, ...others] = runs;
  const sentences = others.flatMap(({ contestant, metrics }) => {
    if (metrics === undefined || ours?.metrics === undefined || contestant.isSampled) return [];
    const { metrics: own } = ours;
    const names = compared.filter((name) => name in metrics && name in own);
    const distance = farthest(valuesOf(names, metrics), valuesOf(names, own));
    if (distance <= tolerance) return [];
    return [
      `${row.name}: the metrics of ${contestant.subject} are ${distance.toExponential(1)} away from those of ours.`,
    ];
  });
  const times = runs.map(({ contestant, remark, seconds }) => ({
    contestant,
    rounds: seconds,
    ...(remark === undefined ? {} : { remark }),
  }));
  return { times, disagreements: sentences };
}

function valuesOf(names: readonly string[], metrics: Metrics): number[] {
  return names.map((name) => metrics[name] ?? Number.NaN);
}

function argumentsOf({ configuration, subject }: Contestant, { pipeline, task }: RowFiles): string[] {
  if (subject !== 'hybrid-quantum') return [task, configuration];
  return ['run', pipeline, '--format', 'json', '--workspace', join(pipeline, '..', 'workspace')];
}

const peerOutputSchema = z.record(z.string(), z.number());

const ourOutputSchema = z.object({
  record: z.object({
    result: z.object({
      contenders: z.array(
        z.object({ id: z.string(), metrics: z.array(z.object({ name: z.string(), mean: z.number() })) }),
      ),
    }),
  }),
});

/** @throws Failure `unknown` when the program did not succeed */
export function metricsOf({ subject }: Contestant, { code, stderr, stdout }: ProgramResult): Metrics {
  if (code !== 0) {
    const said = stderr.trim().split('\n').at(-1) ?? '';
    throw new Failure('unknown', `The program of ${subject} ended with ${code}: ${said}`);
  }
  if (subject !== 'hybrid-quantum') return peerOutputSchema.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  const { contenders } = ourOutputSchema.parse(JSON.parse(stdout)).record.result;
  const hybrid = contenders.find(({ id }) => id === 'hybrid');
  return Object.fromEntries((hybrid?.metrics ?? []).map(({ mean, name }) => [name, mean]));
}
