import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exitCodes } from '#cli/exitCodes.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { commandLine } from '#test/support/cli/commandLine.ts';

const page = readFileSync(join(projectRoot, 'docs', 'user-guide', 'command-line.md'), 'utf8');
test('the guide to the command line has every command, and no other', async () => {
  const commands = (await commandLine()).commands.flatMap((command) =>
    command.commands.length === 0
      ? [command.name()]
      : command.commands.map((inner) => `${command.name()} ${inner.name()}`),
  );
  // A row names a command, or the commands of a group: `hybridq runs list`, `show`, …
  const described = [...page.matchAll(/^\| (`hybridq [^|]*) \|/gm)].flatMap(([, cell = '']) => {
    const [first = '', ...others] = [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
    const words = first.replace('hybridq ', '').replace(/ [<-].*$/, '');
    return [words, ...others.map((name) => `${words.split(' ')[0]} ${name}`)];
  });
  expect(described.sort()).toEqual(commands.sort());
});

test('the guide to the command line has every exit code', () => {
  const described = [...page.matchAll(/^\| (\d+) \| \S/gm)].map(([, code]) => Number(code));
  expect(described).toEqual(Object.values(exitCodes));
});
