import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes a program that is called like a Python interpreter and answers every line with what `answer` gives. Its text may
 * use `request`, the parsed line, `reply(value)`, and everything of Node.
 */
export async function answeringProgram(folder: string, answer: string): Promise<string> {
  const path = join(folder, 'interpreter');
  const lines = [
    `#!${process.execPath}`,
    "const { spawn } = require('node:child_process');",
    "const lines = require('node:readline').createInterface({ input: process.stdin });",
    'const reply = (value) => process.stdout.write(JSON.stringify(value) + "\\n");',
    `lines.on('line', (line) => { const request = JSON.parse(line); ${answer} });`,
    "lines.on('close', () => process.exit(0));",
  ];
  await writeFile(path, `${lines.join('\n')}\n`, { mode: 0o755 });
  return path;
}
