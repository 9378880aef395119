import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analyseProgram } from '#core/openqasm/index.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { loadCircuitGrammar, scopedTokens } from '#test/support/tokenScopes.ts';

const folder = join(projectRoot, 'test', 'fixtures', 'grammar');

/** Each line of the program, and below it the innermost scope of every token in it. */
async function coloured(program: string): Promise<string> {
  const grammar = await loadCircuitGrammar();
  const tokens = scopedTokens(grammar, program);
  const lines = program.trimEnd().split('\n');
  return `${lines
    .map((line, number) => {
      const own = tokens.filter((token) => token.line === number);
      const scopes = own.map(
        ({ scopes, text }) => `    ${text}  ${scopes.slice(1).join(' ').replaceAll('.openqasm', '')}`,
      );
      return [line, ...scopes].join('\n');
    })
    .join('\n')}\n`;
}

test.each(['everyConstruct2', 'everyConstruct3'])('the colours of %s are as they were reviewed', async (name) => {
  const program = readFileSync(join(folder, `${name}.qasm`), 'utf8');
  await expect(await coloured(program)).toMatchFileSnapshot(join(folder, `${name}.scopes.txt`));
});

test.each(['everyConstruct2', 'everyConstruct3'])('%s is a program without errors', (name) => {
  const { diagnostics } = analyseProgram(readFileSync(join(folder, `${name}.qasm`), 'utf8'));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
});
