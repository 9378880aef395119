import { describe, expect, test } from 'vitest';
import type { SubjectAnswer, SubjectRequest } from '#bench/simulator/conversation.ts';
import { type MeasuredRow, measureRow } from '#bench/simulator/measureRow.ts';
import type { Contestant, Row, SubjectName } from '#bench/simulator/rows.ts';
import type { Conversation } from '#bench/simulator/session.ts';
import { Failure } from '#core/base/failure.ts';
import { measuredRow, ours, peer } from './measuredRows.ts';

/** What a configuration does: seconds of a run, an amplitude, or how it fails. */
interface Behaviour {
  readonly seconds?: number;
  readonly amplitude?: number;
  readonly fails?: Failure;
}

/** A subject that only says how long it took; what it is asked is noted down. */
class Pretender implements Conversation {
  readonly #name: string;
  readonly #behaviours: Readonly<Record<string, Behaviour>>;
  readonly #notes: string[];

  constructor(name: string, behaviours: Readonly<Record<string, Behaviour>>, notes: string[]) {
    this.#name = name;
    this.#behaviours = behaviours;
    this.#notes = notes;
    notes.push(`start ${name}`);
  }

  async ask(request: SubjectRequest): Promise<SubjectAnswer> {
    if (request.operation === 'greet' || request.operation === 'memory') return {};
    const { amplitude = 1, fails, seconds = 0.01 } = this.#behaviours[request.configuration] ?? {};
    this.#notes.push(`${request.operation} ${this.#name} ${request.configuration}`);
    switch (request.operation) {
      case 'load':
        return {};
      case 'run':
        if (fails !== undefined) throw fails;
        return { times: [seconds] };
      case 'answer':
        return { values: [[amplitude, 0]] };
    }
  }

  async close(): Promise<void> {
    this.#notes.push(`close ${this.#name}`);
  }
}

const options = { rounds: 3, secondsPerTurn: 0.4, secondsPerRow: 1000 };

/** Measures contestants that pretend, and gives what was found with what each was asked. */
async function measured(
  contestants: readonly (readonly [Contestant, Behaviour])[],
  row: Partial<Row> = {},
): Promise<{ readonly result: MeasuredRow; readonly notes: readonly string[] }> {
  const notes: string[] = [];
  const start = (subject: SubjectName) => {
    const its = contestants.filter(([contestant]) => contestant.subject === subject);
    const behaviours = Object.fromEntries(its.map(([{ configuration }, behaviour]) => [configuration, behaviour]));
    return new Pretender(subject, behaviours, notes);
  };
  const { row: whole } = measuredRow([], []);
  const complete = { ...whole, contestants: contestants.map(([contestant]) => contestant), ...row };
  const result = await measureRow(complete, { circuit: 'pair.json', indices: [0] }, start, 1, options);
  return { result, notes };
}

const roundsOf = ({ found }: MeasuredRow) =>
  Object.fromEntries(found.map(({ contestant, rounds }) => [contestant.configuration, rounds.length]));

const runs = (notes: readonly string[]) => notes.filter((note) => note.startsWith('run')).map((note) => note.slice(4));

describe('a row', () => {
  test('lets all take turns, ours and the peers by turns first', async () => {
    const { notes } = await measured([
      [ours, {}],
      [peer('qulacs'), {}],
    ]);
    expect(runs(notes)).toEqual([
      // First runs, with answers.
      ...['hybrid-quantum double', 'qulacs default'],
      ...['hybrid-quantum double', 'qulacs default'],
      // A process of ours is new in each round, and has a first run.
      ...['qulacs default', 'hybrid-quantum double', 'hybrid-quantum double'],
      ...['hybrid-quantum double', 'hybrid-quantum double', 'qulacs default'],
    ]);
    expect(notes.filter((note) => note.startsWith('start'))).toEqual([
      'start qulacs',
      ...['start hybrid-quantum', 'start hybrid-quantum', 'start hybrid-quantum'],
    ]);
  });

  test('closes every process that it started', async () => {
    const { notes } = await measured([
      [ours, { seconds: 3 }],
      [peer('qulacs'), {}],
      [peer('aer'), { fails: new Failure('unknown', 'It ended.') }],
    ]);
    const count = (beginning: string) => notes.filter((note) => note.startsWith(beginning)).length;
    expect(count('close')).toBe(count('start'));
  });

  test('keeps the process of ours where a run is long', async () => {
    const { notes } = await measured([[ours, { seconds: 3 }]]);
    expect(runs(notes)).toHaveLength(4);
    expect(notes.filter((note) => note === 'start hybrid-quantum')).toHaveLength(1);
  });

  test('goes on with the best configuration of a peer only', async () => {
    const { result } = await measured([
      [ours, {}],
      [peer('qulacs', 'block 2'), { seconds: 0.02 }],
      [peer('qulacs', 'light'), { seconds: 0.01 }],
    ]);
    expect(roundsOf(result)).toEqual({ double: 3, 'block 2': 1, light: 3 });
  });

  test('does not time a configuration whose first run is hopeless', async () => {
    const { result } = await measured([
      [ours, { seconds: 1 }],
      [peer('qulacs', 'block 2'), { seconds: 1.6 }],
      [peer('qulacs', 'light'), { seconds: 1 }],
    ]);
    expect(roundsOf(result)).toEqual({ double: 3, 'block 2': 0, light: 3 });
  });

  test('does not repeat a peer that is far behind', async () => {
    const { result } = await measured([
      [ours, { seconds: 1 }],
      [peer('aer'), { seconds: 6 }],
      [peer('qulacs', 'light'), { seconds: 4 }],
    ]);
    expect(result.found.map(({ rounds }) => rounds)).toEqual([[1, 1, 1], [6], [4, 4, 4]]);
  });

  test('gives a peer up that takes too long', async () => {
    const { result } = await measured([
      [ours, {}],
      [peer('jsqubits'), { fails: new Failure('timeout', 'It took too long.') }],
    ]);
    expect(result.found[1]).toMatchObject({ exceeded: 20, rounds: [] });
    expect(result.found[1]?.broken).toBeUndefined();
  });

  test('goes on without a peer that breaks, and with its other configurations', async () => {
    const { result } = await measured([
      [ours, {}],
      [peer('qulacs', 'light'), {}],
      [peer('qulacs', 'block 2'), { fails: new Failure('unknown', 'It ended.') }],
    ]);
    expect(result.found[2]).toMatchObject({ broken: 'It ended.', rounds: [] });
    expect(roundsOf(result)).toEqual({ double: 3, light: 3, 'block 2': 0 });
  });

  test('does not time who differs from the others', async () => {
    const { notes, result } = await measured([
      [ours, { amplitude: 0.5 }],
      [peer('qulacs'), {}],
      [peer('aer'), {}],
    ]);
    expect(result.disagreements).toEqual([expect.stringContaining('hybrid-quantum (double)')]);
    expect(result.found[0]).toMatchObject({ rounds: [], broken: result.disagreements[0] });
    expect(runs(notes).filter((note) => note.startsWith('hybrid-quantum'))).toHaveLength(1);
  });
});
