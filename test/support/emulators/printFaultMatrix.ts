import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '#scripts/projectRoot.ts';
import { faultMatrix, jobFaults } from '#test/support/emulators/faultMatrix.ts';
import { faultMatrixPage } from '#test/support/emulators/faultMatrixPage.ts';
import { localFaultMatrix } from '#test/support/emulators/localFaults.ts';
import { otherUses, providerEmulators } from '#test/support/emulators/providerEmulators.ts';

/** Prints what becomes of every fault at every call of every adapter; with `--write` into the documentation. */
const adapters = [];
for (const provider of [...providerEmulators, ...otherUses]) {
  adapters.push({ title: provider.title, rows: await faultMatrix(provider), jobs: await jobFaults(provider) });
}
const page = faultMatrixPage(adapters, await localFaultMatrix());
if (process.argv.includes('--write')) await writeFile(join(projectRoot, 'docs', 'fault-matrix.md'), page);
else process.stdout.write(page);
