import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import { requireProgram } from '#scripts/setUp/program.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

let scratch: string;
let workbench: Workbench;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'packaged-'));
  const vsix = join(scratch, 'packaged.vsix');
  const args = ['scripts/package.ts', '--no-build', '--out', vsix];
  await requireProgram('Packaging', process.execPath, args, { cwd: projectRoot });
  const folder = join(scratch, 'folder');
  await mkdir(folder);
  await writeFile(join(folder, 'broken.qasm'), 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\nrz(pi) p[0];\n');
  workbench = await openWorkbench({ folder, vsix: [vsix] });
});

afterAll(async () => {
  await workbench?.close();
  await rm(scratch, { recursive: true, force: true });
});

test('the packaged extension, installed, reports an error in a circuit', async () => {
  await workbench.openFile('broken.qasm');
  const file = join(scratch, 'folder', 'broken.qasm');
  const problems = await workbench.problemsUntil(file, (found) => found.some(({ severity }) => severity === 'error'));
  const errors = problems.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ range }) => range.start)).toEqual([{ line: 3, character: 7 }]);
  expect(await workbench.probe.extension('hybrid-quantum.hybrid-quantum')).toEqual({ active: true });
});
