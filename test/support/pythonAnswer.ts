import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { projectRoot } from '#scripts/projectRoot.ts';
import { pythonEnvironment } from './pythonEnvironment.ts';

/**
 * What a script of the interop suite answers to a question, both JSON.
 * @param script below `test/interop`
 */
export async function pythonAnswer(script: string, question: unknown, ...parameters: string[]): Promise<unknown> {
  const path = join(projectRoot, 'test', 'interop', script);
  const child = spawn(await pythonEnvironment(), [path, ...parameters], {
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 300_000,
  });
  child.stdin.end(JSON.stringify(question));
  const [answer, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`${script} ended with ${code}.`);
  return JSON.parse(answer);
}
