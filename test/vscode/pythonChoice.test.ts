import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite, suiteTeardown, test } from 'mocha';
import { extensions, type Uri, workspace } from 'vscode';
import { Log } from '#client/app/log.ts';
import { Settings } from '#client/app/settings.ts';
import { PythonOfRequests } from '#client/runs/pythonOfRequests.ts';
import { RunnerProcess } from '#client/runs/runnerProcess.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { ConfiguredBackend } from '#core/protocol/configuredBackend.ts';
import type { RunnerAnswer, RunnerRequest } from '#core/protocol/runner.ts';
import { Redactor } from '#core/runs/redactor.ts';
import { applicationParts, workspaceFolder } from './sampleWorkspace.ts';

/** What the stand-in for the Python extension gives to others; empty until a test puts something into it. */
interface GivenApi {
  environments?: unknown;
}

/** What is asked of the environments of the Python extension, and its answer. */
interface Environments {
  readonly asked: string[];
  getActiveEnvironmentPath(folder: Uri): { readonly path: string };
  resolveEnvironment(environment: { readonly path: string }): Promise<unknown>;
}

/** The environment whose interpreter is chosen there. */
function environmentsWith(interpreter: string): Environments {
  const asked: string[] = [];
  return {
    asked,
    getActiveEnvironmentPath(folder) {
      asked.push(folder.fsPath);
      return { path: 'chosen' };
    },
    async resolveEnvironment({ path }) {
      return path === 'chosen' ? { executable: { uri: { fsPath: interpreter } } } : undefined;
    },
  };
}

const cirq: ConfiguredBackend = { adapter: 'cirq' };

function testing(backend: ConfiguredBackend): RunnerRequest {
  return { kind: 'test-backend', backend: 'mine', backends: { mine: backend } };
}

