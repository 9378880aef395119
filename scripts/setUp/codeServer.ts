import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { cachedFolder } from './cachedFolder.ts';
import { requireNpm, requireProgram } from './program.ts';

/** The release of the npm package; its minor and patch numbers are those of the VS Code inside. Needs Node 24. */
const codeServerVersion = '4.139.1';

/** Counted up whenever the recipe below changes, so that older folders are not reused. */
const recipe = 2;

/** Features of the workbench that need native code or a second product, and that no test of ours touches. */
const unneededModules = [
  '@devcontainers/cli',
  '@github/copilot-sdk',
  '@microsoft/mxc-sdk',
  '@vscode/copilot-api',
  '@vscode/fs-copyfile',
  '@vscode/sandbox-runtime',
  '@vscode/sqlite3',
  '@vscode/windows-process-tree',
  '@vscode/windows-registry',
  'kerberos',
  'ssh2',
];

/** Native modules the server cannot do without; `editorModules/` has a plain one for each. */
const replacedModules = ['@vscode/deviceid', '@vscode/native-watchdog', '@vscode/spdlog'];

/** Built-in extensions that would sign in, go online or start debuggers, or that need a module left out above. */
const unneededExtensions = [
  'copilot',
  'git',
  'github',
  'mermaid-markdown-features',
  'microsoft-authentication',
  'ms-vscode.js-debug',
  'ms-vscode.js-debug-companion',
  'ms-vscode.vscode-js-profile-table',
  'tunnel-forwarding',
];

const manifestSchema = z.looseObject({ dependencies: z.record(z.string(), z.string()) });

/**
 * The folder of a real VS Code server with its workbench for the browser, brought by npm alone: no compiler, no
 * download from elsewhere. The native logger and watchdog are replaced by small modules with the same interface, and
 * what the tests never use is left out, which makes the install a matter of seconds.
 * Start it with `editorServer.ts`.
 */
export function codeServerFolder(): Promise<string> {
  return cachedFolder(`code-server-${codeServerVersion}-${recipe}`, async (folder) => {
    const packed = await requireNpm(
      'Fetching the editor for tests',
      ['pack', '--silent', `code-server@${codeServerVersion}`],
      folder,
    );
    const archive = packed.stdout.trim().split('\n').at(-1) ?? '';
    const inside = 'package/lib/vscode';
    const excluded = unneededExtensions.map((name) => `--exclude=${inside}/extensions/${name}`);
    await requireProgram(
      'Unpacking the editor for tests',
      'tar',
      ['-xzf', archive, '--strip-components=3', ...excluded, inside],
      { cwd: folder },
    );
    await rm(join(folder, archive));
    await installModules(folder);
  });
}

async function installModules(folder: string): Promise<void> {
  const manifestPath = join(folder, 'package.json');
  const manifest = manifestSchema.parse(JSON.parse(await readFile(manifestPath, 'utf8')));
  const left = Object.entries(manifest.dependencies).filter(
    ([name]) => !unneededModules.includes(name) && !replacedModules.includes(name),
  );
  await writeFile(manifestPath, JSON.stringify({ ...manifest, dependencies: Object.fromEntries(left) }, undefined, 2));
  await requireNpm(
    'Installing the modules of the editor for tests',
    ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    folder,
  );
  for (const name of replacedModules) {
    const target = join(folder, 'node_modules', name);
    await mkdir(target, { recursive: true });
    const source = new URL(`./editorModules/${name.slice(name.indexOf('/') + 1)}.cjs`, import.meta.url);
    await cp(fileURLToPath(source), join(target, 'index.js'));
    await writeFile(join(target, 'package.json'), JSON.stringify({ name, version: '0.0.0', main: 'index.js' }));
  }
}
