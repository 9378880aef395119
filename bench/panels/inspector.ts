import { type ChildProcess, fork } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { automaticOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { layOutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { showDrawing } from '#core/circuit/drawing/shownDrawing.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import { analyseProgram } from '#core/openqasm/index.ts';
import { initialInspectorState, initialPanelState } from '#core/protocol/initialPanelState.ts';
import { type RunnerInput, runnerOutputSchema } from '#core/protocol/runner.ts';
import { type StatePart, stateParts } from '#core/protocol/stateChoices.ts';
import { type HostMessage, panelMessageSchema } from '#core/protocol/webview.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { chromiumArguments, chromiumPath } from '#scripts/setUp/chromium.ts';
import { openBarePanel } from './barePanel.ts';
import { inspectorReport, type TimedState } from './inspectorReport.ts';
import { bundlePanel } from './ourPanel.ts';
import { openPeer, timeSimulations } from './peerPage.ts';
import { bringPeers, peerVersions } from './peers.ts';

const usage = `node bench/panels/inspector.ts [--steps 60] [--peer-steps 5] [--output FILE]

Times the state of a circuit: a slider of an input is moved, and the time is taken until the new numbers are in the page, and
until they are painted. The page is in Chromium, the simulator in a runner of its own; between them is what the extension
host does, without an editor. Beside it quantum-circuit simulates the same circuit in the same Chromium, and draws nothing.
Writes bench/results/panel-inspector.md. CHROMIUM_PATH names the browser. Takes about three minutes.
`;

/** What is timed; the peer takes part where it has an answer in some seconds. */
const circuits: readonly TimedCircuit[] = [
  { qubits: 12, layers: 8, hasPeer: true },
  { qubits: 16, layers: 8, hasPeer: false },
  { qubits: 20, layers: 4, hasPeer: false },
];

interface TimedCircuit {
  readonly qubits: number;
  readonly layers: number;
  readonly hasPeer: boolean;
}

/** Steps with more qubits than this are fewer. */
const widestQuick = 16;

/** Rotations about an input and a chain of CX in every layer, and then what is measured. */
function programOf(qubits: number, layers: number): string {
  const layer = Array.from(
    { length: qubits },
    (_, qubit) => `ry(${qubit + 1} * theta) q[${qubit}]; rz(theta) q[${qubit}];`,
  );
  const chain = Array.from({ length: qubits - 1 }, (_, qubit) => `cx q[${qubit}], q[${qubit + 1}];`);
  const body = `${layer.join('\n')}\n${chain.join('\n')}\n`;
  const registers = `input angle theta;\nqubit[${qubits}] q;\nbit[${qubits}] c;\n`;
  return `OPENQASM 3.0;\ninclude "stdgates.inc";\n${registers}${body.repeat(layers)}c = measure q;\n`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      steps: { type: 'string', default: '60' },
      'peer-steps': { type: 'string', default: '5' },
      output: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'bench-inspector-'));
  const runner = fork(join(projectRoot, 'runner', 'main.ts'), [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumArguments] });
  try {
    await bundlePanel(folder);
    const timed: TimedState[] = [];
    for (const { hasPeer, layers, qubits } of circuits) {
      const steps = qubits > widestQuick ? Math.ceil(Number(values.steps) / 3) : Number(values.steps);
      const parts = [];
      for (const part of stateParts) {
        const times = await timePart(browser, part, programOf(qubits, layers), steps, runner, folder);
        parts.push({
          part,
          changed: times.map(({ changed }) => changed),
          painted: times.map(({ painted }) => painted),
        });
      }
      const peer = hasPeer ? await timePeer(browser, qubits, layers, Number(values['peer-steps'])) : undefined;
      timed.push({ qubits, layers, parts, ...(peer && { peer }) });
    }
    const report = inspectorReport(timed, {
      machine: `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores`,
      browser: `Chromium ${browser.version()}`,
      peer: `quantum-circuit ${peerVersions['quantum-circuit']}`,
      steps: Number(values.steps),
    });
    const output = values.output ?? join(projectRoot, 'bench', 'results', 'panel-inspector.md');
    await mkdir(dirname(output), { recursive: true });
    await writeFile(output, report);
    process.stdout.write(report);
  } finally {
    await browser.close();
    runner.kill();
    await rm(folder, { recursive: true });
  }
}

