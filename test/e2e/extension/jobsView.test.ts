import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import { type IonqEmulator, startIonqEmulator } from '../../support/emulators/ionq/ionqEmulator.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';
import { SampleProject } from './sampleProject.ts';

const key = 'iq-e2e0123456789abcdef00';

const bell = `OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] c;
h q[0];
cx q[0], q[1];
c = measure q;
`;

let emulator: IonqEmulator;
let project: SampleProject;
let workbench: Workbench;

beforeAll(async () => {
  emulator = await startIonqEmulator({ keys: [key] });
  project = await SampleProject.create();
  await project.write('bell.qasm', bell);
  workbench = await openWorkbench({
    folder: project.folder,
    extensionPath: projectRoot,
    settings: {
      'hybridQuantum.backends.configured': {
        qpu: { adapter: 'ionq', device: 'qpu.forte-1', endpoint: emulator.url, credential: 'ionq' },
      },
      'hybridQuantum.budget.monthly': { amount: 100, currency: 'USD', alertAt: 0.1 },
    },
  });
});

afterAll(async () => {
  await workbench?.close();
  await project?.remove();
  await emulator?.close();
});

test('a job outlives the window it was sent from, and the next one tells of its end and has its result', async () => {
  await workbench.openFile('bell.qasm');
  await workbench.runCommand('Hybrid Quantum: Add Credential…');
  await workbench.page.getByText('A name for the credential', { exact: false }).waitFor();
  await workbench.quickInput().fill('ionq');
  await workbench.page.keyboard.press('Enter');
  await workbench.page.getByText("The value of 'ionq'", { exact: false }).waitFor();
  await workbench.quickInput().fill(key);
  await workbench.page.keyboard.press('Enter');
  await workbench.page.getByText("Credential 'ionq' is stored").waitFor();

  emulator.faults.stuckInQueue = true;
  await workbench.runCommand('Hybrid Quantum: Simulate Circuit…');
  await workbench.pick('qpu');
  await workbench.page.getByText('Number of shots').waitFor();
  await workbench.quickInput().fill('100');
  await workbench.page.keyboard.press('Enter');
  const dialog = workbench.page.locator('.monaco-dialog-box');
  await dialog.getByText('12.4166 USD', { exact: false }).first().waitFor();
  await dialog.getByRole('button', { name: 'Submit' }).click();

  const alert = workbench.notification('With the next job 10 % of the budget of the month in the settings (100 USD)');
  await alert.waitFor();
  await workbench.runCommand('Notifications: Clear All Notifications');

  await workbench.runCommand('Hybrid Quantum: Focus on Jobs View');
  const row = workbench.page.getByRole('treeitem', { name: /^qpu, bell\.qasm, / });
  await row.and(workbench.page.getByRole('treeitem', { name: /queued.*~12\.42 USD/ })).waitFor();
  await workbench.page.getByText('12.42 USD of 100.00 this month').first().waitFor();
  for (const theme of ['light', 'dark', 'high-contrast-dark'] as const) {
    await workbench.setTheme(theme);
    await workbench.screenshot(`extension-jobs-${theme}`);
  }

  await workbench.reload();
  emulator.faults.stuckInQueue = false;
  const notice = workbench.notification("The job of 'bell.qasm' on qpu has completed.");
  await notice.waitFor();
  await notice.getByRole('button', { name: 'Open Result' }).click();
  await workbench.webview().getByText('11', { exact: true }).first().waitFor();
  await workbench.runCommand('Hybrid Quantum: Focus on Jobs View');
  await workbench.page.getByRole('treeitem', { name: /^qpu, bell\.qasm, completed.* 12\.42 USD/ }).waitFor();
  expect(emulator.jobs.size).toBe(1);
  await workbench.screenshot('extension-jobs-ended');
});
