import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { randomStream } from '#core/base/random.ts';
import { canFollow, type RunState } from '#core/runs/runState.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const writerScript = fileURLToPath(import.meta.resolve('#test/support/runs/runWriter.ts'));

test('two writers killed at any moment lose nothing they were told is stored', async () => {
  await withTemporaryFolder(async (folder) => {
    const stream = randomStream(11, 'kill');
    for (let round = 0; round < 3; round++) {
      const confirmed = await Promise.all(
        ['a', 'b'].map((writer) => writeUntilKilled(folder, `${writer}${round}`, 3 + stream.integerBelow(40))),
      );
      const store = await openRunStore(folder, systemClock);
      try {
        for (const [id, states] of confirmed.flatMap((map) => [...map])) {
          const stored = storedStates(folder, id);
          expect(stored.slice(0, states.length), id).toEqual(states);
          // What was stored but not confirmed before the kill is at most the transition under way.
          expect(stored.length - states.length, id).toBeLessThanOrEqual(1);
          expect((await store.get(id))?.state).toBe(stored.at(-1));
        }
      } finally {
        store.close();
      }
      expectSoundDatabase(folder);
    }
  });
});

async function writeUntilKilled(folder: string, prefix: string, lines: number): Promise<Map<string, string[]>> {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [writerScript, folder, prefix]);
  let output = '';
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (output.split('\n').length > lines) child.kill('SIGKILL');
  });
  await once(child, 'close');
  expect(errors).toBe('');
  const confirmed = new Map<string, string[]>();
  for (const line of output.split('\n').slice(0, -1)) {
    const [id = '', state = ''] = line.split(' ');
    confirmed.set(id, [...(confirmed.get(id) ?? []), state]);
  }
  return confirmed;
}

function storedStates(folder: string, id: string): RunState[] {
  const database = new DatabaseSync(join(folder, '.hybrid', 'runs.db'), { readOnly: true });
  const rows = database.prepare('SELECT state FROM run_transition WHERE run_id = ? ORDER BY number').all(id);
  database.close();
  return rows.map((row) => Object.values(row)[0] as RunState);
}

function expectSoundDatabase(folder: string): void {
  const database = new DatabaseSync(join(folder, '.hybrid', 'runs.db'));
  expect(Object.values(database.prepare('PRAGMA integrity_check').get() ?? {})).toEqual(['ok']);
  const rows = database.prepare('SELECT run_id, state FROM run_transition ORDER BY run_id, number').all();
  database.close();
  let previous: { id: unknown; state: RunState } | undefined;
  for (const row of rows) {
    const [id, state] = Object.values(row) as [string, RunState];
    if (previous?.id === id) expect(canFollow(previous.state, state), `${previous.state} → ${state}`).toBe(true);
    else expect(state).toBe('created');
    previous = { id, state };
  }
}
