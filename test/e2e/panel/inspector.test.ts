import { afterAll, beforeAll, expect, test } from 'vitest';
import { initialInspectorState, initialPanelState } from '#core/protocol/initialPanelState.ts';
import type { StateView } from '#core/protocol/stateInspection.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import { everyShapeCircuit, everyShapeDrawing } from '#test/support/fixtures/circuitDrawings.ts';
import { basisRow, evenView, ghzView, measuredView } from '#test/support/fixtures/stateViews.ts';
import { type OpenPanel, type PanelBrowser, startPanelBrowser } from '#test/support/panelBrowser.ts';
import { PanelCircuits } from '#test/support/panelCircuits.ts';
import { lightModern } from '#test/support/themes/lightModern.ts';

type Question = Extract<PanelMessage, { type: 'inspect-state' }>;

let browser: PanelBrowser;
beforeAll(async () => {
  browser = await startPanelBrowser();
});
afterAll(() => browser.close());

const facts = { qubits: 3, bits: 3, depth: 12, gates: 13, twoQubitGates: 5, parameters: ['theta', 'phi'] };
const circuit = everyShapeCircuit();
const drawing = everyShapeDrawing();
/** What is shown in each panel. */
const circuits = new WeakMap<OpenPanel, PanelCircuits>();

async function showCircuit(panel: OpenPanel, version = 3, qubits = 3): Promise<void> {
  const shown = circuits.get(panel) ?? new PanelCircuits(panel);
  circuits.set(panel, shown);
  await shown.show(circuit, { version, facts: { ...facts, qubits } });
}

async function openInspector(storedState?: unknown): Promise<OpenPanel> {
  const panel = await browser.open({ theme: lightModern, width: 900, height: 800, storedState });
  await showCircuit(panel);
  await panel.receive({ type: 'show-tab', tab: 'circuit' });
  await panel.page.getByRole('grid').waitFor();
  return panel;
}

async function questions(panel: OpenPanel): Promise<readonly Question[]> {
  return (await panel.sent()).filter((message) => message.type === 'inspect-state');
}

/** Answers the next question that fits, and gives it. */
async function answer(
  panel: OpenPanel,
  view: StateView,
  fits: (question: Question['question']) => boolean = () => true,
): Promise<Question> {
  let found: Question | undefined;
  await expect
    .poll(async () => {
      found = (await questions(panel)).at(-1);
      return found !== undefined && fits(found.question);
    })
    .toBe(true);
  if (found === undefined) throw new Error('Unreachable.');
  await panel.receive({ type: 'state', id: found.id, view: { kind: 'state', state: view } });
  return found;
}

const cells = ({ page }: OpenPanel) =>
  page
    .getByRole('table', { name: 'Amplitudes' })
    .getByRole('row')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim())));

