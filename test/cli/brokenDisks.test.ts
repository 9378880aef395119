import { chmod, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { hybridq, type Outcome } from '#test/support/cli/hybridq.ts';
import { withFault } from '#test/support/faults/diskFault.ts';
import {
  everythingComputed,
  printedRecord,
  undisturbedRuns,
  withDisturbedProject,
} from '#test/support/faults/disturbedProject.ts';
import { exampleRun } from '#test/support/runs/exampleRun.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const pipeline = 'trained.hybrid.yaml';
const [whole] = await undisturbedRuns([pipeline]);
if (whole === undefined) throw new Error('The pipeline does not run.');
const { record: undisturbed } = whole;

/** The one sentence, with advice, that a call ended with. */
function saidBy({ stderr }: Outcome): string {
  expect(stderr).not.toMatch(/\n +at /);
  const lines = stderr.split('\n').filter((line) => line.startsWith('error: '));
  expect(lines, stderr).toHaveLength(1);
  expect(lines[0]).not.toMatch(/unexpected error|database is locked|SQLITE/i);
  return lines[0] ?? '';
}

async function onlyRun(folder: string): Promise<{ readonly id: string; readonly state: string }> {
  const { stdout } = await hybridq(['runs', 'list', '--format', 'json'], { folder });
  const { runs } = JSON.parse(stdout);
  expect(runs).toHaveLength(1);
  return runs[0];
}

test('a disk that is full when a checkpoint grows fails the run with advice, and it goes on when there is space', async () => {
  await withDisturbedProject(async (folder) => {
    // Room for the record of a run and for the first checkpoints.
    const pages = (await pagesOfNewStore()) + 5;
    const full = await hybridq(['run', pipeline], { folder, environment: fullDisk({ pages, bytes: 1e9 }) });
    expect(full.code).toBe(1);
    expect(full.stdout).toMatch(/runs\.db cannot be written: the disk is full\. Free some space and try again\./);
    const { id, state } = await onlyRun(folder);
    expect(state).toBe('failed');
    await expectResumable(folder, id);
  });
});

test('a disk that is too full to keep the end of a run leaves it interrupted and says how to go on', async () => {
  await withDisturbedProject(async (folder) => {
    const full = await hybridq(['run', pipeline], { folder, environment: fullDisk({ pages: 1e6, bytes: 3000 }) });
    expect(full.code).toBe(2);
    const said = saidBy(full);
    const { id, state } = await onlyRun(folder);
    expect(state).toBe('running');
    expect(said).toMatch(/Run \S+ has ended early\. The event log .*\.jsonl cannot be written: the disk is full\./);
    expect(said).toContain(`Free some space and try again. The run is not lost: hybridq runs resume ${id}`);
    await expectResumable(folder, id);
  });
});

async function pagesOfNewStore(): Promise<number> {
  return await withTemporaryFolder(async (folder) => {
    (await openRunStore(folder, systemClock)).close();
    const database = new DatabaseSync(join(folder, '.hybrid', 'runs.db'), { readOnly: true });
    try {
      return Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
    } finally {
      database.close();
    }
  });
}

function fullDisk(limits: { readonly pages: number; readonly bytes: number }): Record<string, string> {
  return withFault({ kind: 'full', ...limits });
}

/** Ends a run without any disturbance, and with the numbers it would have had. */
async function expectResumable(folder: string, id: string): Promise<void> {
  const resumed = await hybridq(['runs', 'resume', id, '--format', 'json'], { folder });
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(everythingComputed(printedRecord(resumed.stdout))).toBe(everythingComputed(undisturbed));
}

test.skipIf(process.platform === 'win32')('a limit for the size of files is met like a full disk', async () => {
  await withDisturbedProject(async (folder) => {
    const through = ['bash', '-c', 'ulimit -f 160; exec "$0" "$@"'];
    const limited = await hybridq(['run', pipeline], { folder, through });
    expect(limited.code).toBe(2);
    expect(saidBy(limited)).toMatch(/runs\.db cannot be (read or )?written: /);
    await expectResumable(folder, (await onlyRun(folder)).id);
  });
});

/** What takes the right to write everywhere away from the superuser; nothing for other users, who have no such right. */
const unprivileged = process.getuid?.() === 0 ? { through: ['setpriv', '--bounding-set=-all'] } : {};

test.skipIf(process.platform === 'win32')('a read-only folder is named, and says what to do instead', async () => {
  await withDisturbedProject(async (folder) => {
    const elsewhere = join(folder, 'elsewhere');
    await mkdir(elsewhere);
    await chmod(folder, 0o555);
    try {
      const refused = await hybridq(['run', pipeline], { folder, ...unprivileged });
      expect(refused.code).toBe(2);
      expect(saidBy(refused)).toBe(
        `error: ${pipeline}: The run history ${join(folder, '.hybrid', 'runs.db')} cannot be opened: permission is denied. Check the permissions of the folder, or use another one.`,
      );
      const moved = await hybridq(['run', pipeline, '--workspace', elsewhere], { folder, ...unprivileged });
      expect(moved.code, moved.stderr).toBe(0);
    } finally {
      await chmod(folder, 0o755);
    }
  });
});

test.skipIf(process.platform === 'win32')('a history that became read-only keeps its runs', async () => {
  await withTemporaryFolder(async (folder) => {
    const store = await openRunStore(folder, systemClock);
    await store.create(exampleRun('one'));
    store.close();
    const hidden = join(folder, '.hybrid');
    await chmod(join(hidden, 'runs.db'), 0o444);
    await chmod(hidden, 0o555);
    try {
      const deleted = await hybridq(['runs', 'delete', 'one'], { folder, ...unprivileged });
      expect(deleted.code).toBe(2);
      expect(saidBy(deleted)).toMatch(/runs\.db cannot be (opened|written): .*read-only/);
    } finally {
      await chmod(hidden, 0o755);
      await chmod(join(hidden, 'runs.db'), 0o644);
    }
    expect(await onlyRun(folder)).toMatchObject({ id: 'one', state: 'created' });
  });
});

test('a file where the folder of runs should be is named and stays', async () => {
  await withDisturbedProject(async (folder) => {
    await writeFile(join(folder, '.hybrid'), 'mine');
    const refused = await hybridq(['run', pipeline], { folder });
    expect(refused.code).toBe(2);
    expect(saidBy(refused)).toMatch(/cannot be opened: a file is where a folder is needed\. Move that file elsewhere/);
    expect(await readFile(join(folder, '.hybrid'), 'utf8')).toBe('mine');
  });
});

test.each<{ what: string; damage: (path: string) => Promise<void>; says: RegExp }>([
  {
    what: 'cut in half',
    damage: async (path) => await truncate(path, 20_000),
    says: /runs\.db is damaged or is not a run history\. It has been left as it is: hybridq runs repair/,
  },
  {
    what: 'overwritten',
    damage: async (path) => await writeFile(path, Buffer.alloc(50_000, 'noise ')),
    says: /runs\.db is damaged or is not a run history\. It has been left as it is: hybridq runs repair/,
  },
  {
    what: 'of a newer version',
    damage: async (path) => {
      const database = new DatabaseSync(path);
      database.exec('PRAGMA user_version = 999');
      database.close();
    },
    says: /runs\.db was written by a newer version of Hybrid Quantum\. Update this installation; nothing has been changed/,
  },
  {
    what: 'cut to nothing',
    damage: async (path) => await truncate(path, 0),
    says: /runs\.db is empty, though there are event logs of 10 runs\. It has been left as it is/,
  },
])('a database that is $what stops new runs in a sentence, and set aside it makes room for them', async (row) => {
  await withDisturbedProject(async (folder) => {
    const hidden = join(folder, '.hybrid');
    const path = join(hidden, 'runs.db');
    const store = await openRunStore(folder, systemClock);
    for (let number = 0; number < 10; number++) await store.create(exampleRun(`run-${number}`));
    store.close();
    await row.damage(path);
    const before = await readFile(path);
    for (const parameters of [
      ['run', pipeline],
      ['runs', 'list'],
    ]) {
      const refused = await hybridq(parameters, { folder });
      expect(refused.code).toBe(2);
      expect(saidBy(refused)).toMatch(row.says);
    }
    expect(await readFile(path)).toEqual(before);
    const repaired = await hybridq(['runs', 'repair'], { folder });
    if (row.what === 'of a newer version') {
      expect(saidBy(repaired)).toMatch(row.says);
      expect(await readFile(path)).toEqual(before);
      return;
    }
    expect(repaired.stdout).toContain('The damaged history is kept as .hybrid/runs.damaged-1.db');
    expect(repaired.stderr).toBe('');
    expect(await readFile(join(hidden, 'runs.damaged-1.db'))).toEqual(before);
    const kept = JSON.parse((await hybridq(['runs', 'list', '--format', 'json'], { folder })).stdout).runs.length;
    const lost = /(\d+) runs? could not be read/.exec(repaired.stdout)?.[1] ?? '0';
    expect(kept + Number(lost)).toBe(10);
    expect(repaired.code).toBe(kept === 10 ? 0 : 1);
    expect((await hybridq(['run', pipeline], { folder })).code).toBe(0);
    expect(await hybridq(['runs', 'repair'], { folder })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('is sound; nothing has been changed'),
    });
    expect((await readdir(hidden)).filter((name) => /\.damaged-/.test(name))).toEqual(['runs.damaged-1.db']);
  });
});
