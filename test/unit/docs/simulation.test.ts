import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { simulationReportSchema } from '#core/protocol/simulationReport.ts';
import { methodNames } from '#core/simulator/method/chooseMethod.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { commandLine } from '#test/support/cli/commandLine.ts';

const page = readFileSync(join(projectRoot, 'docs', 'user-guide', 'simulation.md'), 'utf8');

/** What the first cells of the rows of a section name in code. */
function named(heading: string): string[] {
  const [, section = ''] = page.split(`## ${heading}\n`);
  const [body = ''] = section.split('\n## ');
  return [...body.matchAll(/^\| ([^|]*)\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code),
  );
}

test('the page has every option of hybridq simulate, and no other', async () => {
  const options = (await commandLine()).commands.find((command) => command.name() === 'simulate')?.options ?? [];
  const known = options.map(({ long }) => long ?? '');
  const described = [...page.matchAll(/--[a-z]+(?:-[a-z]+)*/g)].map(([flag]) => flag);
  // How circuits are read is on the page of the command line.
  const elsewhere = ['--include-path', '--stdin-path'];
  expect([...new Set([...described, ...elsewhere])].sort()).toEqual(known.sort());
});

test('the page has every field of a report, and no other', () => {
  expect(named('The report').sort()).toEqual(Object.keys(simulationReportSchema.shape).sort());
});

test('the page has every method', () => {
  expect(named('Methods').filter((code) => !code.startsWith('--'))).toEqual([...methodNames, 'auto']);
});
