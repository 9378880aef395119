import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { writtenInterpreter } from '#platform/python/writtenInterpreter.ts';

const folder = resolve('/work/project');
const environment = { HOME: resolve('/home/ada'), VENVS: resolve('/opt/venvs') };

test.each([
  ['python3.12', 'python3.12'],
  [' python3 ', 'python3'],
  ['.venv/bin/python', resolve(folder, '.venv/bin/python')],
  ['../shared/python', resolve('/work/shared/python')],
  ['/usr/bin/python3', resolve('/usr/bin/python3')],
  ['~/venv/bin/python', resolve('/home/ada/venv/bin/python')],
  // A folder may be called like that.
  ['env~/python', resolve(folder, 'env~/python')],
  ['${workspaceFolder}/.venv/bin/python', resolve(folder, '.venv/bin/python')],
  ['${userHome}/venv/bin/python', resolve('/home/ada/venv/bin/python')],
  ['${env:VENVS}/one/python', resolve('/opt/venvs/one/python')],
  ['${env:NONE}python3', 'python3'],
])('%s is %s', (written, meant) => {
  expect(writtenInterpreter(written, { folder, environment })).toBe(meant);
});

test('the home folder is known without a variable', () => {
  expect(writtenInterpreter('~/python', { folder, environment: {} })).toBe(resolve(homedir(), 'python'));
});
