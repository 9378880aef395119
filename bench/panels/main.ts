import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { chromiumArguments, chromiumPath } from '#scripts/setUp/chromium.ts';
import { CircuitServer } from './circuitServer.ts';
import { asProgram, brickwork, gateCount, type LayeredCircuit, sparse } from './drawnCircuit.ts';
import { measureMemory, measureScrolling, now, paintedAt, settled } from './inPage.ts';
import { bundlePanel, OurPanel } from './ourPanel.ts';
import { drawGiven, giveCircuit, openPeer } from './peerPage.ts';
import { bringPeers, type Peers, peerVersions } from './peers.ts';
import { type Measured, type MeasuredCircuit, panelReport } from './report.ts';

const usage = `node bench/panels/main.ts [--rounds 5] [--patience 60] [--circuits 20x100,100x1000,1000x10000] [--only ours] [--output FILE]

Draws circuits in the panel, in the circuit component of the QDK and in quantum-circuit, in one Chromium, and measures the
first paint, frames while scrolling, and memory. Writes bench/results/panels.md, unless only some circuits or only ours are
drawn and no file is named. A program that draws a circuit in no more seconds than its patience has it drawn. Takes about ten
minutes.
`;

/** The circuits by what --circuits calls them. */
const circuits: ReadonlyMap<string, () => LayeredCircuit> = new Map([
  ['20x100', () => brickwork(20, 100)],
  ['100x1000', () => brickwork(100, 1000)],
  ['1000x10000', () => sparse(1000, 10_000)],
]);

/** Frames of scrolling. */
const frames = 240;

interface Round {
  readonly paint: number;
  /** Until all is there of which the first paint may show the beginning. */
  readonly whole?: number;
  /** The first paint in a page that shows another circuit already. */
  readonly nextPaint?: number;
  readonly frames: readonly number[];
  readonly work: number;
  readonly megabytes: number;
  readonly nodes: number;
  /** Of the process that draws for the page. */
  readonly serverMegabytes?: number | undefined;
}

type Attempt = (circuit: LayeredCircuit) => Promise<Round>;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      patience: { type: 'string', default: '60' },
      circuits: { type: 'string', default: [...circuits.keys()].join(',') },
      only: { type: 'string' },
      output: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const chosen = values.circuits.split(',').map((name) => {
    const make = circuits.get(name);
    if (make === undefined) throw new Failure('invalid-input', `There is no circuit '${name}'.`);
    return make;
  });
  const isWhole = values.only === undefined && chosen.length === circuits.size;
  const peers = values.only === 'ours' ? undefined : await bringPeers();
  const folder = await mkdtemp(join(tmpdir(), 'bench-panels-'));
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumArguments] });
  try {
    await bundlePanel(folder);
    const patience = 1000 * Number(values.patience);
    const measured: MeasuredCircuit[] = [];
    for (const make of chosen) {
      const programs = attempts(browser, peers, folder, patience);
      measured.push(await measureCircuit(make(), programs, Number(values.rounds)));
    }
    const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores`;
    const report = panelReport(measured, {
      machine,
      browser: `Chromium ${browser.version()}`,
      versions: ['qsharp-lang', 'quantum-circuit'].map((name) => `${name} ${versionOf(name)}`),
      rounds: Number(values.rounds),
    });
    const output = values.output ?? (isWhole ? join(projectRoot, 'bench', 'results', 'panels.md') : undefined);
    if (output !== undefined) {
      await mkdir(dirname(output), { recursive: true });
      await writeFile(output, report);
    }
    process.stdout.write(report);
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function versionOf(name: string): string {
  return Object.entries(peerVersions).find(([peer]) => peer === name)?.[1] ?? '';
}

function attempts(browser: Browser, peers: Peers | undefined, folder: string, patience: number): Map<string, Attempt> {
  const peer =
    (script: string, drawn: string, style?: string): Attempt =>
    async (circuit) => {
      const page = await openPeer(browser, script, style);
      page.setDefaultTimeout(patience);
      try {
        await giveCircuit(page, circuit);
        await settled(page);
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
    ['hybrid-quantum', (circuit) => drawOurs(browser, folder, circuit)],
    ...(peers === undefined
      ? []
      : ([
          ['qsharp-lang/ux', peer(peers.qdk.script, '#scroller svg', peers.qdk.style)],
          ['quantum-circuit', peer(peers.quantumCircuit.script, '#scroller svg')],
        ] as const)),
  ]);
}

/** The drawing of another file than the one that is measured. */
const another = { uri: 'file:///bench/another.qasm', text: asProgram(brickwork(5, 20)) };

/** Draws a circuit in a new page with a new language server, and another file with the same, of what is no huge one, when the page shows something else. */
async function drawOurs(browser: Browser, folder: string, circuit: LayeredCircuit): Promise<Round> {
  const server = await CircuitServer.start();
  try {
    // The server has the drawing of the first file already when somebody comes back to it.
    const [uri, next] = ['file:///bench/first.qasm', 'file:///bench/next.qasm'];
    const isHuge = gateCount(circuit) > 200_000;
    await server.open(uri, asProgram(circuit));
    if (!isHuge) await server.open(next, asProgram(circuit));
    await server.open(another.uri, another.text);
    const panel = await OurPanel.open(browser, folder, server);
    await settled(panel.page);
    const { all, first: paint } = await paintOf(panel, uri, circuit);
    if (!isHuge) await paintOf(panel, another.uri, brickwork(5, 20));
    const nextPaint = isHuge ? undefined : (await paintOf(panel, next, circuit)).first;
    const { frames: times, work } = await measureScrolling(panel.page, '.circuit-scroll', frames);
    const memory = await measureMemory(panel.page);
    await panel.page.close();
    return {
      paint,
      whole: all,
      ...(nextPaint !== undefined && { nextPaint }),
      frames: times,
      work,
      ...memory,
      serverMegabytes: await server.megabytes(),
    };
  } finally {
    await server.end();
  }
}

/**
 * Milliseconds from asking for the drawing of a file to the frame after what is in view of it is in the page, and to the
 * one after all that there is to know of it is there: how long it is, its facts and its overview.
 * @throws Failure `unknown` when what was painted first does not fill the view
 */
async function paintOf(
  panel: OurPanel,
  uri: string,
  { layers, qubits }: LayeredCircuit,
): Promise<{ readonly first: number; readonly all: number }> {
  // The drawing before has another number of wires.
  const ofCircuit = `.circuit-scroll[aria-rowcount="${qubits}"]`;
  const began = now();
  const isShown = panel.show(uri);
  const first = await paintedAt(panel.page, `${ofCircuit} .element`);
  const isFilled = await panel.page.evaluate((selector) => {
    const box = document.querySelector(selector);
    return box !== null && (box.scrollWidth > box.clientWidth || box.getAttribute('aria-colcount') !== '-1');
  }, ofCircuit);
  if (!isFilled) throw new Failure('unknown', 'The beginning of the circuit does not fill the view.');
  const all = await paintedAt(panel.page, `${ofCircuit}[aria-colcount="${layers.length}"] .element`);
  await isShown;
  return { first: first - began, all: all - began };
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
    whole: rounds.flatMap(({ whole }) => whole ?? []),
    nextPaint: rounds.flatMap(({ nextPaint }) => nextPaint ?? []),
    frames: rounds.flatMap((round) => round.frames),
    work: rounds.map(({ work }) => work),
    megabytes: rounds.map(({ megabytes }) => megabytes),
    nodes: rounds.map(({ nodes }) => nodes),
    serverMegabytes: rounds.flatMap(({ serverMegabytes }) => serverMegabytes ?? []),
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
