import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of the installed product: the one with package.json. Bundles lie in `dist/`, this source in `platform/`,
 * both one level below it.
 */
export const productFolder = fileURLToPath(new URL('..', import.meta.url));

/** Whether this runs from the sources, under a Node that strips types, and not from a bundle. */
const runsFromSource = import.meta.url.endsWith('.ts');

/** A program of the product: its bundle, or its source when running from the sources. */
export function programFile(bundle: string, source: string): string {
  return runsFromSource ? join(productFolder, ...source.split('/')) : join(productFolder, 'dist', bundle);
}

/** The version in package.json. */
export function productVersion(): string {
  const manifest: { readonly version?: unknown } = JSON.parse(
    readFileSync(join(productFolder, 'package.json'), 'utf8'),
  );
  return String(manifest.version);
}
