import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Circuit } from '#core/circuit/circuit.ts';
import {
  brickworkCircuit,
  brickworkDrawing,
  everyShapeCircuit,
  everyShapeDrawing,
  groupedCircuit,
  resetBricks,
} from '#test/support/fixtures/circuitDrawings.ts';
import { type OpenPanel, type PanelBrowser, startPanelBrowser } from '#test/support/panelBrowser.ts';
import { PanelCircuits } from '#test/support/panelCircuits.ts';
import { lightModern } from '#test/support/themes/lightModern.ts';

let browser: PanelBrowser;
beforeAll(async () => {
  browser = await startPanelBrowser();
});
afterAll(() => browser.close());

const facts = { qubits: 4, bits: 3, depth: 12, gates: 13, twoQubitGates: 5, parameters: ['theta', 'phi'] };

interface OpenCircuit extends OpenPanel {
  readonly circuits: PanelCircuits;
}

async function openCircuit(circuit: Circuit, version = 3): Promise<OpenCircuit> {
  const panel = await browser.open({ theme: lightModern, width: 900, height: 600 });
  const circuits = new PanelCircuits(panel);
  await circuits.show(circuit, { version, facts });
  await panel.receive({ type: 'show-tab', tab: 'circuit' });
  await panel.page.getByRole('grid').waitFor();
  return { ...panel, circuits };
}

async function revealed(panel: OpenPanel) {
  return (await panel.sent()).filter((message) => message.type === 'reveal-source');
}

function activeName({ page }: OpenPanel): Promise<string | null | undefined> {
  return page.getByRole('grid').evaluate((grid) => {
    const id = grid.getAttribute('aria-activedescendant');
    return id === null ? undefined : document.getElementById(id)?.getAttribute('aria-label');
  });
}

test('the header has the facts', async () => {
  const panel = await openCircuit(everyShapeCircuit());
  expect(
    await panel.page.getByRole('list', { name: 'Facts about the circuit' }).getByRole('listitem').allTextContents(),
  ).toEqual(['4 qubits', '3 bits', 'depth 12', '13 gates', '5 on two qubits', '2 parameters: theta, phi']);
  await panel.close();
});

test('every shape is drawn, under its wire and with a name', async () => {
  const { elements } = everyShapeDrawing();
  const panel = await openCircuit(everyShapeCircuit());
  const { page } = panel;
  const names = await page
    .getByRole('gridcell')
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')));
  expect(names.toSorted()).toEqual(elements.map(({ description }) => description).toSorted());
  for (const shape of [
    'part-gate',
    'part-reset',
    'part-meter',
    'part-control',
    'part-not',
    'part-swap',
    'part-barrier',
    'part-frame',
  ]) {
    expect(await page.locator(`.${shape}`).count(), shape).toBeGreaterThan(0);
  }
  expect(await page.getByRole('row', { name: 'c, 3 bits' }).count()).toBe(0);
  expect(await page.getByRole('row', { name: 'q[2]' }).count()).toBe(1);
  await panel.close();
});

test('pointing at an operation describes it and tells nobody; a click shows it in the editor', async () => {
  const panel = await openCircuit(everyShapeCircuit());
  const { page } = panel;
  const element = page.getByRole('gridcell', { name: /^RX\(theta\)/ });
  await element.hover();
  expect(await page.getByRole('tooltip').textContent()).toContain('RX(theta)');
  expect(await revealed(panel)).toEqual([]);
  await element.click();
  expect(await revealed(panel)).toEqual([
    { type: 'reveal-source', file: 'src/ansatz.qasm', version: 3, range: { start: 10, end: 18 }, keepsFocus: true },
  ]);
  await page.mouse.move(5, 5);
  await expect.poll(() => page.getByRole('tooltip').count()).toBe(0);
  await panel.close();
});

