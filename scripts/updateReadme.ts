import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestTables, withTables } from './manifestTables.ts';
import { projectRoot } from './projectRoot.ts';

/** Brings the tables of README.md up to date with the manifest; a test fails when this was forgotten. */

const read = (name: string) => readFileSync(join(projectRoot, name), 'utf8');
const tables = manifestTables(
  JSON.parse(read('package.json')),
  JSON.parse(read('package.nls.json')) as Record<string, string>,
);
writeFileSync(join(projectRoot, 'README.md'), withTables(read('README.md'), tables));
