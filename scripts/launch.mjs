// Starts a TypeScript script of this folder from whatever Node the machine has (20 or newer): installs the npm
// packages when they are missing or differ from the lock file, then continues under the Node 24 that comes with them.
// Plain JavaScript without dependencies, because it runs before anything is installed.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const windows = process.platform === 'win32';
const oldestNode = 20;
const scriptNode = 24;

/**
 * Runs `scripts/<name>.ts` with the arguments of this process and ends this process with the script's exit code.
 * Exit code 1 with one sentence on stderr when the set-up cannot be completed.
 */
export async function launch(name) {
  try {
    if (nodeMajor(process.version) < oldestNode) {
      throw new Error(`Node ${oldestNode} or newer is needed, this is ${process.version}. Install a newer Node.`);
    }
    await installPackages();
    const node = await findScriptNode();
    const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
    const script = join(root, 'scripts', `${name}.ts`);
    await end(await run(node, [script, ...process.argv.slice(2)], { env: { ...process.env, PATH: path } }));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

async function installPackages() {
  if (packagesMatchLock()) return;
  process.stderr.write('Installing the npm packages named in package-lock.json…\n');
  const { code } = await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], root);
  if (code !== 0) {
    throw new Error(
      'npm ci failed, so nothing was started. Its own message is above; check the network and try again.',
    );
  }
}

/** Compares what npm says it installed with the lock file, by content: dates change with every checkout. */
function packagesMatchLock() {
  const installedLock = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages ?? {};
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages ?? {};
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    return found === undefined ? entry.optional === true || entry.peer === true : found.version === entry.version;
  });
}

/** Node 24 from the `node` package; its install script is run here when npm was told to ignore scripts. */
async function findScriptNode() {
  const folder = join(root, 'node_modules', 'node');
  const node = join(folder, 'bin', windows ? 'node.exe' : 'node');
  if (await works(node)) return node;
  const installer = join(folder, 'installArchSpecificPackage.js');
  if (existsSync(installer)) {
    process.stderr.write(`Installing Node ${scriptNode} for ${process.platform} ${process.arch}…\n`);
    await run(process.execPath, [installer], { cwd: folder });
    if (await works(node)) return node;
  }
  if (nodeMajor(process.version) >= scriptNode) return process.execPath;
  throw new Error(
    `The npm package "node" brought no working Node ${scriptNode} for ${process.platform} ${process.arch}. ` +
      `Install Node ${scriptNode} yourself and run the command again with it.`,
  );
}

async function works(node) {
  if (!existsSync(node)) return false;
  const { code } = await run(node, ['--version'], { stdio: 'ignore' }).catch(() => ({ code: 1 }));
  return code === 0;
}

function npm(args, cwd) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js')
    ? run(process.execPath, [cli, ...args], { cwd })
    : run(windows ? 'npm.cmd' : 'npm', args, { cwd, shell: windows });
}

function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    // Ctrl+C reaches the child from the terminal; this process stays to pass on how the child ended.
    const ignore = () => {};
    const forward = () => child.kill('SIGTERM');
    process.on('SIGINT', ignore);
    process.on('SIGTERM', forward);
    child.on('error', (error) => {
      reject(new Error(`${command} could not be started: ${error.message}.`));
    });
    child.on('close', (code, signal) => {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', forward);
      resolve({ code: code ?? 1, signal });
    });
  });
}

async function end({ code, signal }) {
  if (signal !== null && !windows) {
    process.kill(process.pid, signal);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  process.exitCode = code;
}

function nodeMajor(version) {
  return Number(version.slice(1).split('.')[0]);
}
