import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnosticIndex } from './diagnosticIndex.ts';
import { projectRoot } from './projectRoot.ts';

/** Brings the list of diagnostics up to date with their pages; a test fails when this was forgotten. */

const folder = join(projectRoot, 'docs', 'diagnostics');
const names = readdirSync(folder).filter((name) => name !== 'README.md');
const pages = new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
writeFileSync(join(folder, 'README.md'), diagnosticIndex(pages));
