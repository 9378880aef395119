import { expect, test } from 'vitest';
import { measureEngines } from '#bench/pipeline/measureEngines.ts';
import type { Contestant, Row, SubjectName } from '#bench/pipeline/rows.ts';
import type { SubjectAnswer, SubjectRequest } from '#bench/simulator/conversation.ts';
import type { Conversation } from '#bench/simulator/session.ts';
import { Failure } from '#core/base/failure.ts';

/** How a configuration of a pretended subject behaves. */
interface Behaviour {
  /** Seconds of its runs, the last one again and again. */
  readonly seconds: readonly number[];
  readonly values?: readonly number[];
  readonly breaks?: true;
}

const files = { pipeline: 'row.hybrid.yaml', task: 'row.json' };
const options = { rounds: 3, secondsPerTurn: 1, limit: 10 };

function rowOf(contestants: readonly Contestant[]): Row {
  return { name: 'iris', title: 'Iris', pipeline: '', contestants };
}

const ours: Contestant = { subject: 'hybrid-quantum', configuration: 'engine' };
const peer = (configuration: string, more: Partial<Contestant> = {}): Contestant => ({
  subject: 'lightning',
  configuration,
  ...more,
});

/** Measures contestants that behave as told by their configurations; also what was asked of whom. */
async function measure(contestants: readonly Contestant[], behaviours: Readonly<Record<string, Behaviour>>) {
  const log: string[] = [];
  let started = 0;
  const start = (subject: SubjectName): Conversation => {
    const run = new Map<string, number>();
    started++;
    return {
      ask: async (request: SubjectRequest): Promise<SubjectAnswer> => {
        if (request.operation === 'greet' || request.operation === 'memory') return {};
        const { configuration } = request;
        const { breaks, seconds, values = [1, 2] } = behaviours[configuration] ?? { seconds: [1] };
        if (request.operation === 'load') {
          log.push(`${subject} loads ${request.circuit} as ${configuration}`);
          return {};
        }
        if (request.operation === 'answer') return { values: [...values] };
        if (breaks) throw new Failure('unknown', `${configuration} broke.`);
        const index = run.get(configuration) ?? 0;
        run.set(configuration, index + 1);
        log.push(`${configuration} runs`);
        return { times: [seconds[Math.min(index, seconds.length - 1)] ?? 0] };
      },
      close: async () => {},
    };
  };
  const result = await measureEngines(rowOf(contestants), files, start, options);
  return { ...result, log, started };
}

test('ours reads the pipeline, peers the task, and all take turns in both orders', async () => {
  const { log, times } = await measure([ours, peer('tapes')], {
    engine: { seconds: [0.3, 0.1] },
    tapes: { seconds: [5, 4] },
  });
  expect(log).toEqual([
    'hybrid-quantum loads row.hybrid.yaml as engine',
    'engine runs',
    'lightning loads row.json as tapes',
    'tapes runs',
    ...['engine runs', 'tapes runs'],
    ...['tapes runs', 'engine runs'],
    ...['engine runs', 'tapes runs'],
  ]);
  expect(times).toEqual([
    { contestant: ours, first: 0.3, rounds: [0.1, 0.1, 0.1] },
    { contestant: peer('tapes'), first: 5, rounds: [4, 4, 4] },
  ]);
});

test('who answers otherwise takes no further part', async () => {
  const { disagreements, times } = await measure([ours, peer('tapes'), peer('wrong')], {
    engine: { seconds: [1] },
    tapes: { seconds: [1] },
    wrong: { seconds: [1], values: [1, 3] },
  });
  expect(disagreements).toEqual([expect.stringMatching(/^iris: lightning \(wrong\)/)]);
  expect(times.map(({ rounds }) => rounds.length)).toEqual([3, 3, 0]);
  expect(times[2]?.remark).toBe(disagreements[0]);
});

test('a configuration far behind the best of its subject, and one that is measured once, are not repeated', async () => {
  const once = peer('once', { isMeasuredOnce: true });
  const { times } = await measure([ours, peer('quick'), peer('slow'), once], {
    engine: { seconds: [0.01] },
    quick: { seconds: [1, 0.9] },
    slow: { seconds: [7] },
    once: { seconds: [2] },
  });
  expect(times.map(({ rounds }) => rounds)).toEqual([[0.01, 0.01, 0.01], [0.9, 0.9, 0.9], [7], [2]]);
  expect(times.map(({ remark }) => remark)).toEqual([undefined, undefined, 'first run only', 'first run only']);
});

test('a configuration whose process was lost to another is warm again before it is timed', async () => {
  const { log, times } = await measure([ours, peer('tapes'), peer('broken')], {
    engine: { seconds: [1] },
    tapes: { seconds: [5, 2] },
    broken: { seconds: [], breaks: true },
  });
  expect(times[1]).toEqual({ contestant: peer('tapes'), first: 5, rounds: [2, 2, 2] });
  expect(log.filter((line) => line === 'lightning loads row.json as tapes')).toHaveLength(2);
});

test('when a process breaks, other configurations of its subject go on in another', async () => {
  const { started, times } = await measure([ours, peer('broken'), peer('tapes')], {
    engine: { seconds: [1] },
    broken: { seconds: [], breaks: true },
    tapes: { seconds: [2] },
  });
  expect(times.map(({ rounds }) => rounds.length)).toEqual([3, 0, 3]);
  expect(times[1]?.remark).toBe('broken broke.');
  expect(started).toBe(3);
});