test('the keyboard walks along wires and across them, describes, and reveals', async () => {
  const panel = await openCircuit(brickworkCircuit(4, 4));
  const { page } = panel;
  await page.getByRole('grid').focus();
  await expect.poll(() => activeName(panel)).toBe('H, q[0], moment 1');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => activeName(panel)).toBe('CX, control q[0], target q[1], moment 2');
  await expect.poll(() => page.getByRole('tooltip').textContent()).toContain('CX, control q[0], target q[1], moment 2');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => activeName(panel)).toBe('CX, control q[2], target q[3], moment 2');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => activeName(panel)).toBe('CX, control q[2], target q[3], moment 2');
  await page.keyboard.press('Home');
  await expect.poll(() => activeName(panel)).toBe('H, q[2], moment 1');
  await page.keyboard.press('Control+Home');
  await expect.poll(() => activeName(panel)).toBe('H, q[0], moment 1');
  await page.keyboard.press('Escape');
  expect(await page.getByRole('tooltip').count()).toBe(0);
  expect(await revealed(panel)).toEqual([]);
  await page.keyboard.press('Enter');
  expect(await revealed(panel)).toMatchObject([{ range: { start: 0, end: 8 } }]);
  await panel.close();
});

test('the cursor in the source marks what is drawn from there, and brings it into view', async () => {
  const drawing = brickworkDrawing(5, 120);
  const panel = await openCircuit(brickworkCircuit(5, 120));
  const { page } = panel;
  const marked = () =>
    page.locator('.element.highlighted').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')));
  await panel.receive({ type: 'highlight-source', range: { start: 24, end: 24 } });
  await expect.poll(marked).toEqual(['H, q[2], moment 1']);
  const last = drawing.elements.at(-1);
  if (last?.source === undefined) throw new Error('The fixture has no source.');
  await panel.receive({
    type: 'highlight-source',
    range: { start: last.source.start + 1, end: last.source.start + 1 },
  });
  await expect.poll(marked).toEqual([last.description]);
  const box = await page.locator('.element.highlighted').boundingBox();
  expect(box?.x).toBeGreaterThan(0);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan(900);
  await panel.receive({ type: 'highlight-source', range: { start: 9, end: 9 } });
  await expect.poll(marked).toEqual([]);
  await panel.close();
});

