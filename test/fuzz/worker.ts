import { setImmediate } from 'node:timers/promises';
import { measuredBy } from '#test/support/fuzz/cpuTime.ts';
import { problemWith } from '#test/support/fuzz/examine.ts';
import { type FuzzedInput, fuzzedInput } from '#test/support/fuzz/fuzzedInput.ts';
import { minimised } from '#test/support/fuzz/minimise.ts';
import { seedPrograms } from '#test/support/fuzz/seedPrograms.ts';
import type { FuzzOrder, FuzzReport } from './messages.ts';

/** No step may take longer, in milliseconds of processor time. */
const timeLimit = 2000;
/** A failing text is made shorter for so long and so often. */
const effort = { milliseconds: 60_000, attempts: 3000 };

/** What is done with a text besides reading it. */
const nothingElse = { edits: [], places: [], isFormatted: false, isLowered: false } satisfies Partial<FuzzedInput>;

const { perform, ask } = measuredBy(timeLimit);

function report(message: FuzzReport): void {
  process.send?.(message);
}

/** Examines inputs until one fails or all are examined; the parent ends the process. */
async function work({ corpus, first, onlyRead, seed, step, until }: FuzzOrder): Promise<void> {
  const seeds = seedPrograms(corpus);
  for (let number = first; number < until; number += step) {
    report({ kind: 'begins', number });
    // Now and then the end of the parent can be heard.
    if (number % 64 === 0) await setImmediate();
    const whole = fuzzedInput(seed, number, seeds);
    const input = onlyRead ? { ...whole, ...nothingElse } : whole;
    const problem = await problemWith(input, perform, ask);
    if (problem === undefined) continue;
    report({ kind: 'fails', number, problem, input: await shortest(input, problem) });
  }
  report({ kind: 'done' });
}

async function shortest(input: FuzzedInput, problem: string): Promise<FuzzedInput> {
  const end = performance.now() + effort.milliseconds;
  const isProblem = async (shorter: FuzzedInput) => sameProblem(await problemWith(shorter, perform, ask), problem);
  const withoutEdits = { ...input, edits: [] };
  const start = (await isProblem(withoutEdits)) ? withoutEdits : input;
  const text = await minimised(start.text, (shorter) => isProblem({ ...start, text: shorter }), {
    attempts: effort.attempts,
    goesOn: () => performance.now() < end,
  });
  return { ...start, text };
}

/** Problems are the same apart from the numbers in them. */
function sameProblem(one: string | undefined, other: string): boolean {
  return one?.replaceAll(/\d+/g, '0') === other.replaceAll(/\d+/g, '0');
}

process.on('disconnect', () => process.exit());
process.on('message', (order: FuzzOrder) => void work(order));
