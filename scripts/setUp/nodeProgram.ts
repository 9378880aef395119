import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { projectRoot } from '../projectRoot.ts';

const timeLimitCode = 124;

export interface NodeProgramOptions {
  /** In milliseconds, none when left out; a program that takes longer is ended and has exit code 124. */
  readonly timeLimit?: number;
  /** Stands before every line the program prints, for one that is not alone; its output goes straight through without. */
  readonly label?: string | undefined;
}

/**
 * Runs a program of this project with the running Node, its output going to that of this process.
 * @returns the exit code; 128 when a signal ended it.
 */
export async function runNode(args: readonly string[], options: NodeProgramOptions = {}): Promise<number> {
  const { timeLimit, label } = options;
  if (label === undefined) {
    const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', 'inherit', 'inherit'] });
    return exitCode(child, timeLimit);
  }
  const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => {
      if (line.trim() !== '') process.stdout.write(`${label}${line}\n`);
    });
  }
  return exitCode(child, timeLimit);
}

/** Like `runNode`, but collects what the program prints. */
export async function runNodeQuietly(
  args: readonly string[],
  timeLimit: number,
): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return { code: await exitCode(child, timeLimit), output };
}

function exitCode(child: ChildProcess, timeLimit?: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let expired = false;
    const expire = (limit: number): void => {
      expired = true;
      process.stderr.write(`The program was ended after its time limit of ${limit / 60_000} minutes.\n`);
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
    };
    const timer = timeLimit === undefined ? undefined : setTimeout(expire, timeLimit, timeLimit);
    const stop = (): void => {
      child.kill('SIGTERM');
    };
    // Ctrl+C reaches the child from the terminal as well; how it ends decides how this program goes on.
    const wait = (): void => {};
    process.once('SIGTERM', stop);
    process.on('SIGINT', wait);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      process.off('SIGTERM', stop);
      process.off('SIGINT', wait);
      resolve(expired ? timeLimitCode : (code ?? 128));
    });
  });
}