test('a hundred qubits by a thousand layers stay responsive: only what is near the view is in the page', async () => {
  const panel = await openCircuit(brickworkCircuit(100, 1000));
  const { page } = panel;
  expect(await page.getByRole('gridcell').count()).toBeLessThan(1500);
  await page
    .getByRole('grid')
    .evaluate((grid) => grid.scrollTo({ left: grid.scrollWidth / 2, top: grid.scrollHeight / 2 }));
  const inView = () =>
    page.getByRole('gridcell').evaluateAll((cells) => {
      const boxes = cells.map((cell) => cell.getBoundingClientRect());
      return boxes.filter(({ left, right, top, bottom }) => right > 100 && left < 900 && bottom > 100 && top < 600)
        .length;
    });
  await expect.poll(inView).toBeGreaterThan(80);
  expect(await page.getByRole('gridcell').count()).toBeLessThan(2000);
  const label = page.locator('.wire-labels');
  expect((await label.boundingBox())?.x).toBe(0);
  await page.getByRole('grid').focus();
  await page.keyboard.press('Control+End');
  await expect.poll(() => activeName(panel)).toBe('CX, control q[97], target q[98], moment 1000');
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('from far away a drawing is outlines, of few elements at any zoom, and the keyboard is where it was', async () => {
  const panel = await openCircuit(resetBricks(100, 1000));
  const { page } = panel;
  const inPage = () => page.evaluate(() => document.querySelectorAll('*').length);
  const isThere = () => page.locator('.missing-tile').count();
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => activeName(panel)).toBe('CX, control q[0], target q[1], moment 2');
  const zoomOut = page.getByRole('button', { name: 'Zoom Out' });
  while (!(await zoomOut.isDisabled())) {
    await zoomOut.click();
    await expect.poll(isThere).toBe(0);
    expect(await inPage()).toBeLessThan(3000);
  }
  await page.getByRole('button', { name: 'Fit' }).click();
  await expect.poll(() => page.locator('.outline-elements').count()).toBeGreaterThan(20);
  await expect.poll(isThere).toBe(0);
  expect(await inPage()).toBeLessThan(3000);
  // What reads qubits out looks other than gates, a path a tile, where there is any.
  await page.getByRole('grid').evaluate((grid) => grid.scrollTo({ left: grid.scrollWidth }));
  await expect.poll(() => page.locator('.outline-readouts').count()).toBe(Math.ceil(100 / 16));
  await expect.poll(isThere).toBe(0);
  expect(await inPage()).toBeLessThan(3000);
  const fills = await page.evaluate(() =>
    ['.outline-elements', '.outline-readouts'].map((shape) => {
      const path = document.querySelector(shape);
      return path === null ? '' : getComputedStyle(path).fill;
    }),
  );
  expect(fills[0]).not.toBe(fills[1]);
  await page.getByRole('grid').evaluate((grid) => grid.scrollTo({ left: 0 }));
  const cells = () =>
    page.getByRole('gridcell').evaluateAll((all) => all.map((cell) => cell.getAttribute('aria-label')));
  expect(await cells()).toEqual(['CX, control q[0], target q[1], moment 2']);
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => activeName(panel)).toBe('CX, control q[2], target q[3], moment 2');

  await panel.receive({ type: 'highlight-source', range: { start: 34, end: 34 } });
  await expect.poll(cells).toContain('H, q[3], moment 1');
  const box = await page.locator('.element.highlighted').boundingBox();
  if (box === null) throw new Error('Nothing is marked.');
  await panel.receive({ type: 'highlight-source', range: { start: 9, end: 9 } });
  await expect.poll(() => page.locator('.element.highlighted').count()).toBe(0);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect.poll(() => activeName(panel)).toBe('H, q[3], moment 1');
  expect((await revealed(panel)).at(-1)).toMatchObject({ range: { start: 30, end: 38 }, keepsFocus: true });

  await page.getByRole('button', { name: '10 %' }).click();
  await expect.poll(async () => (await cells()).length).toBeGreaterThan(100);
  await expect.poll(isThere).toBe(0);
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('zooming by buttons, keys and wheel keeps its place', async () => {
  const panel = await openCircuit(brickworkCircuit(5, 200));
  const { page } = panel;
  const width = () => page.locator('.circuit-drawing').evaluate((svg) => svg.getBoundingClientRect().width);
  const first = await width();
  await page.getByRole('button', { name: 'Zoom In' }).click();
  await expect.poll(width).toBeCloseTo(first * 1.2, 0);
  await page.getByRole('grid').focus();
  await page.keyboard.press('Control+Equal');
  await expect.poll(width).toBeCloseTo(first * 1.45, 0);
  await page.keyboard.press('Control+0');
  await expect.poll(width).toBeCloseTo(first, 0);
  await page.keyboard.press('Minus');
  await expect.poll(width).toBeCloseTo(first * 0.85, 0);
  await page.keyboard.press('0');

  await page.getByRole('grid').evaluate((grid) => grid.scrollTo({ left: 3000 }));
  const under = () =>
    page.evaluate(() => document.elementFromPoint(500, 200)?.closest('[data-element]')?.getAttribute('aria-label'));
  await expect.poll(under).toBeDefined();
  // A place on a box, so that the element is the same after the zoom.
  const box = await page.getByRole('gridcell').evaluateAll((cells) => {
    const found = cells.map((cell) => cell.getBoundingClientRect()).find(({ left }) => left > 450);
    return found === undefined ? undefined : { x: found.left + found.width / 2, y: found.top + found.height / 2 };
  });
  if (box === undefined) throw new Error('Nothing is drawn there.');
  const name = () =>
    page.evaluate(
      ({ x, y }) => document.elementFromPoint(x, y)?.closest('[data-element]')?.getAttribute('aria-label'),
      box,
    );
  const before = await name();
  await page.mouse.move(box.x, box.y);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -100);
  await page.keyboard.up('Control');
  await expect.poll(width).toBeCloseTo(first * 1.2, 0);
  expect(await name()).toBe(before);
  await panel.close();
});

test('a search leads from one gate it finds to the next, and back to the drawing', async () => {
  const panel = await openCircuit(brickworkCircuit(6, 300));
  const { page } = panel;
  await page.getByRole('grid').focus();
  await page.keyboard.press('/');
  const field = page.getByRole('searchbox', { name: 'Find gates and qubits' });
  await field.fill('cx q[2]');
  const count = page.getByRole('search').getByRole('status');
  await expect.poll(() => count.textContent()).toBe('1 of 150');
  await expect.poll(() => activeName(panel)).toBe('CX, control q[2], target q[3], moment 2');
  await page.keyboard.press('Shift+Enter');
  await expect.poll(() => count.textContent()).toBe('150 of 150');
  await expect.poll(() => activeName(panel)).toMatch(/^CX, control q\[1\], target q\[2\], moment 300$/);
  // Drawn anew once the elements around it are loaded.
  const isInView = () =>
    page.locator('.element.shown').evaluate((element) => {
      const box = element.getBoundingClientRect();
      return box.left > 0 && box.right <= window.innerWidth;
    });
  await expect.poll(isInView).toBe(true);
  await page.keyboard.press('Enter');
  await expect.poll(() => count.textContent()).toBe('1 of 150');
  await field.fill('toffoli');
  await expect.poll(() => count.textContent()).toBe('none');
  await page.keyboard.press('Escape');
  expect(await field.inputValue()).toBe('');
  expect(await page.getByRole('grid').evaluate((grid) => grid === document.activeElement)).toBe(true);
  await panel.close();
});

test('the overview shows where the view is and moves it, by pointer and keys; what fits has none', async () => {
  const panel = await openCircuit(brickworkCircuit(40, 400));
  const { page } = panel;
  const overview = page.getByRole('slider', { name: 'Overview of the circuit' });
  await expect.poll(() => overview.locator('path').count()).toBeGreaterThan(0);
  const said = () => overview.getAttribute('aria-valuetext');
  await expect.poll(said).toMatch(/^Moments 1 to \d\d of 400, wires 1 to \d+ of 40$/);
  const scrolled = () => page.getByRole('grid').evaluate((grid) => [grid.scrollLeft, grid.scrollTop]);
  const box = await overview.boundingBox();
  if (box === null) throw new Error('There is no overview.');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect.poll(said).toMatch(/^Moments (18|19)\d to 2[01]\d of 400, wires 1\d to 2\d of 40$/);
  await expect
    .poll(() => page.getByRole('gridcell').evaluateAll((cells) => cells.some((cell) => cell.ariaColIndex === '200')))
    .toBe(true);
  const [middle = 0] = await scrolled();
  await overview.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await scrolled())[0]).toBeGreaterThan(middle + 300);
  await page.keyboard.press('Home');
  await expect.poll(async () => (await scrolled())[0]).toBe(0);
  await page.mouse.move(box.x + 4, box.y + 4);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 2, box.y + box.height - 2);
  await page.mouse.up();
  await expect.poll(said).toMatch(/to 400 of 400, wires \d+ to 40 of 40$/);

  await panel.circuits.show(brickworkCircuit(3, 5), { version: 4, facts });
  await expect.poll(() => overview.count()).toBe(0);
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('after a thousand fast edits the last version is shown, where the user was', async () => {
  const panel = await openCircuit(brickworkCircuit(12, 300), 1);
  const { page } = panel;
  await page.getByRole('grid').evaluate((grid) => grid.scrollTo({ left: 2000 }));
  await page.getByRole('gridcell', { name: 'H, q[5], moment 51' }).waitFor();
  await panel.circuits.showOften(brickworkCircuit(11, 301), { version: 2, facts }, 999);
  await panel.circuits.show(brickworkCircuit(13, 302), { version: 1001, facts });
  await expect.poll(() => page.getByRole('grid').getAttribute('aria-colcount')).toBe('302');
  await page.getByRole('gridcell', { name: 'H, q[5], moment 51' }).click();
  expect((await revealed(panel)).at(-1)).toMatchObject({ version: 1001 });
  expect(await page.locator('.missing-tile').count()).toBe(0);
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

describe('of a long circuit the beginning is shown first', () => {
  const file = 'long.qasm';
  const long = brickworkCircuit(40, 400);
  const beginning = brickworkCircuit(40, 60);
  const longFacts = { ...facts, qubits: 40, bits: 0, depth: 400, gates: 12_000, twoQubitGates: 4000, parameters: [] };

  test('and all of it takes its place where it is, with its facts, its length and its overview', async () => {
    const panel = await browser.open({ theme: lightModern, width: 900, height: 600 });
    const circuits = new PanelCircuits(panel);
    const { page } = panel;
    const grid = page.getByRole('grid');
    await panel.receive({ type: 'show-tab', tab: 'circuit' });
    await circuits.announce(file);
    await page.getByText(file).waitFor();
    await page.getByRole('progressbar', { name: 'Loading the circuit' }).waitFor();
    await circuits.show(beginning, { file, facts: undefined });
    await page.getByRole('gridcell', { name: 'H, q[0], moment 1', exact: true }).waitFor();
    expect(await grid.getAttribute('aria-colcount')).toBe('-1');
    expect(await page.getByText(/depth \d/).isVisible()).toBe(false);
    expect(await page.getByRole('slider', { name: 'Overview of the circuit' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Fit', disabled: true }).count()).toBe(1);
    const gate = page.getByRole('gridcell', { name: 'H, q[2], moment 7', exact: true });
    await gate.click();
    const places = async () => [await grid.boundingBox(), await gate.boundingBox()];
    const before = await places();

    await circuits.show(long, { file, facts: longFacts });
    await expect.poll(() => grid.getAttribute('aria-colcount')).toBe('400');
    expect(await page.getByText('depth 400').isVisible()).toBe(true);
    expect(await page.getByText(/12\s000 gates/).isVisible()).toBe(true);
    await page.getByRole('slider', { name: 'Overview of the circuit' }).waitFor();
    expect(await places()).toEqual(before);
    expect(await activeName(panel)).toBe('H, q[2], moment 7');
    expect(await page.locator('.missing-tile').count()).toBe(0);
    expect(await panel.problems()).toEqual([]);
    await panel.close();
  });

  test('but not in place of a drawing of the file, nor to somebody who was further on', async () => {
    const panel = await browser.open({ theme: lightModern, width: 900, height: 600 });
    const circuits = new PanelCircuits(panel);
    const { page } = panel;
    const grid = page.getByRole('grid');
    await panel.receive({ type: 'show-tab', tab: 'circuit' });
    await circuits.show(brickworkCircuit(6, 30), { file: 'other.qasm', facts });
    await circuits.announce(file);
    await circuits.show(beginning, { file, facts: undefined });
    await expect.poll(() => grid.getAttribute('aria-colcount')).toBe('-1');
    await circuits.show(long, { file, facts: longFacts });
    await expect.poll(() => grid.getAttribute('aria-colcount')).toBe('400');
    await grid.evaluate((box) => box.scrollTo({ left: 9000 }));
    await page
      .getByRole('gridcell', { name: /moment 220$/ })
      .first()
      .waitFor();
    await circuits.show(beginning, { file, version: 2, facts: undefined });
    expect(await grid.evaluate((box) => box.scrollLeft)).toBe(9000);
    expect(await grid.getAttribute('aria-colcount')).toBe('400');
    await expect.poll(async () => JSON.stringify(await panel.storedState())).toContain('"left":9000');

    const again = await browser.open({
      theme: lightModern,
      width: 900,
      height: 600,
      storedState: await panel.storedState(),
    });
    const circuitsAgain = new PanelCircuits(again);
    await circuitsAgain.announce(file);
    await circuitsAgain.show(beginning, { file, facts: undefined });
    await again.page.getByRole('progressbar', { name: 'Loading the circuit' }).waitFor();
    await circuitsAgain.show(long, { file, facts: longFacts });
    await again.page
      .getByRole('gridcell', { name: /moment 220$/ })
      .first()
      .waitFor();
    expect(await again.page.getByRole('grid').evaluate((box) => box.scrollLeft)).toBe(9000);
    expect([...(await panel.problems()), ...(await again.problems())]).toEqual([]);
    await panel.close();
    await again.close();
  });
});

test('while the parts of a new version are on their way the old one stays, and where there was none is a placeholder', async () => {
  const panel = await openCircuit(brickworkCircuit(40, 400), 1);
  const { page } = panel;
  await page.getByRole('grid').evaluate((grid) => grid.scrollTo({ left: 6000, top: 500 }));
  await page
    .getByRole('gridcell', { name: /moment 150$/ })
    .first()
    .waitFor();
  let answerLater: (() => void) | undefined;
  const circuit = brickworkCircuit(41, 400);
  await panel.circuits.show(circuit, {
    version: 2,
    facts,
    answersWhen: new Promise((resolve) => (answerLater = resolve)),
  });
  await expect
    .poll(async () => (await panel.sent()).filter(({ type }) => type === 'circuit-question').length)
    .toBeGreaterThan(0);
  expect(await page.getByRole('gridcell').count()).toBeGreaterThan(100);
  expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('40');
  answerLater?.();
  await expect.poll(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe('41');
  expect(await page.locator('.missing-tile').count()).toBe(0);
  await panel.close();
});

test('Fit shows all of a drawing', async () => {
  const panel = await openCircuit(everyShapeCircuit());
  const { page } = panel;
  await page.getByRole('button', { name: 'Fit' }).click();
  const scrolled = () =>
    page
      .getByRole('grid')
      .evaluate((grid) => [grid.scrollWidth - grid.clientWidth, grid.scrollHeight - grid.clientHeight]);
  await expect.poll(scrolled).toEqual([0, 0]);
  await panel.close();
});

test('a menu keeps the drawing in the form that is chosen, by keyboard too', async () => {
  const panel = await openCircuit(everyShapeCircuit());
  const { page } = panel;
  await page.getByRole('button', { name: 'Save Drawing' }).focus();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.getByRole('menuitem').allTextContents())
    .toEqual([
      'Save as SVG…',
      'Save as PNG, Light…',
      'Save as PNG, Dark…',
      'Save as PNG, Black on White…',
      'Save as LaTeX (quantikz)…',
      'Save as Text…',
    ]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect((await panel.sent()).filter((message) => message.type === 'save-drawing')).toEqual([
    { type: 'save-drawing', file: 'src/ansatz.qasm', form: { format: 'png', theme: 'dark' } },
  ]);
  await panel.close();
});

test('calls and loops are opened and closed by their mark, by the space key and all at once', async () => {
  const panel = await openCircuit(groupedCircuit());
  const { page } = panel;
  const asked = async () => (await panel.sent()).filter((message) => message.type === 'open-groups').at(-1);
  const call = page.getByRole('gridcell', { name: /^Call of majority on/ }).first();
  expect(await call.getAttribute('aria-expanded')).toBe('false');
  await page.locator(`[data-group-mark][data-element="${await call.getAttribute('data-element')}"]`).click();
  expect(await asked()).toEqual({
    type: 'open-groups',
    file: 'src/ansatz.qasm',
    opening: { others: 'automatic', chosen: { '/majority': true } },
  });
  expect(await revealed(panel)).toEqual([]);

  const chosen = { '/majority': true };
  await panel.circuits.show(groupedCircuit(), { version: 3, facts, opening: { others: 'automatic', chosen } });
  await page
    .getByRole('gridcell', { name: /^CX, control a/ })
    .first()
    .waitFor();
  expect(await call.getAttribute('aria-expanded')).toBe('true');
  // The keyboard is still at the call that was opened.
  await page.getByRole('grid').focus();
  await expect.poll(() => activeName(panel)).toMatch(/^Call of majority/);
  await page.keyboard.press('Space');
  expect(await asked()).toMatchObject({ opening: { chosen: { '/majority': false } } });

  await page.getByRole('button', { name: 'Expand All Calls and Loops' }).click();
  expect(await asked()).toMatchObject({ opening: { others: 'all', chosen: {} } });
  await page.getByRole('button', { name: 'Collapse All Calls and Loops' }).click();
  expect(await asked()).toMatchObject({ opening: { others: 'none', chosen: {} } });
  expect(JSON.stringify(await panel.storedState())).toContain('"/majority":true');
  await panel.close();
});

test('an edit redraws in place; another file starts at its beginning', async () => {
  const panel = await openCircuit(brickworkCircuit(5, 200), 1);
  const { page } = panel;
  const left = () => page.getByRole('grid').evaluate((grid) => grid.scrollLeft);
  await page.getByRole('grid').evaluate((grid) => grid.scrollTo({ left: 2000 }));
  await expect.poll(async () => JSON.stringify(await panel.storedState())).toContain('"left":2000');
  await panel.circuits.show(brickworkCircuit(6, 200), { version: 2, facts });
  await page.getByRole('row', { name: 'q[5]' }).waitFor();
  expect(await left()).toBe(2000);
  await panel.circuits.show(brickworkCircuit(3, 200), { file: 'other.qasm', facts });
  await page.getByText('other.qasm').waitFor();
  await expect.poll(left).toBe(0);
  await panel.close();
});

test('a circuit that cannot be drawn, and one without operations, say so and offer the file', async () => {
  const panel = await openCircuit(everyShapeCircuit());
  const { page } = panel;
  await panel.receive({
    type: 'circuit',
    view: { kind: 'unavailable', file: 'src/ansatz.qasm', reason: 'Line 4 has an error: “hh” is not a gate.' },
  });
  await page.getByText('Line 4 has an error').waitFor();
  await page.getByRole('button', { name: 'Open File' }).click();
  await panel.circuits.show(brickworkCircuit(2, 0), { version: 4, facts });
  await page.getByText('This circuit has no operations yet').waitFor();
  expect((await panel.sent()).filter(({ type }) => type === 'open-file')).toEqual([
    { type: 'open-file', file: 'src/ansatz.qasm' },
  ]);
  await panel.close();
});
