import { Command } from 'commander';
import type { CommandContext } from '../commandContext.ts';
import { workspaceOption } from '../options.ts';
import { findRunId, openExistingStore } from '../workspace.ts';

export function runsDeleteCommand(context: CommandContext): Command {
  return new Command('delete')
    .description('deletes runs and the copies of their files that no other run uses')
    .argument('<ids...>', 'the runs')
    .addOption(workspaceOption())
    .action(async (wanted: string[], options: { readonly workspace?: string }) => {
      const { store } = await openExistingStore(options.workspace, context.folder);
      try {
        // All names are looked up before anything is deleted.
        const ids = new Set(await Promise.all(wanted.map((name) => findRunId(store, name))));
        for (const id of ids) {
          await store.delete(id);
          context.messages.write(`Deleted run ${id}.\n`);
        }
      } finally {
        store.close();
      }
    });
}
