import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { automaticOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { layOutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { showDrawing } from '#core/circuit/drawing/shownDrawing.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import { analyseProgram } from '#core/openqasm/index.ts';
import { initialInspectorState, initialPanelState, type StatePart, stateParts } from '#core/protocol/panelState.ts';
import { type RunnerInput, runnerOutputSchema } from '#core/protocol/runner.ts';
import { type HostMessage, panelMessageSchema } from '#core/protocol/webview.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { chromiumArguments, chromiumPath } from '#scripts/setUp/chromium.ts';
import { spreadOf } from '../simulator/statistics.ts';
import { openBarePanel } from './barePanel.ts';
import { bundlePanel } from './ourPanel.ts';

const usage = `node bench/panels/inspector.ts [--qubits 12] [--layers 8] [--steps 60]

Times the state under a drawing: a slider of an input is moved, and the time is taken until the new numbers are in the page,
and until they are painted. The page is in Chromium, the simulator in a runner of its own; between them is what the extension
host does, without an editor.
CHROMIUM_PATH names the browser. Takes about half a minute.
`;

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
      qubits: { type: 'string', default: '12' },
      layers: { type: 'string', default: '8' },
      steps: { type: 'string', default: '60' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const [qubits, layers, steps] = [Number(values.qubits), Number(values.layers), Number(values.steps)];
  const text = programOf(qubits, layers);
  const folder = await mkdtemp(join(tmpdir(), 'bench-inspector-'));
  const runner = fork(join(projectRoot, 'runner', 'main.ts'), [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  try {
    process.stdout.write(
      `From the event of a slider to the painted numbers, ${qubits} qubits, ${layers} layers, ${steps} steps, ${availableParallelism()} processors\n`,
    );
    for (const part of stateParts) {
      const times = await timePart(part, text, steps, runner, folder);
      for (const [what, key] of [
        ['numbers in the page', 'changed'],
        ['numbers painted', 'painted'],
      ] as const) {
        const spread = spreadOf(times.map((time) => time[key]));
        const shown = [spread?.median, spread?.least, spread?.greatest].map((time) => time?.toFixed(1).padStart(7));
        const figures = `median ${shown[0]} ms, least ${shown[1]} ms, greatest ${shown[2]} ms`;
        process.stdout.write(`${part.padEnd(13)} ${what.padEnd(20)} ${figures}\n`);
      }
    }
  } finally {
    runner.kill();
    await rm(folder, { recursive: true });
  }
}

async function timePart(
  part: StatePart,
  text: string,
  steps: number,
  runner: ChildProcess,
  folder: string,
): Promise<readonly StepTime[]> {
  await bundlePanel(folder);
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumArguments] });
  try {
    const inspector = { ...initialInspectorState, isOpen: true, part };
    const page = await openBarePanel(browser, folder, {
      width: 1000,
      state: { ...initialPanelState, tab: 'circuit', circuitFile: 'bench.qasm', inspector },
      hear: (message, page) => answer(message, text, runner, page),
    });
    await tell(page, drawingOf(text));
    await page.locator(firstNumbers[part]).first().waitFor();
    return await timeSteps(page, firstNumbers[part], steps);
  } finally {
    await browser.close();
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
