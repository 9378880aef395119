import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hybridq, type Outcome } from '#test/support/cli/hybridq.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

/** A call that takes longer than this hangs; milliseconds, generous for a loaded machine. */
const limit = 45_000;

let folder = '';
let remove = () => {};
let removed: Promise<void> = Promise.resolve();

beforeAll(async () => {
  await new Promise<void>((ready, failed) => {
    removed = withTemporaryFolder(async (made) => {
      folder = made;
      await writeBadFiles(made);
      const end = new Promise<void>((resolve) => {
        remove = resolve;
      });
      ready();
      await end;
    });
    removed.catch(failed);
  });
});

afterAll(async () => {
  remove();
  await removed;
});

async function writeBadFiles(into: string): Promise<void> {
  const path = (name: string) => join(into, name);
  for (const ending of ['.qasm', '.hybrid.yaml']) {
    await mkdir(path(`folder${ending}`));
    await writeFile(path(`binary${ending}`), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0, 0xff, 0xfe]));
    await writeFile(path(`latin1${ending}`), Buffer.from('// one\n// na\xefve\n', 'latin1'));
    await writeFile(path(`empty${ending}`), '');
    await writeFile(path(`large${ending}`), '');
    await truncate(path(`large${ending}`), 50 * 1024 * 1024);
  }
  const errors = Array.from({ length: 150 }, (_, index) => index);
  await writeFile(path('errors.qasm'), `OPENQASM 3.0;\nqubit q;\n${errors.map((i) => `undefined${i} q;\n`).join('')}`);
  await writeFile(path('errors.hybrid.yaml'), `hybrid: 1\n${errors.map((i) => `wrong${i}: ${i}\n`).join('')}`);
  const levels = Array.from({ length: 30 }, (_, level) =>
    level === 0
      ? 'x-0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]'
      : `x-${level}: &a${level} [${Array(9).fill(`*a${level - 1}`)}]`,
  );
  await writeFile(path('bomb.hybrid.yaml'), `hybrid: 1\nname: bomb\n${levels.join('\n')}\n`);
  await writeFile(path('deep.qasm'), `OPENQASM 3.0;\nconst int a = ${'('.repeat(100_000)};\n`);
  await writeFile(path('deep.hybrid.yaml'), `hybrid: 1\nx-a: ${'['.repeat(100_000)}\n`);
}

/** Every way to fail says one thing on stderr or in its findings, and shows no trace of the program's inside. */
function expectClear(outcome: Outcome, code: number, said: RegExp): void {
  const text = outcome.stdout + outcome.stderr;
  expect(outcome.signal, text).toBeNull();
  expect(text).toMatch(said);
  expect(outcome.code, text).toBe(code);
  expect(text).not.toMatch(/\n\s+at .*[:(]/);
  expect(text).not.toMatch(/unexpected error|node:internal|TypeError|RangeError/);
}

const unreadable: readonly (readonly [name: string, said: RegExp])[] = [
  ['none', /none\.\S+: There is no such file/],
  ['binary', /binary\.\S+: This is a binary file, not text\./],
  ['latin1', /latin1\.\S+:2:1: The text is not valid UTF-8\./],
  ['large', /large\.\S+: The file has 50 MB; the limit is 16 MB\./],
];

describe.each(unreadable)('a file that cannot be read: %s', (name, said) => {
  test.each([
    ['check', '.qasm'],
    ['simulate', '.qasm'],
    ['draw', '.qasm'],
    ['check', '.hybrid.yaml'],
    ['plan', '.hybrid.yaml'],
    ['run', '.hybrid.yaml'],
  ])('%s …%s', async (command, ending) => {
    const outcome = await hybridq([command, `${name}${ending}`], { folder, limit });
    expectClear(outcome, 2, said);
    expect(outcome.stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

test.each(['simulate', 'draw'])('%s refuses a folder', async (command) => {
  expectClear(
    await hybridq([command, 'folder.qasm'], { folder, limit }),
    2,
    /folder\.qasm: This is a folder, not a file/,
  );
});

test.each(['plan', 'run'])('%s refuses a folder', async (command) => {
  const outcome = await hybridq([command, 'folder.hybrid.yaml'], { folder, limit });
  expectClear(outcome, 2, /folder\.hybrid\.yaml: This is a folder, not a file/);
});

test('check walks a folder although some files in it cannot be read, and ends with 2', async () => {
  const { code, stderr, stdout } = await hybridq(['check', '.', '--format', 'json'], { folder, limit });
  expect(code).toBe(2);
  expect(stderr.match(/^error: /gm)).toHaveLength(6);
  const { files, summary } = JSON.parse(stdout);
  expect(files.map((file: { path: string }) => file.path)).toContain('errors.qasm');
  expect(summary.errors).toBeGreaterThanOrEqual(250);
});

test.each([
  ['check', 'empty.hybrid.yaml', /empty\.hybrid\.yaml:1:1: error HP\d+ This file is empty/],
  ['run', 'empty.hybrid.yaml', /empty\.hybrid\.yaml:1:1: HP\d+ This file is empty/],
  ['check', 'errors.hybrid.yaml', /100 errors/],
  ['plan', 'errors.hybrid.yaml', /The file has 100 errors; hybridq check lists all/],
  ['run', 'errors.hybrid.yaml', /The file has 100 errors; hybridq check lists all/],
  ['check', 'errors.qasm', /150 errors/],
  ['simulate', 'errors.qasm', /errors\.qasm:3:1: QAS3001 .*The file has 150 errors/],
  ['check', 'bomb.hybrid.yaml', /aliases/],
  ['run', 'bomb.hybrid.yaml', /bomb\.hybrid\.yaml:\d+:\d+: HP/],
  ['check', 'deep.hybrid.yaml', /nested at most/],
  ['check', 'deep.qasm', /[Nn]ested more than/],
  ['simulate', 'deep.qasm', /deep\.qasm:2:\d+: QAS\d+ Nested more than/],
])('%s of what is wrong inside: %s', async (command, name, said) => {
  expectClear(await hybridq([command, name], { folder, limit }), 1, said);
});

test('an empty circuit has nothing wrong with it', async () => {
  expect((await hybridq(['check', 'empty.qasm'], { folder, limit })).code).toBe(0);
});

test('every failed run is in the history with its reason, and nothing else is', async () => {
  for (const name of ['empty', 'none', 'binary'])
    await hybridq(['run', `${name}.hybrid.yaml`, '--workspace', 'kept'], { folder, limit });
  const { stdout } = await hybridq(['runs', 'export', '--workspace', 'kept'], { folder, limit });
  const { runs } = JSON.parse(stdout);
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatchObject({
    file: '../empty.hybrid.yaml',
    state: 'failed',
    failure: { reason: 'invalid-input' },
  });
});
