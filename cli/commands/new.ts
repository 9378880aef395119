import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { Failure } from '#core/base/failure.ts';
import { productFolder } from '#platform/installation.ts';
import { templateSummary } from '#platform/projectTemplates.ts';
import { runStoreFolder } from '#platform/runStore/sqliteRunStore.ts';
import { isSuiteFile } from '#runner/plannedSuite.ts';
import type { CommandContext } from '../commandContext.ts';
import { textTable } from '../output/textTable.ts';

const samplesFolder = join(productFolder, 'samples');

export function newCommand(context: CommandContext): Command {
  return new Command('new')
    .description('a project from a template, or the list of templates')
    .argument('[template]', 'the name of a template; without one, all are listed')
    .argument('[folder]', 'where the project goes: a new or empty folder')
    .action(async (template: string | undefined, target: string | undefined) => {
      const templates = await templateNames();
      if (template === undefined) {
        context.output.write(`${(await templateList(templates)).join('\n')}\n`);
        return;
      }
      if (!templates.includes(template)) {
        throw new Failure('not-found', `There is no template '${template}'.`, {
          advice: `Use one of: ${templates.join(', ')}.`,
        });
      }
      if (target === undefined) {
        throw new Failure('invalid-input', 'The project needs a folder to be made in.', {
          advice: `For example: hybridq new ${template} ${template}`,
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
      const names = await readdir(folder);
      const suites = names.filter(isSuiteFile);
      // The pipelines of a suite are run by it.
      const files = suites.length > 0 ? suites : names.filter((name) => /\.hybrid\.(ya?ml|json)$/.test(name));
      context.output.write(`Created ${target}. What it shows is in ${join(target, 'README.md')}.\n`);
      for (const name of files) context.output.write(`Run it with: hybridq run ${shellWord(join(target, name))}\n`);
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
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
}

async function templateList(names: readonly string[]): Promise<string[]> {
  const rows = await Promise.all(
    names.map(async (name) => [name, templateSummary(await readFile(join(samplesFolder, name, 'README.md'), 'utf8'))]),
  );
  return textTable([{ title: 'template' }, { title: 'shows' }], rows);
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
