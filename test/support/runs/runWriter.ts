import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { exampleRun } from './exampleRun.ts';

/**
 * A program that writes runs until it is killed: `node runWriter.ts <workspace> <prefix>`. It prints `<id> <state>`
 * after each transition the store has confirmed.
 */
const [folder = '', prefix = ''] = process.argv.slice(2);
const store = await openRunStore(folder, systemClock);
for (let number = 0; ; number++) {
  const id = `${prefix}-${String(number).padStart(6, '0')}`;
  await store.create(exampleRun(id));
  confirm(id, 'created');
  for (const state of ['validating', 'running', 'waiting', 'running', 'succeeded'] as const) {
    await store.transition(id, state);
    await store.saveCheckpoint(id, { state });
    confirm(id, state);
  }
}

function confirm(id: string, state: string): void {
  process.stdout.write(`${id} ${state}\n`);
}
