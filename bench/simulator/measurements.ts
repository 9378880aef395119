import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import { valuesSchema } from './conversation.ts';
import type { MeasuredRow } from './measureRow.ts';
import { type Row, subjectNames } from './rows.ts';

const secondsSchema = z.array(z.number()).readonly();

const contestantSchema = z.object({
  contestant: z.object({
    subject: z.enum(subjectNames),
    configuration: z.string(),
    precision: z.enum(['double', 'single', 'rounded']),
  }),
  first: secondsSchema,
  rounds: secondsSchema,
  values: valuesSchema,
  broken: z.string().exactOptional(),
  exceeded: z.number().exactOptional(),
});

const measurementsSchema = z.object({
  /** What has to be the same for rows to be in one report: the settings, and the build of ours. */
  conditions: z.string(),
  rows: z.array(
    z.object({
      name: z.string(),
      threads: z.number(),
      rounds: z.number(),
      found: z.array(contestantSchema).readonly(),
      disagreements: z.array(z.string()).readonly(),
    }),
  ),
});

/** Finished rows in a file, so that a benchmark which was interrupted can go on. */
export class Measurements {
  readonly #file: string;
  readonly #conditions: string;
  readonly #rows: MeasuredRow[] = [];

  /** @param conditions under which everything in it is measured */
  constructor(file: string, conditions: string) {
    this.#file = file;
    this.#conditions = conditions;
  }

  get rows(): readonly MeasuredRow[] {
    return this.#rows;
  }

  has(row: Row, threads: number): boolean {
    return this.#rows.some((measured) => measured.row.name === row.name && measured.threads === threads);
  }

  async add(measured: MeasuredRow): Promise<void> {
    this.#rows.push(measured);
    const rows = this.#rows.map(({ row, ...rest }) => ({ name: row.name, ...rest }));
    await mkdir(dirname(this.#file), { recursive: true });
    await writeFile(this.#file, JSON.stringify({ conditions: this.#conditions, rows }));
  }

  /**
   * Takes over what the file has.
   * @param known rows by which those of the file are named; others are left out
   * @throws Failure `conflict` when it was measured under other conditions, `not-found` when there is none
   */
  async resume(known: readonly Row[]): Promise<void> {
    const text = await readFile(this.#file, 'utf8').catch(() => undefined);
    if (text === undefined) throw new Failure('not-found', 'There is no benchmark that was interrupted.');
    const { conditions, rows } = measurementsSchema.parse(JSON.parse(text));
    if (conditions !== this.#conditions) {
      throw new Failure('conflict', 'The benchmark that was interrupted had other settings, or another simulator.', {
        advice: 'Start it anew, without --resume.',
      });
    }
    for (const { name, ...measured } of rows) {
      const row = known.find((each) => each.name === name);
      if (row !== undefined) this.#rows.push({ row, ...measured });
    }
  }
}
