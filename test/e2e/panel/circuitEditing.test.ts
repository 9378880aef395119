import { afterAll, beforeAll, expect, test } from 'vitest';
import { EditingHost } from '#test/support/circuitEditing/editingHost.ts';
import { type OpenPanel, type PanelBrowser, startPanelBrowser } from '#test/support/panelBrowser.ts';
import { lightModern } from '#test/support/themes/lightModern.ts';

let browser: PanelBrowser;
beforeAll(async () => {
  browser = await startPanelBrowser();
});
afterAll(() => browser.close());

const head = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[3] q;\nbit[3] c;\n';
const body = 'h q[0]; // first\nrx(pi/4) q[1];\ncx q[0], q[1]; // entangle\n';

async function openPanel(): Promise<OpenPanel> {
  return browser.open({ theme: lightModern, width: 900, height: 600 });
}

async function opened(text = head + body, readOnly?: string) {
  const panel = await openPanel();
  const host = await EditingHost.show(panel, text, readOnly);
  await panel.page.getByRole('grid').waitFor();
  return { panel, host, page: panel.page };
}

function activeName({ page }: OpenPanel): Promise<string | null | undefined> {
  return page.getByRole('grid').evaluate((grid) => {
    const id = grid.getAttribute('aria-activedescendant');
    return id === null ? undefined : document.getElementById(id)?.getAttribute('aria-label');
  });
}

