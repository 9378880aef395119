import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '#scripts/projectRoot.ts';
import type { Workbench } from '../../support/workbench.ts';

/**
 * Pictures the window for the test results; with UPDATE_IMAGES set in the environment the picture also becomes the one
 * that the README shows.
 */
export async function picture(workbench: Workbench, name: string): Promise<void> {
  const taken = await workbench.screenshot(`extension-${name}`);
  if (process.env['UPDATE_IMAGES'] === undefined) return;
  const folder = join(projectRoot, 'docs', 'images');
  await mkdir(folder, { recursive: true });
  await copyFile(taken, join(folder, `${name}.png`));
}
