import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '#scripts/projectRoot.ts';

/** With UPDATE_IMAGES set in the environment, makes a picture the one that the documents show as `docs/images/<name>.png`. */
export async function keepDocumentImage(taken: string, name: string): Promise<void> {
  if (process.env['UPDATE_IMAGES'] === undefined) return;
  const folder = join(projectRoot, 'docs', 'images');
  await mkdir(folder, { recursive: true });
  await copyFile(taken, join(folder, `${name}.png`));
}
