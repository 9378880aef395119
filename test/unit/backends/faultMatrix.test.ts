import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import { faultMatrix, jobFaults } from '#test/support/emulators/faultMatrix.ts';
import { adapterPart, localPart } from '#test/support/emulators/faultMatrixPage.ts';
import { localFaultMatrix } from '#test/support/emulators/localFaults.ts';
import { otherUses, providerEmulators } from '#test/support/emulators/providerEmulators.ts';

const page = readFileSync(join(projectRoot, 'docs', 'fault-matrix.md'), 'utf8');

describe.each([...providerEmulators, ...otherUses])('$title', (provider) => {
  test('every fault at every call ends well or with a reason, as the page says', async () => {
    const rows = await faultMatrix(provider);
    const jobs = await jobFaults(provider);
    const problems = rows.flatMap(({ call, cells, request }) =>
      cells.flatMap((cell) => cell.problems.map((problem) => `${call} ${request}, ${cell.fault}: ${problem}`)),
    );
    expect(problems).toEqual([]);
    expect(jobs.flatMap(({ fault, problems: own }) => own.map((problem) => `${fault}: ${problem}`))).toEqual([]);
    const sending = new Set(rows.map(({ call }) => call)).size;
    expect(sending, 'calls that send something').toBeGreaterThanOrEqual(provider.calls?.length ?? 9);
    expect(page, 'run `npm run faults -- --write`').toContain(adapterPart({ title: provider.title, rows, jobs }));
    // Hundreds of runs with every request signed and its signature checked, beside other tests.
  }, 240_000);
});

// Shell scripts stand in for interpreters.
test.skipIf(process.platform === 'win32')(
  'every fault of an interpreter ends with a reason, leaves no process and no lost run, as the page says',
  async () => {
    const rows = await localFaultMatrix();
    const problems = rows.flatMap(({ call, cells }) =>
      cells.flatMap((cell) => cell.problems.map((problem) => `${call}, ${cell.fault}: ${problem}`)),
    );
    expect(problems).toEqual([]);
    expect(page, 'run `npm run faults -- --write`').toContain(localPart(rows));
  },
  120_000,
);
