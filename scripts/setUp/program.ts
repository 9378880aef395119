import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { Failure } from '#core/base/failure.ts';

export interface ProgramOptions {
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end and collects what it prints. A program ended by a signal has code 128.
 * @throws Failure `not-found` when it cannot be started.
 */
export function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', (cause) => {
      reject(new Failure('not-found', `${command} could not be started: ${cause.message}.`, { cause }));
    });
    child.on('close', (code) => {
      resolve({ code: code ?? 128, stdout, stderr });
    });
  });
}

/**
 * Like `runProgram`, for a step that has to succeed; `what` names it in the message, which ends with the last lines
 * the program printed.
 * @throws Failure `unknown` when the exit code is not 0.
 */
export async function requireProgram(
  what: string,
  command: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const result = await runProgram(command, args, options);
  if (result.code === 0) return result;
  const lastLines = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-12).join('\n');
  throw new Failure('unknown', `${what} failed (${command} ended with ${result.code}):\n${lastLines}`);
}

/** Runs the npm that started this process, or else the one on the path. */
export function requireNpm(what: string, args: readonly string[], cwd: string): Promise<ProgramResult> {
  const cli = process.env['npm_execpath'];
  if (cli?.endsWith('.js')) return requireProgram(what, process.execPath, [cli, ...args], { cwd });
  return requireProgram(what, process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { cwd });
}

/** The first of the named programs that is on the path, as an absolute path. */
export async function findOnPath(names: readonly string[]): Promise<string | undefined> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  for (const name of names) {
    for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
      const candidate = join(folder, name + suffix);
      if (folder !== '' && (await isExecutable(candidate))) return candidate;
    }
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    // Not there or not for us: both mean "look further".
    return false;
  }
}
