import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { submittedElsewhere } from '#test/support/emulators/ionq/submittedElsewhere.ts';
import { bell } from '#test/support/fixtures/bell.ts';
import { type IonqEmulator, startIonqEmulator } from '../../support/emulators/ionq/ionqEmulator.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';
import { SampleProject } from './sampleProject.ts';

const key = 'iq-e2e0123456789abcdef00';

/** Of 29 qubits only two states have amplitudes, which the embedded simulator cannot know beforehand. */
const wide = `OPENQASM 3.0;
include "stdgates.inc";
qubit[29] q;
bit[29] c;
h q[0];
for int layer in [1:20] {
  for int i in [0:27] { cx q[i], q[i + 1]; }
  for int i in [0:28] { t q[i]; }
}
for int layer in [1:20] {
  for int i in [0:28] { tdg q[i]; }
  for int i in [0:27] { cx q[27 - i], q[28 - i]; }
}
c = measure q;
`;

let emulator: IonqEmulator;
let project: SampleProject;
let workbench: Workbench;

beforeAll(async () => {
  emulator = await startIonqEmulator({ keys: [key] });
  project = await SampleProject.create();
  await project.write('bell.qasm', bell);
  await project.write('wide.qasm', wide);
  workbench = await openWorkbench({
    folder: project.folder,
    extensionPath: projectRoot,
    settings: {
      'hybridQuantum.backends.configured': {
        qpu: { adapter: 'ionq', device: 'qpu.forte-1', endpoint: emulator.url, credential: 'ionq' },
        sim: { adapter: 'ionq', device: 'simulator', endpoint: emulator.url, credential: 'ionq' },
      },
      'hybridQuantum.budget.monthly': { amount: 100, currency: 'USD', alertAt: 0.1 },
    },
  });
});

/** The row of the job last submitted, with what its state begins with. */
function jobRow(name: RegExp): Locator {
  return workbench.page.getByRole('treeitem', { name }).first();
}

async function simulateBell(shots: string): Promise<void> {
  await workbench.openFile('bell.qasm');
  await workbench.choose('Hybrid Quantum: Simulate Circuit…', 'qpu');
  await workbench.answer('Number of shots', shots);
  await workbench.answerDialog('12.4166 USD', 'Submit');
}

/** States of the jobs that the window has written down, the last submitted first. */
async function storedStates(): Promise<readonly string[]> {
  const store = await openRunStore(project.folder, systemClock);
  try {
    return (await store.allJobs({})).map(({ runState, state }) => `${state} of a run ${runState}`);
  } finally {
    store.close();
  }
}

afterAll(async () => {
  await workbench?.close();
  await project?.remove();
  await emulator?.close();
});

test('a job outlives the window it was sent from, and the next one tells of its end and has its result', async () => {
  await workbench.openFile('bell.qasm');
  await workbench.runCommand('Hybrid Quantum: Add Credential…');
  await workbench.answer('A name for the credential', 'ionq');
  await workbench.notified("Credential 'ionq' is stored", () => workbench.answer("The value of 'ionq'", key));

  emulator.faults.stuckInQueue = true;
  const alert = 'With the next job 10 % of the budget of the month in the settings (100 USD)';
  await workbench.notified(alert, () => simulateBell('100'));
  await workbench.probe.execute('notifications.clearAll');

  await workbench.runCommand('Hybrid Quantum: Focus on Jobs View');
  const row = workbench.page.getByRole('treeitem', { name: /^qpu, bell\.qasm, / });
  await row.and(workbench.page.getByRole('treeitem', { name: /queued.*~12\.42 USD/ })).waitFor();
  await workbench.page.getByText('12.42 USD of 100.00 this month').first().waitFor();
  await workbench
    .webview()
    .getByText(/^qpu \(ionq, qpu\.forte-1\): waiting in the queue since /)
    .waitFor();
  for (const theme of ['light', 'dark', 'high-contrast-dark'] as const) {
    await workbench.setTheme(theme);
    await workbench.screenshot(`extension-jobs-${theme}`);
  }

  await workbench.reload();
  emulator.faults.stuckInQueue = false;
  await workbench.answerNotification("The job of 'bell.qasm' on qpu has completed.", 'Open Result');
  await workbench.webview().getByText('11', { exact: true }).first().waitFor();
  await workbench.runCommand('Hybrid Quantum: Focus on Jobs View');
  await workbench.page.getByRole('treeitem', { name: /^qpu, bell\.qasm, completed.* 12\.42 USD/ }).waitFor();
  expect(emulator.jobs.size).toBe(1);
  await workbench.screenshot('extension-jobs-ended');
});