test('a gate is placed from the keyboard, and undone', async () => {
  const { host, page, panel } = await opened();
  await page.getByRole('grid').focus();
  await page.keyboard.press('a');
  await host.answers('ask-circuit-gates');
  await page.getByRole('option', { name: 'ccx', exact: true }).waitFor();
  await page.keyboard.type('ry');
  await page.keyboard.press('Enter');
  await page.keyboard.type('0.5');
  await page.keyboard.press('Enter');
  await host.answers('edit-circuit');
  expect(host.text).toBe(`${head}h q[0]; // first\nry(0.5) q[0];\n${body.slice(body.indexOf('rx'))}`);
  await expect.poll(() => activeName(panel)).toContain('RY(0.5), q[0]');
  expect(await page.getByRole('status').filter({ hasText: 'Place ry' }).count()).toBe(1);
  expect(await page.getByRole('grid').evaluate((grid) => grid === document.activeElement)).toBe(true);
  await page.keyboard.press('Control+z');
  await host.answers('undo-circuit');
  await expect.poll(() => page.getByRole('gridcell', { name: /^RY/ }).count()).toBe(0);
  expect(host.text).toBe(head + body);
  // The drawing has the keyboard again.
  await expect.poll(() => page.getByRole('grid').evaluate((grid) => grid === document.activeElement)).toBe(true);
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('a gate that is entered before the gates are known is placed when they are', async () => {
  const { host, page, panel } = await opened();
  await page.getByRole('grid').focus();
  await page.keyboard.press('a');
  await page.keyboard.type('z');
  await page.keyboard.press('Enter');
  await host.answers('ask-circuit-gates');
  await host.answers('edit-circuit');
  expect(host.text).toBe(`${head}h q[0]; // first\nz q[0];\n${body.slice(body.indexOf('rx'))}`);
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('keys move, delete and change what is active, one after the other however fast', async () => {
  const { host, page, panel } = await opened(`${head}x q[0];\ny q[0];\nz q[0]; // last\nrz(0.1) q[2];\n`);
  await page.getByRole('grid').focus();
  await page.keyboard.press('Alt+ArrowRight');
  await page.keyboard.press('Alt+ArrowRight');
  await page.keyboard.press('Alt+ArrowDown');
  await host.answers('edit-circuit', 3);
  expect(host.text).toBe(`${head}y q[0];\nz q[0]; // last\nx q[1];\nrz(0.1) q[2];\n`);
  await expect.poll(() => activeName(panel)).toContain('X, q[1]');
  await page.keyboard.press('Delete');
  await host.answers('edit-circuit', 4);
  expect(host.text).toBe(`${head}y q[0];\nz q[0]; // last\nrz(0.1) q[2];\n`);
  await expect.poll(() => page.getByRole('gridcell', { name: /^X/ }).count()).toBe(0);
  await page.getByRole('gridcell', { name: /^RZ/ }).dblclick();
  await host.answers('ask-circuit-parameters');
  const field = page.getByRole('textbox', { name: 'Parameter θ' });
  expect(await field.inputValue()).toBe('0.1');
  await field.fill('0.2) q[0]; x(');
  await field.press('Enter');
  await host.answers('edit-circuit', 5);
  await page.getByRole('alert').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  await field.fill('pi / 3');
  await field.press('Enter');
  await host.answers('edit-circuit', 6);
  await expect.poll(() => field.count()).toBe(0);
  expect(host.text).toContain('rz(pi / 3) q[2];');
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('what is dragged shows where it goes, and goes there; a click moves nothing', async () => {
  const { host, page, panel } = await opened();
  const target = page.getByRole('gridcell', { name: /^CX/ });
  const box = await target.boundingBox();
  if (box === null) throw new Error('The gate is not drawn.');
  const held = { x: box.x + box.width / 2, y: box.y + box.height - 12 };
  await page.mouse.move(held.x, held.y);
  await page.mouse.down();
  await page.mouse.move(held.x + 2, held.y + 1);
  await page.mouse.up();
  const wires = await page.locator('.wire').count();
  expect(wires).toBeGreaterThan(2);
  await page.mouse.down();
  await page.mouse.move(held.x + 2, held.y + 20, { steps: 3 });
  const spacing = box.height - 24;
  await page.mouse.move(held.x, held.y + spacing, { steps: 5 });
  await page.locator('.drop-preview').waitFor();
  await panel.screenshot('circuit-editing-drag');
  await page.mouse.up();
  await host.answers('edit-circuit');
  expect(host.text).toBe(`${head}${body.replace('cx q[0], q[1]', 'cx q[0], q[2]')}`);
  expect(await page.locator('.drop-preview').count()).toBe(0);

  await page.getByRole('button', { name: 'Place Gates' }).click();
  await host.answers('ask-circuit-gates');
  const item = page.getByRole('option', { name: 'x', exact: true });
  await item.hover();
  await page.mouse.down();
  const first = await page.getByRole('gridcell', { name: /^H/ }).boundingBox();
  if (first === null) throw new Error('The gate is not drawn.');
  await page.mouse.move(first.x + 4, first.y + first.height / 2, { steps: 6 });
  await page.locator('.drop-preview .drop-bar').waitFor({ state: 'attached' });
  await page.mouse.up();
  await host.answers('edit-circuit', 2);
  expect(host.text).toContain('bit[3] c;\nx q[0];\nh q[0]; // first\n');

  await page.mouse.move(first.x + 20, first.y + 20);
  await page.mouse.down();
  await page.mouse.move(first.x + 120, first.y + 90, { steps: 4 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await page.locator('.drop-preview').count()).toBe(0);
  await host.answers('edit-circuit', 2);
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('a gate goes into the block whose frame it is put into, and out of it', async () => {
  const block = 'c[0] = measure q[0];\nif (c[0]) {\n  x q[1];\n}\nz q[1];\n';
  const { host, page, panel } = await opened(head + block);
  const centre = async (name: RegExp) => {
    const box = await page.getByRole('gridcell', { name }).boundingBox();
    if (box === null) throw new Error(`${name} is not drawn.`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width };
  };
  const drag = async (from: { x: number; y: number }, to: { x: number; y: number }) => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 6 });
  };
  const x = await centre(/^X/);
  await drag(await centre(/^Z/), { x: x.x + x.width / 2 - 2, y: x.y });
  await page.locator('.drop-preview .drop-frame').waitFor({ state: 'attached' });
  await panel.screenshot('circuit-editing-block');
  await page.mouse.up();
  await host.answers('edit-circuit');
  expect(host.text).toBe(`${head}c[0] = measure q[0];\nif (c[0]) {\n  x q[1];\n  z q[1];\n}\n`);
  await expect.poll(() => activeName(panel)).toContain('Z, q[1]');

  await page.keyboard.press('Alt+ArrowLeft');
  await host.answers('edit-circuit', 2);
  expect(host.text).toContain('  z q[1];\n  x q[1];\n}');
  await expect.poll(() => activeName(panel)).toContain('Z, q[1], moment 2');
  await page.keyboard.press('a');
  await host.answers('ask-circuit-gates');
  await page.keyboard.type('y');
  await page.keyboard.press('Enter');
  await host.answers('edit-circuit', 3);
  expect(host.text).toContain('  z q[1];\n  y q[1];\n  x q[1];\n}');
  await expect.poll(() => activeName(panel)).toContain('Y, q[1]');

  const y = await centre(/^Y/);
  await drag(y, { x: y.x + 200, y: y.y });
  await page.locator('.drop-preview').waitFor({ state: 'attached' });
  expect(await page.locator('.drop-frame').count()).toBe(0);
  await page.mouse.up();
  await host.answers('edit-circuit', 4);
  expect(host.text).toContain('  z q[1];\n  x q[1];\n}\ny q[1];\n');
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('several gates are selected, moved, copied, pasted and deleted, each in one step', async () => {
  const rows = 'h q[0]; // first\nx q[1];\ny q[0];\nz q[1];\ns q[2];\n';
  const { host, page, panel } = await opened(head + rows);
  const chosen = () => page.locator('.element.chosen').count();
  const drawn = () => page.locator('.element').count();
  const boxOf = async (name: RegExp) => {
    const box = await page.getByRole('gridcell', { name }).boundingBox();
    if (box === null) throw new Error(`${name} is not drawn.`);
    return box;
  };
  const [h, z] = [await boxOf(/^H/), await boxOf(/^Z/)];
  // From where nothing is, around the four gates of the upper wires.
  await page.mouse.move(h.x - 6, h.y - 6);
  await page.mouse.down();
  await page.mouse.move(z.x + z.width + 5, z.y + z.height + 4, { steps: 5 });
  await page.locator('.choice-area').waitFor({ state: 'attached' });
  await panel.screenshot('circuit-editing-selection');
  await page.mouse.up();
  await expect.poll(chosen).toBe(4);
  await page.getByRole('status').filter({ hasText: '4 gates selected.' }).waitFor();

  await page.keyboard.down('Control');
  await page.getByRole('gridcell', { name: /^Y/ }).click();
  await page.getByRole('gridcell', { name: /^Z/ }).click();
  await page.keyboard.up('Control');
  await expect.poll(chosen).toBe(2);
  await page.keyboard.press('Alt+ArrowRight');
  await page.keyboard.press('Alt+ArrowDown');
  await host.answers('edit-circuit', 2);
  expect(host.text).toBe(`${head}y q[0];\nz q[1];\ns q[2];\nh q[1]; // first\nx q[2];\n`);
  await expect.poll(chosen).toBe(2);

  await page.keyboard.press('Control+c');
  await host.answers('copy-circuit');
  expect(host.clipboard).toBe('h q[1];\nx q[2];\n');
  await page.getByRole('status').filter({ hasText: 'The gates are copied.' }).waitFor();
  await page.keyboard.press('Escape');
  expect(await chosen()).toBe(0);
  await page.keyboard.press('Control+v');
  await host.answers('paste-circuit');
  expect(host.text).toContain('h q[1]; // first\nh q[1];\nx q[2];\nx q[2];\n');
  await expect.poll(chosen).toBe(2);
  await page.keyboard.press('Delete');
  await host.answers('edit-circuit', 3);
  expect(host.text).toBe(`${head}y q[0];\nz q[1];\ns q[2];\nh q[1]; // first\nx q[2];\n`);

  // What is selected is of the drawing that is there.
  await expect.poll(drawn).toBe(5);
  await page.getByRole('grid').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowDown');
  await expect.poll(chosen).toBe(2);
  await page.keyboard.press('Control+d');
  await host.answers('edit-circuit', 4);
  expect(host.text).toContain('y q[0];\nz q[1];\ny q[0];\nz q[1];\n');
  await page.keyboard.press('Control+z');
  await host.answers('undo-circuit');
  await expect.poll(drawn).toBe(5);
  await page.keyboard.press('Control+a');
  await expect.poll(chosen).toBe(5);
  await page.getByRole('gridcell', { name: /^S/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Cut 5 Gates' }).click();
  await host.answers('copy-circuit', 2);
  await host.answers('edit-circuit', 5);
  expect(host.text).toBe(`${head}// first\n`);
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('controls are added and taken away by a key, from the menu and by drawing to a wire', async () => {
  const { host, page, panel } = await opened(`${head}x q[0];\ns q[1];\n`);
  await page.getByRole('grid').focus();
  await page.keyboard.press('c');
  await host.answers('edit-circuit');
  expect(host.text).toBe(`${head}cx q[1], q[0];\ns q[1];\n`);
  await expect.poll(() => activeName(panel)).toContain('CX, control q[1], target q[0]');
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Add Control on q[2]', exact: true }).click();
  await host.answers('edit-circuit', 2);
  expect(host.text).toContain('ccx q[2], q[1], q[0];');
  await expect.poll(() => activeName(panel)).toContain('control q[1]');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.getByRole('gridcell').count()).toBe(2);

  const s = await page.getByRole('gridcell', { name: /^S/ }).boundingBox();
  if (s === null) throw new Error('The gate is not drawn.');
  await page.keyboard.down('Control');
  await page.mouse.move(s.x + s.width / 2, s.y + s.height / 2);
  await page.mouse.down();
  await page.mouse.move(s.x + s.width / 2, s.y + s.height / 2 + 48, { steps: 5 });
  await page.locator('.drop-preview').waitFor({ state: 'attached' });
  await page.mouse.up();
  await page.keyboard.up('Control');
  await host.answers('edit-circuit', 3);
  expect(host.text).toContain('ctrl @ s q[2], q[1];');
  await page
    .getByRole('gridcell', { name: /^S|^CS|control q\[2\], target q\[1\]/ })
    .last()
    .click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Add Control on q\[0\] at 0/ }).click();
  await host.answers('edit-circuit', 4);
  expect(host.text).toContain('negctrl @ ctrl @ s q[0], q[2], q[1];');
  // The keyboard is on the upper wire, which is that of the control.
  await expect.poll(() => activeName(panel)).toContain('q[0]');
  await page.keyboard.press('c');
  await host.answers('edit-circuit', 5);
  expect(host.text).toContain('\nctrl @ s q[2], q[1];');
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('what cannot be done says why, leads to the line, and offers what helps', async () => {
  const { host, page, panel } = await opened(`${head}h q; // all\n`);
  await page.getByRole('grid').focus();
  await page.keyboard.press('Delete');
  await host.answers('edit-circuit');
  const status = page.getByRole('status').filter({ hasText: 'one of 3 operations that line 5 applies' });
  await status.waitFor();
  await page.getByRole('button', { name: 'Show the source' }).click();
  const [shown] = await host.answers('reveal-source');
  if (shown?.type !== 'reveal-source') throw new Error('Nothing was shown.');
  expect(host.sourceOf(shown.range)).toBe('h q;');
  await page.getByRole('button', { name: 'Write the statement out' }).click();
  await host.answers('edit-circuit', 2);
  expect(host.text).toBe(`${head}h q[0];\nh q[1];\nh q[2]; // all\n`);
  await expect.poll(() => status.count()).toBe(0);

  await page.getByRole('gridcell', { name: /^H, q\[1\]/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await host.answers('edit-circuit', 3);
  expect(host.text).toBe(`${head}h q[0];\nh q[2]; // all\n`);
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('Escape');
  expect(await page.getByRole('menu').count()).toBe(0);
  expect(await page.getByRole('grid').evaluate((grid) => grid === document.activeElement)).toBe(true);
  await panel.close();
});

test('a file that cannot be edited is only looked at, and says so', async () => {
  const { host, page, panel } = await opened(head + body, 'edited.qasm is read-only.');
  await page.getByRole('grid').focus();
  await page.keyboard.press('Delete');
  await page.getByRole('status').filter({ hasText: 'edited.qasm is read-only.' }).waitFor();
  await host.answers('edit-circuit', 0);
  expect(await page.getByRole('grid').getAttribute('aria-readonly')).toBe('true');
  await panel.close();
});

test('the first gate of an empty circuit is placed from its palette', async () => {
  const panel = await openPanel();
  const host = await EditingHost.show(panel, 'OPENQASM 3.0;\nqubit[2] q;\n');
  await panel.page.getByText('Place a Gate').click();
  await host.answers('ask-circuit-gates');
  await panel.page.getByRole('combobox', { name: 'Gate to place' }).fill('cx');
  await panel.page.getByRole('combobox', { name: 'Qubit c' }).selectOption('q[1]');
  await panel.page.getByRole('combobox', { name: 'Qubit t' }).selectOption('q[0]');
  await panel.page.getByRole('button', { name: 'Place cx' }).click();
  await host.answers('edit-circuit');
  expect(host.text).toBe('OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\ncx q[1], q[0];\n');
  await panel.page.getByRole('gridcell', { name: /^CX, control q\[1\], target q\[0\]/ }).waitFor();
  await panel.close();
});

test('wires are added, renamed, resized and deleted, by mouse and by keys', async () => {
  const { host, page, panel } = await opened(`${head}h q[0]; // first\nh q[2];\n`);
  await page.getByRole('button', { name: 'Add a qubit' }).click();
  await host.answers('edit-circuit');
  expect(host.text).toContain('qubit[4] q;');
  await expect.poll(() => page.locator('.wire').count()).toBe(5);
  await page.locator('.wire-label', { hasText: 'q[1]' }).click();
  await page.getByRole('menuitem', { name: 'Delete q[1]' }).click();
  await host.answers('edit-circuit', 2);
  expect(host.text).toContain('qubit[3] q;\nbit[3] c;\nh q[0]; // first\nh q[1];\n');

  await expect.poll(() => page.locator('.wire').count()).toBe(4);
  await page.getByRole('grid').focus();
  await page.keyboard.press('w');
  await page.getByRole('menu', { name: 'Wire q[0]' }).waitFor();
  await page.keyboard.press('Enter');
  const name = page.getByRole('textbox', { name: 'Name of q' });
  expect(await name.inputValue()).toBe('q');
  await page.keyboard.type('gate');
  await page.keyboard.press('Enter');
  await host.answers('edit-circuit', 3);
  expect(await page.getByRole('alert').textContent()).toBe("'gate' is a keyword of OpenQASM 3.");
  await panel.screenshot('circuit-wire-rename');
  await name.fill('data');
  await page.keyboard.press('Enter');
  await host.answers('edit-circuit', 4);
  expect(host.text).toContain('qubit[3] data;\nbit[3] c;\nh data[0]; // first\nh data[1];\n');
  await expect.poll(() => name.count()).toBe(0);

  await expect.poll(() => page.locator('.wire-label', { hasText: 'data[2]' }).count()).toBe(1);
  await page.keyboard.press('w');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Size of data' }).waitFor();
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await host.answers('edit-circuit', 5);
  expect(await page.getByRole('alert').textContent()).toContain("'data[1]' is used in line 6.");
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('textbox', { name: 'Size of data' }).count()).toBe(0);
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('where a register cannot grow, another is offered; an empty program begins with a qubit', async () => {
  const { host, page, panel } = await opened(`${head}h q;\n`);
  await page.getByRole('button', { name: 'Add a qubit' }).focus();
  await page.keyboard.press('Enter');
  await host.answers('edit-circuit');
  await page.getByText('Line 5 acts on all of a register, so it would do something else.').waitFor();
  await page.getByRole('button', { name: 'Add a register of its own' }).click();
  await host.answers('edit-circuit', 2);
  expect(host.text).toContain('qubit[3] q;\nqubit[1] r;\n');
  expect(await panel.problems()).toEqual([]);
  await panel.close();

  const empty = await openPanel();
  const emptyHost = await EditingHost.show(empty, 'OPENQASM 3.0;\n');
  await empty.page.getByRole('button', { name: 'Add a Qubit' }).click();
  await emptyHost.answers('edit-circuit');
  expect(emptyHost.text).toBe('OPENQASM 3.0;\nqubit[1] q;\n');
  await expect.poll(() => empty.page.locator('.wire-label').count()).toBe(1);
  expect(await empty.problems()).toEqual([]);
  await empty.close();
});

test('what an opened call shows is edited in its definition, after the user has agreed to that', async () => {
  const definition = 'gate bell a, b {\n  h a; // first\n  cx a, b;\n}\n';
  const calls = 'bell q[0], q[1];\nbell q[2], q[1];\n';
  const panel = await openPanel();
  const host = await EditingHost.show(panel, head + definition + calls, undefined, { others: 'all', chosen: {} });
  const { page } = panel;
  const first = page.getByRole('gridcell', { name: 'H, q[0], moment 1' });
  const box = await first.boundingBox();
  if (box === null) throw new Error('The gate is not drawn.');
  await page.mouse.move(box.x + 10, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + 40, box.y + 12, { steps: 4 });
  await page.getByText("Changes the definition of 'bell'.").waitFor();
  await panel.screenshot('circuit-definition-drag');
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect.poll(() => page.getByText("Changes the definition of 'bell'.").count()).toBe(0);
  await first.click();
  await page.keyboard.press('Alt+ArrowRight');
  await host.answers('edit-circuit');
  await page.getByText("This changes the definition of 'bell', which is used 2 times.").waitFor();
  expect(host.text).toBe(head + definition + calls);
  await page.getByRole('button', { name: 'Change the definition' }).focus();
  await page.keyboard.press('Enter');
  await host.answers('edit-circuit', 2);
  expect(host.text).toBe(`${head}gate bell a, b {\n  cx a, b;\n  h a; // first\n}\n${calls}`);
  expect(await page.getByRole('status').filter({ hasText: "Move h in 'bell': done." }).count()).toBe(1);

  const last = page.getByRole('gridcell', { name: 'H, q[2], moment 4' });
  await last.click();
  await page.keyboard.press('Delete');
  await host.answers('edit-circuit', 3);
  expect(host.text).toBe(`${head}gate bell a, b {\n  cx a, b;\n  // first\n}\n${calls}`);
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});
