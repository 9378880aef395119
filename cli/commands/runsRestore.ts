import { Command } from 'commander';
import { Failure } from '#core/base/failure.ts';
import type { CommandContext } from '../commandContext.ts';
import { workspaceOption } from '../options.ts';
import { openExistingStore } from '../workspace.ts';

export function runsRestoreCommand(context: CommandContext): Command {
  return new Command('restore')
    .description('brings deleted runs back')
    .argument('<ids...>', 'the runs, as hybridq runs list --deleted names them')
    .addOption(workspaceOption())
    .action(async (wanted: string[], options: { readonly workspace?: string }) => {
      const { store } = await openExistingStore(options.workspace, context.folder);
      try {
        const deleted = await store.list({ deleted: true });
        // All names are looked up before anything is restored.
        const ids = wanted.map((name) => {
          const matches = deleted.filter(({ id }) => id.startsWith(name));
          const [only] = matches;
          if (only !== undefined && matches.length === 1) return only.id;
          if (matches.length > 1)
            throw new Failure('invalid-input', `${matches.length} deleted runs begin with '${name}'.`, {
              advice: 'Give more of the id.',
            });
          throw new Failure('not-found', `There is no deleted run '${name}'.`, {
            advice: 'See hybridq runs list --deleted.',
          });
        });
        for (const id of ids) {
          await store.restore(id);
          context.messages.write(`Restored run ${id}.\n`);
        }
      } finally {
        store.close();
      }
    });
}
