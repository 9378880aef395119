import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diagnosticCodes } from '#core/openqasm/index.ts';
import { findings } from '#core/pipeline/analysis/findings.ts';
import { diagnosticIndex } from '#scripts/diagnosticIndex.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

const folder = join(projectRoot, 'docs', 'diagnostics');
const names = readdirSync(folder).filter((name) => name !== 'README.md');
const pages = new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
const index = readFileSync(join(folder, 'README.md'), 'utf8');

test('the index is what scripts/updateDiagnosticIndex.ts makes of the pages', () => {
  expect(index).toBe(diagnosticIndex(pages));
});

test('the index lists every code of the product once', () => {
  const listed = [...index.matchAll(/^\| \[(\w+)\]\((\w+)\.md\) \| \S/gm)].map(([, code, page]) => [code, page]);
  expect(listed.filter(([code, page]) => code !== page)).toEqual([]);
  // The form of a pipeline file is checked before there are findings: HP001 to HP005.
  const forms = ['HP001', 'HP002', 'HP003', 'HP004', 'HP005'];
  const known = [...diagnosticCodes, ...forms, ...Object.keys(findings)];
  expect(listed.map(([code]) => code).sort()).toEqual(known.sort());
});

test('a page without a heading and a code of no group are refused', () => {
  expect(() => diagnosticIndex(new Map([['QAS1001.md', '# Something else\n']]))).toThrow('QAS1001.md');
  expect(() => diagnosticIndex(new Map([['ZZ1.md', '# ZZ1: Stranger\n']]))).toThrow('ZZ1');
});
