import { keepDocumentImage } from '#test/support/documentImage.ts';
import type { Workbench } from '../../support/workbench.ts';

/**
 * Pictures the window for the test results; with UPDATE_IMAGES set in the environment the picture also becomes the one
 * that the README shows.
 */
export async function picture(workbench: Workbench, name: string): Promise<void> {
  await keepDocumentImage(await workbench.screenshot(`extension-${name}`), name);
}