async function timePeer(browser: Browser, qubits: number, layers: number, steps: number): Promise<readonly number[]> {
  const page = await openPeer(browser, (await bringPeers()).quantumCircuit.script);
  try {
    return await timeSimulations(page, qubits, layers, steps);
  } finally {
    await page.close();
  }
}

async function timePart(
  browser: Browser,
  part: StatePart,
  text: string,
  steps: number,
  runner: ChildProcess,
  folder: string,
): Promise<readonly StepTime[]> {
  const inspector = { ...initialInspectorState, isOpen: true, part };
  const page = await openBarePanel(browser, folder, {
    width: 1000,
    state: { ...initialPanelState, tab: 'circuit', circuitFile: 'bench.qasm', inspector },
    hear: (message, asking) => answer(message, text, runner, asking),
  });
  try {
    await tell(page, drawingOf(text));
    await page.locator(firstNumbers[part]).first().waitFor({ timeout: 60_000 });
    return await timeSteps(page, firstNumbers[part], steps);
  } finally {
    await page.close();
  }
}

/** What changes with every value of the input. */
const firstNumbers: Readonly<Record<StatePart, string>> = {
  amplitudes: '.amplitudes td.number',
  qubits: '.qubit-card dl',
  correlations: '.correlation-table tbody',
};

function drawingOf(text: string): HostMessage {
  const lowered = lowerProgram(analyseProgram(text), { withGroups: true });
  if (!lowered.ok) throw new Error(lowered.error[0]?.message);
  const { bitCount: bits, parameters, qubitCount: qubits } = lowered.value;
  const { depth, gates, twoQubitGates } = circuitMetrics(lowered.value);
  const facts = { qubits, bits, depth, gates, twoQubitGates, parameters: parameters.map(({ name }) => name) };
  const drawing = showDrawing(layOutCircuit(lowered.value), 1);
  const view = { kind: 'drawing', file: 'bench.qasm', version: 1, opening: automaticOpening, drawing, facts } as const;
  return { type: 'circuit', view };
}

/** Does as the extension host: passes questions on to the runner, and what it says back. */
async function answer(message: unknown, text: string, runner: ChildProcess, page: Page): Promise<void> {
  const asked = panelMessageSchema.parse(message);
  if (asked.type !== 'inspect-state') return;
  const { id, question } = asked;
  const source = { path: '/bench/bench.qasm', text, unsaved: {}, revision: 1 };
  const request = { kind: 'inspect-state', source, opening: automaticOpening, question } as const;
  const view = await new Promise<Extract<HostMessage, { type: 'state' }>['view']>((resolve) => {
    const hear = (received: unknown) => {
      const output = runnerOutputSchema.parse(received);
      if (!('id' in output) || output.id !== id) return;
      runner.off('message', hear);
      if (output.type === 'answer' && output.answer.kind === 'state') {
        resolve({ kind: 'state', state: output.answer.view });
      } else resolve({ kind: 'unavailable', reason: JSON.stringify(output) });
    };
    runner.on('message', hear);
    runner.send({ type: 'request', id, request } satisfies RunnerInput);
  });
  await tell(page, { type: 'state', id, view });
}

async function tell(page: Page, message: HostMessage): Promise<void> {
  await page.evaluate((json) => window.postMessage(JSON.parse(json), '*'), JSON.stringify(message));
}

/** Milliseconds from the event to when the numbers are in the page, and to the end of the frame that shows them. */
interface StepTime {
  readonly changed: number;
  readonly painted: number;
}

/** Moves the slider of the input, each step after the numbers of the one before have been painted. */
async function timeSteps(page: Page, selector: string, steps: number): Promise<readonly StepTime[]> {
  return await page.evaluate(
    async ([numbers, count]) => {
      const slider = document.querySelector<HTMLInputElement>('input[type="range"][aria-label="theta"]');
      if (slider === null) throw new Error('There is no slider.');
      const shown = () => document.querySelector(numbers)?.outerHTML ?? '';
      const times: { changed: number; painted: number }[] = [];
      for (let step = 1; step <= count; step++) {
        const before = shown();
        const begin = performance.now();
        slider.value = String(10 + step);
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        const changed = await new Promise<number>((resolve) => {
          const observer = new MutationObserver(() => {
            if (shown() === before) return;
            observer.disconnect();
            resolve(performance.now() - begin);
          });
          observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
        });
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        times.push({ changed, painted: performance.now() - begin });
      }
      // The first ones also compile what runs later.
      return times.slice(Math.min(5, times.length - 1));
    },
    [selector, steps] as const,
  );
}

await main();
