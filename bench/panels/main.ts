import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { describeFailure, Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { analyseProgram } from '#core/openqasm/analyseProgram.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { chromiumArguments, chromiumPath } from '#scripts/setUp/chromium.ts';
import { asProgram, brickwork, gateCount, type LayeredCircuit, ourCircuit, sparse } from './drawnCircuit.ts';
import { measureMemory, measureScrolling, now, paintedAt } from './inPage.ts';
import { bundlePanel, OurPanel } from './ourPanel.ts';
import { drawGiven, giveCircuit, openPeer } from './peerPage.ts';
import { bringPeers, type Peers, peerVersions } from './peers.ts';
import { type Measured, type MeasuredCircuit, panelReport } from './report.ts';

const usage = `node bench/panels/main.ts [--rounds 5] [--patience 60] [--output FILE]

Draws circuits in the panel, in the circuit component of the QDK and in quantum-circuit, in one Chromium, and measures the
first paint, frames while scrolling, and memory. Writes bench/results/panels.md. A program that draws a circuit in no more
seconds than its patience has it drawn. Takes about ten minutes.
`;

/** Frames of scrolling. */
const frames = 240;

interface Round {
  readonly paint: number;
  readonly frames: readonly number[];
  readonly work: number;
  readonly megabytes: number;
  readonly nodes: number;
}

type Attempt = (circuit: LayeredCircuit) => Promise<Round>;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      patience: { type: 'string', default: '60' },
      output: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const peers = await bringPeers();
  const folder = await mkdtemp(join(tmpdir(), 'bench-panels-'));
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumArguments] });
  try {
    await bundlePanel(folder);
    const patience = 1000 * Number(values.patience);
    const circuits = [brickwork(20, 100), brickwork(100, 1000), sparse(1000, 10_000)];
    const measured: MeasuredCircuit[] = [];
    for (const circuit of circuits) {
      const programs = attempts(browser, peers, folder, patience);
      measured.push(await measureCircuit(circuit, programs, Number(values.rounds)));
    }
    const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores`;
    const report = panelReport(measured, {
      machine,
      browser: `Chromium ${browser.version()}`,
      versions: ['qsharp-lang', 'quantum-circuit'].map((name) => `${name} ${versionOf(name)}`),
      rounds: Number(values.rounds),
    });
    const output = values.output ?? join(projectRoot, 'bench', 'results', 'panels.md');
    await mkdir(dirname(output), { recursive: true });
    await writeFile(output, report);
    process.stdout.write(report);
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function versionOf(name: string): string {
  return Object.entries(peerVersions).find(([peer]) => peer === name)?.[1] ?? '';
}

function attempts(browser: Browser, peers: Peers, folder: string, patience: number): Map<string, Attempt> {
  const peer =
    (script: string, drawn: string, style?: string): Attempt =>
    async (circuit) => {
      const page = await openPeer(browser, script, style);
      page.setDefaultTimeout(patience);
      try {
        await giveCircuit(page, circuit);
        const began = now();
        const painted = drawGiven(page).then(() => paintedAt(page, drawn));
        const paint = (await inTime(painted, patience)) - began;
        const { frames: times, work } = await inTime(measureScrolling(page, '#scroller', frames), patience);
        return { paint, frames: times, work, ...(await measureMemory(page)) };
      } finally {
        // A page whose thread is busy does not close by itself.
        await page.close({ runBeforeUnload: false });
      }
    };
  return new Map<string, Attempt>([
    [
      'hybrid-quantum',
      async (circuit) => {
        const make = makerOf(circuit);
        const panel = await OurPanel.open(browser, folder);
        const began = now();
        await panel.show(make);
        const paint = (await paintedAt(panel.page, '.element')) - began;
        const { frames: times, work } = await measureScrolling(panel.page, '.circuit-scroll', frames);
        const memory = await measureMemory(panel.page);
        await panel.page.close();
        return { paint, frames: times, work, ...memory };
      },
    ],
    ['qsharp-lang/ux', peer(peers.qdk.script, '#scroller svg', peers.qdk.style)],
    ['quantum-circuit', peer(peers.quantumCircuit.script, '#scroller svg')],
  ]);
}

/** The step from the program as the editor has understood it to its circuit; of a huge one the circuit is there already. */
function makerOf(circuit: LayeredCircuit): () => Circuit {
  if (gateCount(circuit) > 200_000) {
    const made = ourCircuit(circuit);
    return () => made;
  }
  const analysis = analyseProgram(asProgram(circuit));
  return () => {
    const lowered = lowerProgram(analysis, { withGroups: true });
    if (lowered.ok) return lowered.value;
    throw new Failure('invalid-input', lowered.error[0]?.message ?? 'The program has no circuit.');
  };
}

/** Rounds in which all take turns; who fails once is not asked again. */
async function measureCircuit(
  circuit: LayeredCircuit,
  programs: Map<string, Attempt>,
  rounds: number,
): Promise<MeasuredCircuit> {
  const results = new Map<string, Round[]>();
  const failures = new Map<string, string>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, attempt] of programs) {
      if (failures.has(name)) continue;
      process.stderr.write(`${circuit.name}, round ${round + 1}: ${name}\n`);
      try {
        results.set(name, [...(results.get(name) ?? []), await attempt(circuit)]);
      } catch (thrown) {
        // What a peer cannot draw is a result too.
        failures.set(name, firstLine(Failure.from(thrown).message));
      }
    }
  }
  return {
    name: circuit.name,
    gates: gateCount(circuit),
    programs: [...programs.keys()].map((name) => [name, measuredOf(results.get(name) ?? [], failures.get(name))]),
  };
}

function measuredOf(rounds: readonly Round[], failure: string | undefined): Measured {
  if (failure !== undefined) return { kind: 'failed', why: failure };
  return {
    kind: 'drawn',
    paint: rounds.map(({ paint }) => paint),
    frames: rounds.flatMap((round) => round.frames),
    work: rounds.map(({ work }) => work),
    megabytes: rounds.map(({ megabytes }) => megabytes),
    nodes: rounds.map(({ nodes }) => nodes),
  };
}

/** @throws Failure `timeout` */
async function inTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Failure('timeout', `it was not done within ${milliseconds / 1000} seconds.`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // It fails when its page is closed, which is no news.
    work.catch(() => undefined);
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}

try {
  await main();
} catch (thrown) {
  process.stderr.write(`${describeFailure(Failure.from(thrown))}\n`);
  process.exitCode = 1;
}
