import { EditingHost } from '#test/support/circuitEditing/editingHost.ts';
import {
  brickworkCircuit,
  everyShapeCircuit,
  groupedCircuit,
  resetBricks,
} from '#test/support/fixtures/circuitDrawings.ts';
import type { OpenPanel } from '#test/support/panelBrowser.ts';
import { PanelCircuits } from '#test/support/panelCircuits.ts';
import { PanelStates } from '#test/support/panelStates.ts';
import { circuitOf } from '#test/support/programUnitary.ts';
import type { PanelView } from './panelView.ts';

const facts = { qubits: 4, bits: 3, depth: 12, gates: 13, twoQubitGates: 5, parameters: ['theta', 'phi'] };

const stateProgram = `OPENQASM 3.0;
include "stdgates.inc";
input angle theta;
input angle phi;
qubit[4] q;
qubit ancilla;
bit c;
ry(theta) q[0];
h q[3];
cx q[0], q[1];
cp(phi) q[1], q[3];
cry(theta) q[3], q[2];
rz(phi) q[1];
h ancilla;
cz ancilla, q[2];
h ancilla;
c = measure ancilla;
if (c) x q[3];
`;

/** Opens the state under the drawing at one of its parts, of all outcomes where it is at the end. */
async function showState(panel: OpenPanel, part: string, isAtEnd: boolean): Promise<void> {
  const { page, receive } = panel;
  const stateFacts = { qubits: 5, bits: 1, depth: 8, gates: 10, twoQubitGates: 4, parameters: ['theta', 'phi'] };
  await new PanelCircuits(panel).show(circuitOf(stateProgram), { file: 'probe.qasm', facts: stateFacts });
  await receive({ type: 'show-tab', tab: 'circuit' });
  const states = new PanelStates(panel, stateProgram);
  await page.getByRole('button', { name: 'Show State' }).click();
  await states.answer();
  await page.getByRole('textbox', { name: 'Value of theta' }).fill('2*pi/3');
  await page.getByRole('textbox', { name: 'Value of phi' }).fill('pi/4');
  await page.getByRole('textbox', { name: 'Observable' }).fill('Z0*Z1 - 0.5*X3');
  await page.getByRole('tab', { name: part }).click();
  if (isAtEnd) await page.getByRole('slider', { name: 'Moment' }).press('End');
  await states.answer();
  await page.getByText('expected').waitFor();
}

const editedProgram = `OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
bit[3] c;
h q;
cx q[0], q[1];
rz(pi / 4) q[2];
c = measure q;
`;

/** The Circuit tab: drawings, the state under them, and editing. */
export const circuitViews = {
  async circuit(panel) {
    const { receive, page } = panel;
    await new PanelCircuits(panel).show(everyShapeCircuit(), { file: 'ansatz.qasm', facts });
    await receive({ type: 'show-tab', tab: 'circuit' });
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tooltip').waitFor();
  },
  async 'circuit-large'(panel) {
    const { receive, page } = panel;
    await new PanelCircuits(panel).show(brickworkCircuit(60, 600), { file: 'brickwork.qasm', facts });
    await receive({ type: 'show-tab', tab: 'circuit' });
    const overview = page.getByRole('slider', { name: 'Overview of the circuit' });
    await overview.locator('path').first().waitFor({ state: 'attached' });
    await page.getByRole('grid').evaluate((grid) => grid.scrollTo({ left: 9000, top: 700 }));
    await page
      .getByRole('gridcell', { name: /moment 220$/ })
      .first()
      .waitFor();
    await overview.focus();
  },
  async 'circuit-far'(panel) {
    const { receive, page } = panel;
    await new PanelCircuits(panel).show(resetBricks(60, 200), { file: 'brickwork.qasm', facts });
    await receive({ type: 'show-tab', tab: 'circuit' });
    await page.getByRole('gridcell').first().waitFor();
    await page.getByRole('button', { name: 'Fit' }).click();
    await page.locator('.outline-elements').first().waitFor();
    await page.getByRole('grid').focus();
    await page.keyboard.press('Control+ArrowDown');
    await page.getByRole('tooltip').waitFor();
  },
  async 'circuit-groups'(panel) {
    const { receive, page } = panel;
    await new PanelCircuits(panel).show(groupedCircuit(), { file: 'adder.qasm', facts });
    await receive({ type: 'show-tab', tab: 'circuit' });
    await page.getByRole('grid').focus();
    await page.getByRole('tooltip').waitFor();
  },
  'circuit-state': (panel) => showState(panel, 'Amplitudes', false),
  'circuit-state-outcomes': (panel) => showState(panel, 'Amplitudes', true),
  'circuit-state-qubits': (panel) => showState(panel, 'Qubits', true),
  'circuit-state-entanglement': (panel) => showState(panel, 'Entanglement', false),
  async 'circuit-gates'(panel) {
    const { page } = panel;
    const host = await EditingHost.show(panel, editedProgram);
    await page.getByRole('button', { name: 'Place Gates' }).click();
    await host.answers('ask-circuit-gates');
    await page.getByRole('combobox', { name: 'Gate to place' }).fill('r');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('gridcell', { name: /^H, q\[1\]/ }).click();
    await page.keyboard.press('Delete');
    await host.answers('edit-circuit');
    await page.getByRole('button', { name: 'Write the statement out' }).waitFor();
  },
  async 'circuit-parameters'(panel) {
    const { page } = panel;
    const host = await EditingHost.show(panel, editedProgram);
    await page.getByRole('gridcell', { name: /^RZ/ }).dblclick();
    await host.answers('ask-circuit-parameters');
    await page.getByRole('textbox', { name: 'Parameter θ' }).fill('pi /');
    await page.keyboard.press('Enter');
    await host.answers('edit-circuit');
    await page.getByRole('alert').waitFor();
  },
  async 'circuit-saving'(panel) {
    const { page } = panel;
    await EditingHost.show(panel, editedProgram);
    await page.getByRole('button', { name: 'Save Drawing' }).click();
    await page.getByRole('menu').waitFor();
  },
  async 'circuit-menu'(panel) {
    const { page } = panel;
    await EditingHost.show(panel, editedProgram);
    await page.getByRole('gridcell', { name: /^RZ/ }).click({ button: 'right' });
    await page.getByRole('menu').waitFor();
  },
} satisfies Record<string, PanelView>;
