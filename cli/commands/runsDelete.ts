import { Command } from 'commander';
import { keptDeleted } from '#core/runs/runStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import type { CommandContext } from '../commandContext.ts';
import { workspaceOption } from '../options.ts';
import { findRunId, openExistingStore } from '../workspace.ts';

export function runsDeleteCommand(context: CommandContext): Command {
  return new Command('delete')
    .description('deletes runs; for 30 days hybridq runs restore brings them back')
    .argument('<ids...>', 'the runs')
    .option('--now', 'delete them for good, with the copies of their files that no other run uses')
    .addOption(workspaceOption())
    .action(async (wanted: string[], options: { readonly now?: boolean; readonly workspace?: string }) => {
      const { store } = await openExistingStore(options.workspace, context.folder);
      try {
        // All names are looked up before anything is deleted.
        const ids = new Set(await Promise.all(wanted.map((name) => findRunId(store, name))));
        for (const id of ids) {
          if (options.now === true) await store.delete(id);
          else await store.discard(id);
          context.messages.write(`Deleted run ${id}.\n`);
        }
        await store.purge(systemClock.now() - keptDeleted);
      } finally {
        store.close();
      }
    });
}
