import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { projectRoot } from '#scripts/projectRoot.ts';
import { chromiumArguments, chromiumPath } from '#scripts/setUp/chromium.ts';
import { measureEditorOpening } from './editorOpening.ts';
import { bringGrids, gridVersions } from './gridPeers.ts';
import { type MeasuredTable, measureGrid, measurePanel } from './historyPage.ts';
import { historyReport } from './historyReport.ts';
import { measureStore } from './historyStore.ts';
import { writeManyRuns } from './manyRuns.ts';
import { bundlePanel } from './ourPanel.ts';

const usage = `node bench/panels/history.ts [--runs 100000] [--rounds 5] [--output FILE]

Times the run history with many runs: the store as the extension host asks it, and the table in Chromium beside AG Grid and
the row models of TanStack Table with the same rows, and how long the editor takes to show it with the extension as it was
built last (npm run build). Writes bench/results/panel-history.md. CHROMIUM_PATH names the browser. Takes about three minutes.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '5' },
      output: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const { agGrid, tableCore } = await bringGrids();
  const [runs, rounds] = [Number(values.runs), Number(values.rounds)];
  const folder = await mkdtemp(join(tmpdir(), 'bench-history-'));
  try {
    await writeManyRuns(folder, runs);
    const { figures, messages } = await measureStore(folder);
    await bundlePanel(folder);
    const browser = await chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumArguments] });
    try {
      const programs: readonly (readonly [string, () => Promise<MeasuredTable>])[] = [
        ['hybrid-quantum', () => measurePanel(browser, folder, messages)],
        ['AG Grid', () => measureGrid(browser, agGrid, messages)],
        ['table-core', () => measureGrid(browser, tableCore, messages)],
      ];
      const tables = new Map(programs.map(([name]) => [name, [] as MeasuredTable[]]));
      for (let round = 0; round < rounds; round++)
        for (const [name, measure] of programs) tables.get(name)?.push(await measure());
      const opening = await measureEditorOpening(folder, rounds);
      const report = historyReport({ store: figures, opening }, tables, {
        ...{ runs, rounds, browser: `Chromium ${browser.version()}` },
        machine: `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores`,
        versions: Object.entries(gridVersions).map(([name, version]) => `${name} ${version}`),
      });
      const output = values.output ?? join(projectRoot, 'bench', 'results', 'panel-history.md');
      await mkdir(dirname(output), { recursive: true });
      await writeFile(output, report);
      process.stdout.write(report);
    } finally {
      await browser.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