test('the result of a job is opened by its icon', async () => {
  await workbench.runCommand('View: Close All Editors');
  await workbench.page.locator('iframe.webview').first().waitFor({ state: 'detached' });
  const result = workbench.webview().getByText('bell.qasm', { exact: false }).first();
  await workbench.act(jobRow(/^qpu, bell\.qasm, completed.*qpu\.forte-1/), 'Open Result of Job', result);
  await workbench.webview().getByText('11', { exact: true }).first().waitFor();
});

test('a job that was submitted elsewhere is attached by its id, and its result opens', async () => {
  const id = await submittedElsewhere(emulator, key);
  await workbench.choose('Hybrid Quantum: Attach Job…', 'qpu');
  await workbench.answer('The id that qpu gave the job', id);
  await jobRow(new RegExp(`^qpu, job ${id}, completed`)).waitFor();
  await workbench.webview().getByText('01', { exact: true }).first().waitFor();
  expect(emulator.jobs.size).toBe(2);
});

test('a job is cancelled after a question, which ends its run, and is done again as a new one', async () => {
  emulator.faults.stuckInQueue = true;
  await simulateBell('120');
  const queued = jobRow(/^qpu, bell\.qasm, queued/);
  const question = "Cancel the job of 'bell.qasm' on qpu?";
  await workbench.act(queued, 'Cancel Job…', workbench.dialog(question));
  await workbench.answerDialog(question, 'Cancel');
  expect([...emulator.jobs.values()].at(-1)?.status).not.toBe('canceled');
  await workbench.act(queued, 'Cancel Job…', workbench.dialog(question));
  await workbench.answerDialog(question, 'Cancel Job');
  await jobRow(/^qpu, bell\.qasm, cancelled/).waitFor();
  expect([...emulator.jobs.values()].at(-1)?.status).toBe('canceled');
  await workbench.probe.until('the run has ended with its job', async () =>
    (await storedStates())[0] === 'cancelled of a run cancelled' ? true : undefined,
  );
  // Nothing was submitted in its place.
  expect(emulator.jobs.size).toBe(3);

  await workbench.reload();
  emulator.faults.stuckInQueue = false;
  emulator.eager = true;
  await workbench.runCommand('Hybrid Quantum: Focus on Jobs View');
  const cost = workbench.dialog('12.4166 USD');
  await workbench.act(jobRow(/^qpu, bell\.qasm, cancelled.*→ 0,/), 'Retry Job as New Run…', cost);
  expect(emulator.jobs.size).toBe(3);
  await workbench.answerDialog('12.4166 USD', /^(Submit|Continue|Run)/);
  await workbench.probe.until('the job was done again', async () =>
    (await storedStates())[0] === 'completed of a run succeeded' ? true : undefined,
  );
  expect([...emulator.jobs.values()].map(({ submission }) => submission.shots)).toEqual([100, 100, 120, 120]);
});

test('a circuit that is too wide for the embedded simulator goes to a managed one by one choice', async () => {
  await workbench.openFile('wide.qasm');
  await workbench.choose('Hybrid Quantum: Simulate Circuit…', 'Embedded simulator');
  await workbench.answer('Number of shots', '64');
  await workbench.answerNotification('No method simulates this circuit of 29 qubits', 'Run on sim');
  await workbench.answerDialog('on sim with 64 shots?', 'Submit');
  await jobRow(/^sim, wide\.qasm, completed/).waitFor();
  await workbench.webview().getByText('0'.repeat(28).concat('1'), { exact: true }).first().waitFor();
  expect([...emulator.jobs.values()].at(-1)).toMatchObject({ status: 'completed', submission: { shots: 64 } });
});