suite('the choice of a Python interpreter', () => {
  const lines: string[] = [];
  const note = (line: string) => lines.push(line);
  const log = new Log({ debug: note, info: note, warn: note, error: note, show: () => {} }, new Redactor());
  const python = new PythonOfRequests(new Settings(log), log);
  const settings = () => workspace.getConfiguration('hybridQuantum');

  /** The interpreter that the runner is told for a backend; undefined where it is to look for one. */
  const chosenFor = async (backend: ConfiguredBackend): Promise<string | undefined> => {
    const completed = await python.completed(testing(backend));
    const told = 'backends' in completed ? completed.backends['mine'] : undefined;
    return told !== undefined && 'interpreter' in told ? told.interpreter : undefined;
  };

  const extension = () => {
    const found = extensions.getExtension<GivenApi>('ms-python.python');
    ok(found, 'the stand-in for the Python extension is not there');
    return found;
  };

  /** Has the Python extension give this while something is done. */
  const withEnvironments = async (environments: unknown, work: () => Promise<void>): Promise<void> => {
    const api = await extension().activate();
    api.environments = environments;
    try {
      await work();
    } finally {
      delete api.environments;
    }
  };

  const withSetting = async (interpreter: string, work: () => Promise<void>): Promise<void> => {
    await settings().update('python.interpreter', interpreter, false);
    try {
      await work();
    } finally {
      await settings().update('python.interpreter', undefined, false);
    }
  };

  suiteTeardown(async () => {
    await settings().update('python.interpreter', undefined, false);
  });

  test('does not start the Python extension for what needs no Python', async function () {
    if (extension().isActive) this.skip();
    const ionq: ConfiguredBackend = { adapter: 'ionq', device: 'simulator', credential: 'key' };
    deepStrictEqual(await python.completed(testing(ionq)), testing(ionq));
    strictEqual(extension().isActive, false);
    // Of a package it is needed, so it is started.
    strictEqual(await chosenFor(cirq), undefined);
    strictEqual(extension().isActive, true);
  });

  test('takes that of the backend, of the setting, and of the Python extension, in this order', async () => {
    const environments = environmentsWith('/chosen/there/python');
    await withEnvironments(environments, async () => {
      strictEqual(await chosenFor(cirq), '/chosen/there/python');
      deepStrictEqual(environments.asked, [workspaceFolder()]);
      await withSetting('tools/python', async () => {
        strictEqual(await chosenFor(cirq), join(workspaceFolder(), 'tools', 'python'));
        strictEqual(await chosenFor({ ...cirq, interpreter: 'own/python' }), join(workspaceFolder(), 'own', 'python'));
      });
      strictEqual(await chosenFor({ ...cirq, interpreter: 'python3.12' }), 'python3.12');
      deepStrictEqual(environments.asked, [workspaceFolder()], 'it was asked although something else said which');
    });
    strictEqual(await chosenFor(cirq), undefined);
  });

  test('understands the home and the workspace folder in the setting', async () => {
    await withSetting('~/venv/bin/python', async () => {
      strictEqual(await chosenFor(cirq), join(process.env['HOME'] ?? homedir(), 'venv', 'bin', 'python'));
    });
    await withSetting('${workspaceFolder}/.venv/bin/python', async () => {
      strictEqual(await chosenFor(cirq), join(workspaceFolder(), '.venv', 'bin', 'python'));
    });
  });

  test('goes on without a Python extension that gives no environments, or does not know its own', async () => {
    const logged = async (environments: unknown): Promise<string> => {
      lines.length = 0;
      await withEnvironments(environments, async () => strictEqual(await chosenFor(cirq), undefined));
      return lines.join('\n');
    };
    ok((await logged(undefined)).includes('Asking the Python extension for its interpreter'));
    ok((await logged({ known: [] })).includes('Asking the Python extension for its interpreter'));
    const failing = { ...environmentsWith(''), resolveEnvironment: () => Promise.reject(new Error('It is starting.')) };
    ok((await logged(failing)).includes('It is starting.'));
    strictEqual(await logged({ ...environmentsWith(''), resolveEnvironment: async () => undefined }), '');
  });

  test('reaches the interpreter, and says what to do where there is none', async function () {
    // A script stands in for the interpreter.
    if (process.platform === 'win32') this.skip();
    const { runs } = await applicationParts();
    const product = extensions.getExtension('hybrid-quantum.hybrid-quantum');
    ok(product);
    const chosen = await answeringScript(join(workspaceFolder(), 'chosen', 'python3'));
    const check = async (answer: Promise<RunnerAnswer>) => {
      const told = await answer;
      return told.kind === 'backend-check' ? told.message : told.kind;
    };
    const runsOn = (interpreter: string) =>
      `Cirq runs circuits on Simulator, with cirq-core 1.6.1 in Python 3.12.1 at ${interpreter}.`;
    await withEnvironments(environmentsWith(chosen), async () => {
      strictEqual(await check(runs.ask(testing(cirq))), runsOn(chosen));
    });
    await withEnvironments(environmentsWith('/gone/python'), async () => {
      const message = await check(runs.ask(testing(cirq)));
      ok(message.startsWith('There is no Python interpreter /gone/python. Install Python 3, or name'), message);
    });
    // A runner with another search path.
    const found = await answeringScript(join(workspaceFolder(), 'onPath', 'python3'));
    const search = async (path: string) => {
      const before = { ...process.env };
      for (const name of ['HYBRIDQ_PYTHON', 'VIRTUAL_ENV', 'CONDA_PREFIX']) delete process.env[name];
      process.env['PATH'] = path;
      const runner = new RunnerProcess({
        module: join(product.extensionPath, 'dist', 'runner.cjs'),
        log,
        secrets: { secret: async () => undefined },
        profile: () => 'default',
        signIn: async () => undefined,
      });
      try {
        const answer = runner.request(await python.completed(testing(cirq)), neverCancelled);
        Object.assign(process.env, before);
        return await check(answer);
      } finally {
        Object.assign(process.env, before);
        runner.dispose();
      }
    };
    strictEqual(await search(dirname(found)), runsOn(found));
    const message = await search('/nowhere');
    ok(message.startsWith('There is no Python interpreter on the search path. Install Python 3, or name'), message);
    ok(message.includes('hybridQuantum.python.interpreter'), message);
  });
});

/** A program that answers as an interpreter with Cirq would, and needs nothing of the search path. */
async function answeringScript(path: string): Promise<string> {
  const versions = '{"protocol":1,"python":"3.12.1","executable":"","distributions":{"cirq-core":"1.6.1"}}';
  const counts = '{"seconds":0.1,"counts":[{"01":10}]}';
  const script = `#!/bin/sh
while read -r line; do
  id=\${line#*:}
  id=\${id%%,*}
  case "$line" in
    *'"ask":"versions"'*) echo '{"id":'"$id"',"answer":${versions}}' ;;
    *) echo '{"id":'"$id"',"answer":${counts}}' ;;
  esac
done
`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, script);
  await chmod(path, 0o755);
  return path;
}
