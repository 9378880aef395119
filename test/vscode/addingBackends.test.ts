import { deepStrictEqual, ok } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { ConfigurationTarget, commands, type InputBoxOptions, type QuickPickItem, window, workspace } from 'vscode';
import { Log } from '#client/app/log.ts';
import { Settings } from '#client/app/settings.ts';
import { addBackend } from '#client/commands/addBackend.ts';
import type { RunService } from '#client/runs/runService.ts';
import { Redactor } from '#core/runs/redactor.ts';
import { type IonqEmulator, startIonqEmulator } from '../support/emulators/ionq/ionqEmulator.ts';
import { applicationParts } from './sampleWorkspace.ts';

const planted = 'planted-3c81f0de92ab4475';
const credential = 'ionq-of-suite';

/** Presses Enter in the editor's own list or field until the question is answered. */
async function accepted<Answer>(answer: Thenable<Answer>): Promise<Answer> {
  let isOpen = true;
  const ended = answer.then((given) => {
    isOpen = false;
    return given;
  });
  while (isOpen) {
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await Promise.race([ended, delay(100)]);
  }
  return await ended;
}

/** A person who answers the questions of the editor in turn, by a label or a text; `undefined` takes what is proposed. */
async function answering(
  answers: readonly (string | undefined)[],
  work: () => Promise<void>,
): Promise<readonly string[]> {
  const left = [...answers];
  const asked: string[] = [];
  const { showInputBox, showQuickPick } = window;
  const pick = async (items: readonly QuickPickItem[], options: { readonly placeHolder?: string }) => {
    asked.push(options.placeHolder ?? '');
    const wanted = left.shift();
    const first = items.filter(({ label }) => label === wanted);
    ok(first.length > 0, `${options.placeHolder}: no ${wanted} in ${items.map(({ label }) => label)}`);
    // The editor offers the first one to whoever presses Enter.
    return await accepted(showQuickPick([...first, ...items.filter(({ label }) => label !== wanted)], options));
  };
  const type = async (options: InputBoxOptions) => {
    asked.push(options.prompt ?? '');
    const text = left.shift();
    return await accepted(showInputBox(text === undefined ? options : { ...options, value: text }));
  };
  Object.assign(window, { showQuickPick: pick, showInputBox: type });
  try {
    await work();
  } finally {
    Object.assign(window, { showInputBox, showQuickPick });
  }
  deepStrictEqual(left, []);
  return asked;
}

suite('a backend is added by its questions', () => {
  let emulator: IonqEmulator;

  const configured = () =>
    workspace.getConfiguration('hybridQuantum').get<Record<string, unknown>>('backends.configured');

  suiteSetup(async () => {
    emulator = await startIonqEmulator({ keys: [planted] });
    const { credentials } = await applicationParts();
    await credentials.add(credential, planted);
  });

  suiteTeardown(async () => {
    await workspace
      .getConfiguration('hybridQuantum')
      .update('backends.configured', undefined, ConfigurationTarget.Global);
    const { credentials } = await applicationParts();
    await credentials.remove(credential);
    await emulator.close();
  });

  /** The product's own parts; what is asked of IonQ goes to the emulator. */
  async function add(answers: readonly (string | undefined)[]): Promise<readonly string[]> {
    const { credentials, runs } = await applicationParts();
    const log = new Log(window.createOutputChannel('Adding backends', { log: true }), new Redactor());
    const settings = new Settings(log);
    const ask: RunService['ask'] = async (request, token) =>
      await runs.ask(
        request.kind === 'list-devices'
          ? {
              ...request,
              backends: Object.fromEntries(
                Object.entries(request.backends).map(([id, backend]) => [
                  id,
                  backend.adapter === 'ionq' ? { ...backend, endpoint: emulator.url } : backend,
                ]),
              ),
            }
          : request,
        token,
      );
    const asking = Object.assign(Object.create(runs), { ask }) as RunService;
    return await answering(answers, async () => await addBackend({ runs: asking, settings, credentials, log }));
  }

  test('one of a cloud, with the devices it lists and a credential by name', async () => {
    const asked = await add(['IonQ', credential, 'qpu.forte-1', undefined]);
    deepStrictEqual(asked, ['Provider', 'Credential', 'Device', 'A name for the backend']);
    deepStrictEqual(configured(), {
      'ionq-forte-1': { adapter: 'ionq', credential, device: 'qpu.forte-1' },
    });
    ok(emulator.requests.some(({ path }) => path.endsWith('/backends')));
  });

  test('and one of this machine beside it; nothing secret is in the settings', async () => {
    await add(['Cirq', '/nowhere/python', 'DensityMatrixSimulator', 'cirq-here']);
    deepStrictEqual(Object.keys(configured() ?? {}).sort(), ['cirq-here', 'ionq-forte-1']);
    deepStrictEqual(configured()?.['cirq-here'], {
      adapter: 'cirq',
      device: 'DensityMatrixSimulator',
      interpreter: '/nowhere/python',
    });
    const { settingsFile } = await settingsOnDisk();
    ok(settingsFile.includes('cirq-here'));
    ok(!settingsFile.includes(planted));
  });
});

/** The text of the user's settings. */
async function settingsOnDisk(): Promise<{ readonly settingsFile: string }> {
  await commands.executeCommand('workbench.action.openSettingsJson');
  const path = window.activeTextEditor?.document.uri.fsPath;
  ok(path, 'the settings did not open');
  return { settingsFile: await readFile(path, 'utf8') };
}
