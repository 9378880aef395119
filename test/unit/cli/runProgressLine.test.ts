import { expect, test } from 'vitest';
import { coloursFor } from '#cli/output/colours.ts';
import { printableText } from '#cli/output/printableText.ts';
import { RunProgressLine } from '#cli/output/runProgressLine.ts';
import { textTable } from '#cli/output/textTable.ts';
import type { JobNews } from '#core/runs/jobNews.ts';
import type { RunProgress } from '#core/runs/runProgress.ts';

const said: readonly RunProgress[] = [
  { kind: 'plan', steps: [{ id: 'fit', title: 'Fit the model' }] },
  { kind: 'step', id: 'fit', state: 'started' },
  ...Array.from(
    { length: 200 },
    (_, i): RunProgress => ({ kind: 'advance', fraction: i / 200, detail: `iteration ${i}` }),
  ),
  { kind: 'warning', message: 'slow today' },
  { kind: 'step', id: 'fit', state: 'finished', duration: 1500 },
];

/** What is written when a hundredth of a second passes with every event. */
function written(isTerminal: boolean, width: number): string {
  let text = '';
  let now = 0;
  const write = (piece: string) => {
    text += piece;
  };
  const output = { write, writeExactly: write, isTerminal, width };
  const line = new RunProgressLine(output, coloursFor({}, false), { now: () => now, monotonic: () => now });
  for (const progress of said) {
    now += 10;
    line.show(progress);
  }
  line.end();
  return text;
}

test('without a terminal progress is whole lines, and not many', () => {
  const text = written(false, 100);
  for (const control of ['\r', '\u001b']) expect(text).not.toContain(control);
  const lines = text.trimEnd().split('\n');
  expect(lines.slice(0, 2)).toEqual(['Fit the model…', '0 % iteration 0']);
  expect(lines.slice(-2)).toEqual(['warning: slow today', '✓ Fit the model 1.5 s']);
  expect(lines.length).toBeLessThan(8);
});

test('on a terminal one line is rewritten within its width, and nothing of it is left at the end', () => {
  const text = written(true, 40);
  const pieces = text.split('\r\u001b[2K');
  expect(pieces.length).toBeGreaterThan(10);
  expect(pieces.length).toBeLessThan(100);
  for (const piece of pieces) expect(Math.max(...piece.split('\n').map((part) => [...part].length))).toBeLessThan(40);
  expect(pieces.at(-1)).toBe('warning: slow today\n✓ Fit the model 1.5 s\n');
});

/** What is written of jobs: the first waits and runs, and three more follow each other within a second. */
function writtenOfJobs(isTerminal: boolean): string {
  let text = '';
  let now = new Date(2026, 10, 28, 14, 3, 12).getTime();
  const write = (piece: string) => {
    text += piece;
  };
  const output = { write, writeExactly: write, isTerminal, width: 100 };
  const line = new RunProgressLine(output, coloursFor({}, false), { now: () => now, monotonic: () => now });
  const told = (state: JobNews['state'], key: string): void => {
    line.show({ kind: 'job', key, backend: 'forte', device: 'qpu.forte-1', state, since: now });
    now += 100;
  };
  line.show({ kind: 'step', id: 'fit', state: 'started' });
  line.show({ kind: 'advance', fraction: 0, detail: 'repeat 1 of 2' });
  for (const key of ['a', 'b', 'c', 'd'])
    for (const state of ['submitting', 'queued', 'running', 'fetching', 'done'] as const) told(state, key);
  return text;
}

test('without a terminal a line tells where the first job is, and of more jobs now and then', () => {
  expect(writtenOfJobs(false).trimEnd().split('\n')).toEqual([
    'fit…',
    '0 % repeat 1 of 2',
    'forte (qpu.forte-1): waiting in the queue since 14:03:12',
    'forte (qpu.forte-1): running since 14:03:12',
  ]);
});

test('on a terminal the line tells of every job at once, before what a narrow one cuts', () => {
  const text = writtenOfJobs(true);
  expect(text).toContain('  0 % forte (qpu.forte-1): waiting in the queue since 14:03:12 · repeat 1 of 2');
  expect(text).toContain('  0 % forte (qpu.forte-1): running since 14:03:13 · 3 jobs done · re');
  expect(text.endsWith('  0 % 4 jobs done · repeat 1 of 2')).toBe(true);
});

test('colours follow NO_COLOR, FORCE_COLOR and the terminal', () => {
  const coloured = (environment: Record<string, string>, terminal: boolean) =>
    coloursFor(environment, terminal).red('x') !== 'x';
  expect(coloured({}, true)).toBe(true);
  expect(coloured({}, false)).toBe(false);
  expect(coloured({ NO_COLOR: '1' }, true)).toBe(false);
  expect(coloured({ NO_COLOR: '' }, true)).toBe(true);
  expect(coloured({ FORCE_COLOR: '1' }, false)).toBe(true);
  expect(coloured({ TERM: 'dumb' }, true)).toBe(false);
});

test('names from files cannot steer the terminal', () => {
  expect(printableText('a\u001b]0;title\u0007b\u001b[2Jc\u001b[31mred\u001b[39m\u009bd\r\n\te')).toBe(
    'a]0;titleb[2Jc\u001b[31mred\u001b[39md\r\n\te',
  );
});

test('columns line up whatever colours their cells have', () => {
  const { green } = coloursFor({ FORCE_COLOR: '1' }, false);
  const [head, first, second] = textTable(
    [{ title: 'name' }, { title: 'count', align: 'right' }],
    [
      [green('ok'), '1'],
      ['longer', '20'],
    ],
  );
  expect(head).toBe('name    count');
  expect(first).toBe(`${green('ok')}          1`);
  expect(second).toBe('longer     20');
});
