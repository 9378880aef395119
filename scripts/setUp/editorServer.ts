import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from '#core/base/failure.ts';
import { codeServerFolder } from './codeServer.ts';
import { requireProgram } from './program.ts';

export interface EditorServerOptions {
  /** Where settings, storage, logs and installed extensions go; an existing one is continued. */
  readonly home: string;
  /** User settings, laid over quiet defaults; when left out, a home that has settings keeps them. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** False leaves every folder untrusted until the user grants trust. */
  readonly trusted: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Packaged extensions to install first. */
  readonly vsix?: readonly string[];
  /** Folders of unpacked extensions that the editor finds installed; they are used in place. */
  readonly extensions?: readonly string[];
  /**
   * Lets the address name an extension under development and a test suite to run in its host. The editor then shows no
   * notification toasts, so this is for suites without a user.
   */
  readonly testDriver?: boolean;
  /** Port to listen on; a free one when left out. */
  readonly port?: number;
}

export interface EditorServer {
  /** `host:port`. */
  readonly authority: string;
  readonly logsDir: string;
  readonly userDataDir: string;
  /** The address that opens a folder, with other parameters of the workbench; it holds the key to this server. */
  address(folder: string, payload?: readonly (readonly [string, string])[]): string;
  /** The form in which the workbench names a file or folder of this machine. */
  remoteUri(path: string): string;
  close(): Promise<void>;
}

/** Nothing goes online, nothing pops up, nothing changes with the day. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'security.workspace.trust.banner': 'never',
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.autoDetectColorScheme': false,
  'window.autoDetectHighContrast': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * Starts the VS Code server of `codeServer.ts` on the loopback interface and waits until it listens. It ends with this
 * process, however this process ends.
 * @throws Failure `unsupported` under a Node other than 24, `backend-down` when the server ends before it listens.
 */
export async function startEditorServer(options: EditorServerOptions): Promise<EditorServer> {
  if (Number(process.versions.node.split('.')[0]) !== 24) {
    throw new Failure('unsupported', `The editor for tests runs under Node 24, this is ${process.version}.`, {
      advice: 'Start it through npm, which uses the Node of this project.',
    });
  }
  const code = await codeServerFolder();
  const extensions = join(options.home, 'extensions');
  const userDataDir = join(options.home, 'data', 'User');
  await mkdir(userDataDir, { recursive: true });
  await mkdir(extensions, { recursive: true });
  const settingsFile = join(userDataDir, 'settings.json');
  if (options.settings !== undefined || !existsSync(settingsFile)) {
    await writeFile(settingsFile, JSON.stringify({ ...quietSettings, ...options.settings }, undefined, 2));
  }
  for (const folder of options.extensions ?? []) {
    const link = join(extensions, basename(folder));
    await rm(link, { force: true });
    await symlink(folder, link, 'junction');
  }
  const main = join(code, 'out', 'server-main.js');
  const token = randomBytes(16).toString('hex');
  const folders = ['--server-data-dir', options.home, '--extensions-dir', extensions];
  for (const vsix of options.vsix ?? []) {
    await requireProgram(`Installing ${vsix} in the editor`, process.execPath, [
      main,
      ...folders,
      '--accept-server-license-terms',
      '--force',
      '--install-extension',
      vsix,
    ]);
  }
  const child = spawn(
    process.execPath,
    [
      '--require',
      fileURLToPath(new URL('./editorModules/serverPreload.cjs', import.meta.url)),
      main,
      ...folders,
      '--host',
      '127.0.0.1',
      '--port',
      String(options.port ?? 0),
      '--connection-token',
      token,
      '--accept-server-license-terms',
      '--disable-telemetry',
      ...(options.testDriver === true ? ['--enable-smoke-test-driver'] : []),
      ...(options.trusted ? ['--disable-workspace-trust'] : []),
    ],
    {
      env: {
        ...process.env,
        EDITOR_SERVER_KEY_FILE: join(options.home, 'server-key'),
        EXTENSIONS_GALLERY: '{}',
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const authority = `127.0.0.1:${await listeningPort(child)}`;
  const remoteUri = (path: string): string => `vscode-remote://${authority}${encodeURI(toUriPath(path))}`;
  return {
    authority,
    logsDir: join(options.home, 'data', 'logs'),
    userDataDir,
    remoteUri,
    address(folder, payload = []) {
      const url = new URL(`http://${authority}/`);
      url.searchParams.set('tkn', token);
      url.searchParams.set('folder', toUriPath(folder));
      url.searchParams.set('payload', JSON.stringify([['skipWelcome', 'true'], ...payload]));
      return url.href;
    },
    close: () => stop(child),
  };
}

/** Every log file under the editor's log folder. */
export async function logFiles(server: Pick<EditorServer, 'logsDir'>): Promise<string[]> {
  const entries = await readdir(server.logsDir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function toUriPath(path: string): string {
  return process.platform === 'win32' ? `/${path.replaceAll('\\', '/')}` : path;
}

function listeningPort(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const settle = (): void => {
      child.off('exit', onExit);
      for (const stream of [child.stdout, child.stderr]) stream?.off('data', onData).resume();
    };
    const onExit = (code: number | null): void => {
      settle();
      reject(new Failure('backend-down', `The editor server ended with ${code} before it listened:\n${printed}`));
    };
    const onData = (text: string): void => {
      printed += text;
      const port = /Extension host agent listening on (\d+)/.exec(printed)?.[1];
      if (port === undefined) return;
      settle();
      resolve(port);
    };
    child.on('exit', onExit);
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', onData);
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
