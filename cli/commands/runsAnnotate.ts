import { Command } from 'commander';
import type { AnnotationChange } from '#core/runs/runStore.ts';
import type { CommandContext } from '../commandContext.ts';
import { workspaceOption } from '../options.ts';
import { findRunId, openExistingStore } from '../workspace.ts';

interface AnnotateOptions {
  readonly remove?: boolean;
  readonly workspace?: string;
}

export function runsTagCommand(context: CommandContext): Command {
  return new Command('tag')
    .description('gives a run tags, beside those of its pipeline')
    .argument('<id>', 'the id, the beginning of one, or last')
    .argument('<tags...>', 'one line each')
    .option('--remove', 'take the tags away instead')
    .addOption(workspaceOption())
    .action(async (id: string, tags: string[], options: AnnotateOptions) => {
      await annotate([id], options.remove === true ? { removeTags: tags } : { addTags: tags }, options, context);
    });
}

export function runsStarCommand(context: CommandContext): Command {
  return new Command('star')
    .description('marks runs with a star')
    .argument('<ids...>', 'the runs')
    .option('--remove', 'take the star away instead')
    .addOption(workspaceOption())
    .action(async (ids: string[], options: AnnotateOptions) => {
      await annotate(ids, { starred: options.remove !== true }, options, context);
    });
}

export function runsNoteCommand(context: CommandContext): Command {
  return new Command('note')
    .description('writes a note on a run, instead of the one before')
    .argument('<id>', 'the id, the beginning of one, or last')
    .argument('[text]', 'no note unless given')
    .addOption(workspaceOption())
    .action(async (id: string, text: string | undefined, options: AnnotateOptions) => {
      await annotate([id], { note: text ?? '' }, options, context);
    });
}

async function annotate(
  wanted: readonly string[],
  change: AnnotationChange,
  options: AnnotateOptions,
  context: CommandContext,
): Promise<void> {
  const { store } = await openExistingStore(options.workspace, context.folder);
  try {
    // All names are looked up before anything is written.
    const ids = new Set(await Promise.all(wanted.map((name) => findRunId(store, name))));
    for (const id of ids) await store.annotate(id, change);
  } finally {
    store.close();
  }
}
