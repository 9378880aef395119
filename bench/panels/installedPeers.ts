import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder } from '#scripts/setUp/cachedFolder.ts';
import { requireNpm } from '#scripts/setUp/program.ts';

/**
 * A folder in `.cache/` with packages of npm as they were published, without running their scripts, and with what is made
 * of them once.
 * @param name of the folder, which changes with what is made
 * @throws Failure `unknown` when npm fails
 */
export function installedPeers(
  name: string,
  versions: Readonly<Record<string, string>>,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const packages = Object.entries(versions).map(([each, version]) => `${each}@${version}`);
  return cachedFolder(`${name}-${Object.values(versions).join('-')}`, async (folder) => {
    await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    const options = ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages];
    await requireNpm(`Installing ${packages.join(', ')}`, options, folder);
    await make(folder);
  });
}
