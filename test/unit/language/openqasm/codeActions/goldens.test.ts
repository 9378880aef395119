import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyseProgram } from '#core/openqasm/index.ts';
import { actionPlace, afterAction, offeredActions } from '#test/support/openqasmActions.ts';

const goldens = join(import.meta.dirname, 'goldens');

/** Titles of the actions whose results lie in the folders of the same key. */
const titles: Readonly<Record<string, RegExp>> = {
  extractGate: /^Extract /,
  inlineGate: /^Replace the call by/,
  oldSyntax: /^Update old syntax in the file/,
  migrateToVersion3: /^Migrate the file to OpenQASM 3$/,
};

/** `x.qasm`, with `‸` or `⟦…⟧` at the place of the action, becomes `x.golden.qasm`. */
describe.each(readdirSync(goldens))('%s', (action) => {
  const inputs = readdirSync(join(goldens, action)).filter((name) => !name.includes('.golden.'));
  test.each(inputs)('%s', async (name) => {
    const place = actionPlace(readFileSync(join(goldens, action, name), 'utf8'));
    const actions = await offeredActions(place);
    const found = actions.filter(({ title }) => titles[action]?.test(title));
    expect(found.map(({ title }) => title)).toHaveLength(1);
    const [only] = found;
    const result = only ? afterAction(only, place.text) : '';
    const errors = analyseProgram(result).diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
    await expect(result).toMatchFileSnapshot(join(goldens, action, name.replace(/\.qasm$/, '.golden.qasm')));
  });
});
