import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { Failure } from '#core/base/failure.ts';
import { productFolder } from '#platform/installation.ts';
import { runStoreFolder } from '#platform/runStore/sqliteRunStore.ts';
import type { CommandContext } from '../commandContext.ts';

const samplesFolder = join(productFolder, 'samples');

export function newCommand(context: CommandContext): Command {
  return new Command('new')
    .description('a project from a template')
    .argument('<template>', 'the name of a template; a wrong one lists them')
    .argument('<folder>', 'where the project goes: a new or empty folder')
    .action(async (template: string, target: string) => {
      const templates = await templateNames();
      if (!templates.includes(template)) {
        throw new Failure('not-found', `There is no template '${template}'.`, {
          advice: `Use one of: ${templates.join(', ')}.`,
        });
      }
      const folder = resolve(context.folder, target);
      await requireNewFolder(folder, target);
      await cp(join(samplesFolder, template), folder, {
        recursive: true,
        // The folder is empty; should files appear meanwhile, they stay.
        force: false,
        filter: (source) => !source.endsWith(runStoreFolder),
      });
      const pipelines = (await readdir(folder)).filter((name) => /\.hybrid\.(ya?ml|json)$/.test(name));
      context.output.write(`Created ${target}.\n`);
      for (const name of pipelines) context.output.write(`Run it with: hybridq run ${shellWord(join(target, name))}\n`);
    });
}

/** A path as it can be pasted into a shell: in quotation marks when it has anything but plain characters. */
function shellWord(path: string): string {
  if (/^[\p{L}\p{N}_./\\:@%+-]+$/u.test(path)) return path;
  // Of the shells of Windows not all know single quotation marks; its file names have no double ones.
  return process.platform === 'win32' ? `"${path}"` : `'${path.replaceAll("'", "'\\''")}'`;
}

async function templateNames(): Promise<readonly string[]> {
  if (!existsSync(samplesFolder)) return [];
  const entries = await readdir(samplesFolder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map((entry) => entry.name);
}

async function requireNewFolder(folder: string, name: string): Promise<void> {
  if (!existsSync(folder)) {
    await mkdir(folder, { recursive: true });
    return;
  }
  const status = await stat(folder);
  if (!status.isDirectory() || (await readdir(folder)).length > 0) {
    throw new Failure('conflict', 'This is not an empty folder.', {
      place: { path: name },
      advice: 'Choose another one; nothing has been changed.',
    });
  }
}