test('nothing is asked before the state is shown, and then that before a measurement', async () => {
  const panel = await openInspector();
  const { page } = panel;
  expect(await questions(panel)).toEqual([]);
  await page.getByRole('button', { name: 'Show State' }).click();
  const asked = await answer(panel, ghzView());
  expect(asked).toMatchObject({ file: 'src/ansatz.qasm', version: 3, question: { inputs: {}, shot: 0 } });
  expect(asked.question.moment).toBeUndefined();
  await page.getByText(`After moment 3 of ${drawing.columns.length}`).waitFor();
  expect(await cells(panel)).toEqual([
    ['Basis state', 'Amplitude', 'Phase', 'Probability'],
    ['|0 00⟩', '√3/2', '0', '75.00\u00a0%'],
    ['|1 11⟩', '1/(2√2) + i/(2√2)', 'π/4', '25.00\u00a0%'],
  ]);
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('the moment is chosen by slider, keys, the line in the drawing and an operation', async () => {
  const panel = await openInspector();
  const { page } = panel;
  await page.getByRole('button', { name: 'Show State' }).click();
  await answer(panel, ghzView());
  const slider = page.getByRole('slider', { name: 'Moment' });
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await answer(panel, ghzView({ moment: 4 }), ({ moment }) => moment === 4);
  expect(await slider.getAttribute('aria-valuetext')).toBe(`After moment 4 of ${drawing.columns.length}`);

  const line = page.locator('.moment-line');
  const box = await line.boundingBox();
  if (box === null) throw new Error('The line is not there.');
  await page.mouse.move(box.x + 5, box.y + 40);
  await page.mouse.down();
  const first = drawing.columns[0];
  const canvas = await page.locator('.circuit-canvas').boundingBox();
  await page.mouse.move((canvas?.x ?? 0) + (first?.x ?? 0) + (first?.width ?? 0) + 4, box.y + 40, { steps: 4 });
  await page.mouse.up();
  await answer(panel, ghzView({ moment: 1 }), ({ moment }) => moment === 1);
  expect((await panel.sent()).some(({ type }) => type === 'reveal-source')).toBe(false);

  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText(/^CX, .*, moment 2$/).waitFor();
  await page.keyboard.press('m');
  await answer(panel, ghzView({ moment: 2 }), ({ moment }) => moment === 2);
  await page.getByRole('button', { name: 'Next Moment' }).click();
  await answer(panel, ghzView({ moment: 3 }), ({ moment }) => moment === 3);
  await panel.close();
});

test('in a loop that is decided when it runs, its pass is chosen by keys', async () => {
  const panel = await openInspector();
  const { page } = panel;
  await page.getByRole('button', { name: 'Show State' }).click();
  await answer(panel, ghzView());
  const pass = page.getByRole('spinbutton', { name: 'Pass of the loop' });
  expect(await pass.count()).toBe(0);
  await page.getByRole('button', { name: 'Next Moment' }).click();
  await answer(panel, ghzView({ moment: 4, loops: 1 }), ({ moment }) => moment === 4);
  await pass.focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await answer(panel, ghzView({ moment: 4, loops: 1 }), ({ passes }) => passes?.[0] === 3);
  await page.getByRole('button', { name: 'Next Moment' }).click();
  await answer(panel, ghzView({ moment: 5 }), ({ moment }) => moment === 5);
  await expect.poll(() => pass.count()).toBe(0);
  await panel.close();
});

test('a slider that moves faster than answers come asks for its last value next', async () => {
  const panel = await openInspector();
  const { page } = panel;
  await page.getByRole('button', { name: 'Show State' }).click();
  await answer(panel, ghzView());
  const slider = page.getByRole('slider', { name: 'theta' });
  await slider.focus();
  const before = (await questions(panel)).length;
  for (let step = 0; step < 20; step++) await page.keyboard.press('ArrowRight');
  const theta = (20 * Math.PI) / 180;
  // The first of them may be answered or be given up, whichever comes first.
  const last = ghzView({ states: [basisRow('0 01', 1, 0)], stateCount: 1 });
  let answered = 0;
  const isLast = ({ question }: Question) => Math.abs((question.inputs['theta'] ?? 0) - theta) < 1e-9;
  await expect
    .poll(async () => {
      const asked = (await questions(panel)).at(-1);
      if (asked === undefined || asked.id === answered) return false;
      answered = asked.id;
      const state = isLast(asked) ? last : ghzView();
      await panel.receive({ type: 'state', id: asked.id, view: { kind: 'state', state } });
      return isLast(asked);
    })
    .toBe(true);
  await page.getByText('|0 01⟩').waitFor();
  expect((await questions(panel)).length - before).toBeLessThan(20);
  expect(await slider.getAttribute('aria-valuetext')).toBe('0.3491');
  await page.getByRole('textbox', { name: 'Value of phi' }).fill('-pi/2');
  await answer(panel, ghzView(), ({ inputs }) => inputs['phi'] === -Math.PI / 2);
  await page.getByRole('textbox', { name: 'Value of phi' }).fill('nonsense');
  await expect
    .poll(() => page.getByRole('textbox', { name: 'Value of phi' }).getAttribute('aria-invalid'))
    .toBe('true');
  await panel.close();
});

test('qubits are shown as vectors with their purity, pairs as a map', async () => {
  const panel = await openInspector();
  const { page } = panel;
  await page.getByRole('button', { name: 'Show State' }).click();
  await answer(panel, ghzView());
  await page.getByRole('tab', { name: 'Qubits' }).click();
  await answer(panel, ghzView(), ({ states, wantsQubits }) => states.count === 0 && wantsQubits);
  const cards = page.getByRole('list', { name: 'Qubits' }).getByRole('listitem');
  await expect.poll(() => cards.count()).toBe(3);
  expect(await cards.nth(1).textContent()).toContain('q[1]pure');
  expect(await cards.nth(0).textContent()).toContain('Is 125.00\u00a0%');
  expect(await cards.nth(0).textContent()).toContain('Purity0.625');
  await page.getByRole('tab', { name: 'Entanglement' }).click();
  await answer(panel, ghzView(), ({ wantsCorrelations }) => wantsCorrelations);
  const map = page.getByRole('table', { name: 'Mutual information' });
  const rows = await map
    .getByRole('row')
    .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent?.trim())));
  expect(rows).toEqual([
    ['', 'q[0]', 'q[1]', 'ancilla'],
    ['q[0]', '', '0.81', '0.81'],
    ['q[1]', '0.81', '', '0.27'],
    ['ancilla', '0.81', '0.27', ''],
  ]);
  await page.getByRole('region', { name: 'Map' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText('q[0] and q[1]: 0.8113 bits').waitFor();
  await panel.close();
});

test('the state of a shot says what was read, and another shot is asked for', async () => {
  const panel = await openInspector();
  const { page } = panel;
  await page.getByRole('button', { name: 'Show State' }).click();
  const outcomes = [
    { qubit: 'q[0]', value: 1, probability: 0.5 },
    { qubit: 'q[1]', value: 1, probability: 0.5 },
  ] as const;
  const shot = { outcomes: [...outcomes], earlier: 0, registers: [{ name: 'c', bits: '11' }] };
  await answer(panel, ghzView({ shot }));
  await page.getByText('q[0] = 1, q[1] = 1 (25.00\u00a0% of all shots); c holds 11.').waitFor();
  await page.getByRole('button', { name: 'Another Shot' }).click();
  await answer(panel, ghzView({ shot }), (question) => question.shot === 1);
  await panel.close();
});

test('all outcomes are shown together, one of them, or one shot, and what was chosen is remembered', async () => {
  const panel = await openInspector();
  const { page } = panel;
  await page.getByRole('button', { name: 'Show State' }).click();
  await answer(panel, measuredView(), ({ outcomes }) => outcomes === 'all');
  await page.getByText('2 outcomes, shown together').waitFor();
  const probabilities = page.getByRole('table', { name: 'Probabilities' });
  expect(await probabilities.getByRole('columnheader').allTextContents()).toEqual(['Basis state', 'Probability']);
  const outcome = page.getByRole('button', { name: 'c = 1' });
  await outcome.focus();
  await page.keyboard.press('Enter');
  await answer(panel, measuredView('1'), ({ branch }) => branch === '1');
  await page.getByText('The state where c = 1 (25.00\u00a0% of all shots).').waitFor();
  expect(await outcome.getAttribute('aria-pressed')).toBe('true');
  expect(await cells(panel)).toContainEqual(['|1 11⟩', '1', '0', '100.00\u00a0%']);
  await expect.poll(() => panel.storedState()).toMatchObject({ inspector: { branch: '1' } });
  await page.getByRole('button', { name: 'Show All Outcomes' }).click();
  await answer(panel, measuredView(), ({ branch }) => branch === undefined);

  const choice = page.getByRole('combobox', { name: 'Outcomes of measurements' });
  await choice.focus();
  await page.keyboard.press('ArrowDown');
  const shot = {
    outcomes: [{ qubit: 'q[0]', value: 1 as const, probability: 0.25 }],
    earlier: 0,
    registers: [{ name: 'c', bits: '1' }],
  };
  await answer(panel, ghzView({ shot }), ({ outcomes }) => outcomes === 'shot');
  await page.getByRole('button', { name: 'Another Shot' }).waitFor();
  await expect.poll(() => panel.storedState()).toMatchObject({ inspector: { outcomes: 'shot' } });
  // Where there are too many outcomes, the way out is at hand.
  await choice.focus();
  await page.keyboard.press('ArrowUp');
  const reason = 'The measurements lead to too many states. Look at one shot.';
  await expect.poll(async () => (await questions(panel)).at(-1)?.question.outcomes).toBe('all');
  const id = (await questions(panel)).at(-1)?.id ?? 0;
  await panel.receive({ type: 'state', id, view: { kind: 'unavailable', reason } });
  await page.getByText(reason).waitFor();
  expect(await choice.isVisible()).toBe(true);
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('an observable is asked as it is typed, and what is wrong with it is said', async () => {
  const panel = await openInspector();
  const { page } = panel;
  await page.getByRole('button', { name: 'Show State' }).click();
  await answer(panel, ghzView());
  const field = page.getByRole('textbox', { name: 'Observable' });
  await field.fill('Z0*');
  const problem = { kind: 'problem', message: 'The observable "Z0*" cannot be read: it ends too early.' } as const;
  await answer(panel, ghzView({ observable: problem }), ({ observable }) => observable === 'Z0*');
  await page.getByText(problem.message).waitFor();
  await field.fill('Z0*Z1');
  const value = { kind: 'value', mean: 0.5, variance: 0.25 } as const;
  await answer(panel, ghzView({ observable: value }), ({ observable }) => observable === 'Z0*Z1');
  await page.getByText('expected 0.500000, standard deviation 0.5000').waitFor();
  await panel.close();
});

test('of a million basis states those in view are asked for', async () => {
  const panel = await openInspector();
  const { page } = panel;
  await page.getByRole('button', { name: 'Show State' }).click();
  await answer(panel, evenView(20, 0, 120));
  await page.getByRole('region', { name: 'Basis states' }).evaluate((box) => {
    box.scrollTop = box.scrollHeight;
  });
  const asked = await answer(panel, evenView(20, 2 ** 20 - 60, 120), ({ states }) => states.from > 0);
  const { from } = asked.question.states;
  expect(from).toBeGreaterThan(2 ** 20 - 120);
  await panel.receive({
    type: 'state',
    id: (await questions(panel)).at(-1)?.id ?? 0,
    view: { kind: 'state', state: evenView(20, from, 120) },
  });
  await page.getByText(`|${'1'.repeat(20)}⟩`).waitFor();
  expect(await page.getByRole('row').count()).toBeLessThan(120);
  await panel.close();
});

test('the state gets more or less room by dragging and by keys, which is remembered', async () => {
  const panel = await openInspector();
  const { page } = panel;
  await page.getByRole('button', { name: 'Show State' }).click();
  const height = async () =>
    (await page.getByRole('region', { name: 'State', exact: true }).boundingBox())?.height ?? 0;
  const before = await height();
  const divider = page.getByRole('separator', { name: 'Height of the State' });
  await divider.focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(height).toBeGreaterThan(before + 20);
  const box = await divider.boundingBox();
  await page.mouse.move(400, (box?.y ?? 0) + 2);
  await page.mouse.down();
  await page.mouse.move(400, 500, { steps: 3 });
  await page.mouse.up();
  await expect.poll(height).toBeLessThan(before);
  expect(Math.abs(800 - 500 - (await height()))).toBeLessThan(12);
  const share = Number(await divider.getAttribute('aria-valuenow'));
  await expect.poll(() => panel.storedState()).toMatchObject({ inspector: { share } });
  await panel.close();
});

test('in a wide panel the state is beside the drawing, and keeps a width of its own', async () => {
  const panel = await openInspector();
  const { page } = panel;
  await page.getByRole('button', { name: 'Show State' }).click();
  await answer(panel, ghzView());
  await page.setViewportSize({ width: 1400, height: 800 });
  const divider = page.getByRole('separator', { name: 'Width of the State' });
  await divider.waitFor();
  const boxes = async () => {
    const [drawing, state] = await Promise.all([
      page.getByRole('grid').boundingBox(),
      page.getByRole('region', { name: 'State', exact: true }).boundingBox(),
    ]);
    if (drawing === null || state === null) throw new Error('Something is not there.');
    return { drawing, state };
  };
  const { drawing: left, state: right } = await boxes();
  expect(left.x + left.width).toBeLessThanOrEqual(right.x + 1);
  expect(Math.abs(left.y - right.y)).toBeLessThan(20);
  await divider.focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(async () => (await boxes()).state.width).toBeGreaterThan(right.width + 20);
  await page.mouse.move(right.x, right.y + 300);
  const at = await divider.boundingBox();
  await page.mouse.move((at?.x ?? 0) + 2, 300);
  await page.mouse.down();
  await page.mouse.move(900, 300, { steps: 3 });
  await page.mouse.up();
  await expect.poll(async () => Math.abs((await boxes()).state.width - 500)).toBeLessThan(12);
  await expect.poll(() => panel.storedState()).toMatchObject({ inspector: { widthShare: 36 } });
  await page.setViewportSize({ width: 1000, height: 800 });
  await page.getByRole('separator', { name: 'Height of the State' }).waitFor();
  await panel.close();
});

test('the drawing shows the qubits at the moment, unless somebody does not want it', async () => {
  const panel = await openInspector();
  const { page } = panel;
  await page.getByRole('button', { name: 'Show State' }).click();
  await answer(panel, ghzView(), ({ wantsQubits }) => wantsQubits);
  const marks = page.locator('.wire-mark');
  await expect.poll(() => marks.count()).toBe(3);
  expect(await marks.nth(1).locator('title').textContent()).toBe(
    'q[1]: 18.00\u00a0% for 1; Bloch vector 0.60, −0.48, 0.64',
  );
  // Each is on its wire, and the line can be dragged by it.
  const wire = drawing.wires[1];
  const canvas = await page.locator('.circuit-drawing').boundingBox();
  const mark = await marks.nth(1).boundingBox();
  if (wire === undefined || canvas === null || mark === null) throw new Error('Something is not there.');
  expect(Math.abs(mark.y + mark.height / 2 - canvas.y - wire.y)).toBeLessThan(1.5);
  await page.mouse.move(mark.x + mark.width / 2, mark.y + mark.height / 2);
  await page.mouse.down();
  await page.mouse.move(canvas.x + 4, mark.y + 10, { steps: 3 });
  await page.mouse.up();
  await answer(panel, ghzView({ moment: 0 }), ({ moment }) => moment === 0);
  await page.getByRole('checkbox', { name: 'Qubits in the drawing' }).uncheck();
  await answer(panel, ghzView({ moment: 0 }), ({ wantsQubits }) => !wantsQubits);
  expect(await marks.count()).toBe(0);
  await expect.poll(() => panel.storedState()).toMatchObject({ inspector: { hasMarks: false } });
  await panel.close();
});

test('the numbers are copied and saved, all basis states and not only those in view', async () => {
  const panel = await openInspector();
  const { page } = panel;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Show State' }).click();
  await answer(panel, evenView(9, 0, 120));
  const save = async (what: string) => {
    await page.getByRole('button', { name: 'Save State' }).click();
    await page.getByRole('menuitem', { name: what }).click();
  };
  await save('Save as CSV…');
  await answer(panel, evenView(9, 0, 512), ({ states }) => states.count > 512);
  const saved = async () => (await panel.sent()).filter((message) => message.type === 'save-chart');
  await expect.poll(async () => (await saved()).length).toBe(1);
  const [csv] = await saved();
  expect(csv?.file).toMatchObject({ name: 'ansatz.qasm state amplitudes', format: 'csv' });
  const lines = csv?.file.content.trimEnd().split('\r\n') ?? [];
  expect([lines.length, lines[0], lines[512]?.split(',')[0]]).toEqual([
    513,
    'basis state,re,im,phase,probability',
    '111111111',
  ]);
  // The page goes on with what is in view.
  await answer(panel, evenView(9, 0, 120), ({ states }) => states.count < 512);

  await page.getByRole('tab', { name: 'Qubits' }).click();
  await answer(panel, ghzView(), ({ states, wantsQubits }) => states.count === 0 && wantsQubits);
  await save('Copy as Table');
  await page.getByText('Copied.').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split('\n').slice(0, 1)).toEqual(['qubit\tx\ty\tz\tpurity\tprobability of 1']);
  expect(copied).toContain('q[1]\t0.6\t-0.48\t0.64\t');
  await panel.close();
});

test('what cannot be shown has a reason, and more than 20 qubits are not even asked for', async () => {
  const panel = await openInspector();
  const { page } = panel;
  await page.getByRole('button', { name: 'Show State' }).click();
  await expect.poll(async () => (await questions(panel)).length).toBe(1);
  const reason = 'ansatz.qasm:9:1: The index 5 is outside its register.';
  await panel.receive({
    type: 'state',
    id: (await questions(panel))[0]?.id ?? 0,
    view: { kind: 'unavailable', reason },
  });
  await page.getByText(reason).waitFor();
  await showCircuit(panel, 4, 21);
  await page.getByText('The state is shown of at most 20').waitFor();
  expect((await questions(panel)).length).toBe(1);
  await panel.close();
});

test('what was chosen is there again after a reload, and the state is asked for', async () => {
  const inspector = {
    ...initialInspectorState,
    isOpen: true,
    moment: 2,
    part: 'qubits',
    observable: 'X0',
    inputs: { theta: 0.5 },
    shot: 7,
  } as const;
  const panel = await openInspector({
    ...initialPanelState,
    tab: 'circuit',
    circuitFile: 'src/ansatz.qasm',
    inspector,
  });
  const asked = await answer(panel, ghzView({ moment: 2 }));
  expect(asked.question).toMatchObject({
    moment: 2,
    inputs: { theta: 0.5 },
    shot: 7,
    observable: 'X0',
    wantsQubits: true,
    states: { count: 0 },
  });
  await panel.page.getByRole('button', { name: 'Hide State' }).click();
  await expect.poll(() => panel.storedState()).toMatchObject({ inspector: { ...inspector, isOpen: false } });
  await showCircuit(panel, 5);
  expect((await questions(panel)).length).toBe(1);
  await panel.close();
});
