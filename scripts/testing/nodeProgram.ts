import { type ChildProcess, spawn } from 'node:child_process';
import { projectRoot } from '../projectRoot.ts';

const timeLimitCode = 124;

/**
 * Runs a program of this project with the running Node, its output going straight through.
 * @param timeLimit in milliseconds; a program that takes longer is ended and has exit code 124.
 * @returns the exit code; 128 when a signal ended it.
 */
export async function runNode(args: readonly string[], timeLimit: number): Promise<number> {
  return exitCode(
    spawn(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', 'inherit', 'inherit'] }),
    timeLimit,
  );
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

function exitCode(child: ChildProcess, timeLimit: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let expired = false;
    const timer = setTimeout(() => {
      expired = true;
      process.stderr.write(`The program was ended after its time limit of ${timeLimit / 60_000} minutes.\n`);
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
    }, timeLimit);
    const stop = (): void => {
      child.kill('SIGTERM');
    };
    process.once('SIGTERM', stop);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      process.off('SIGTERM', stop);
      resolve(expired ? timeLimitCode : (code ?? 128));
    });
  });
}
