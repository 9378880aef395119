import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyseProgram, parseProgram } from '#core/openqasm/index.ts';
import { type Mistake, mistakeIn, rightPrograms } from '#test/support/arbitraries/singleMistakes.ts';

const mistakes = fc
  .tuple(fc.constantFrom(...rightPrograms), fc.nat(100_000), fc.nat(2), fc.nat(1000))
  .map(([program, ...choice]) => ({ program, mistake: mistakeIn(program, ...choice) }));

function syntaxErrors(text: string): number {
  return parseProgram(text).diagnostics.filter(({ severity }) => severity === 'error').length;
}

const declared = new Map(rightPrograms.map((text) => [text, [...analyseProgram(text).globalScope.names.values()]]));

/** Names that the right program declares at the top level outside the broken statement, and the broken one does not know. */
function lostNames(program: string, { end, start, text }: Mistake): string[] {
  const { globalScope } = analyseProgram(text);
  return (
    declared
      .get(program)
      ?.filter(({ place }) => place && (place.declaration.end <= start || end <= place.declaration.start))
      .map(({ name }) => name)
      .filter((name) => !globalScope.names.has(name)) ?? []
  );
}

test('the programs are right', () => {
  for (const program of rightPrograms) expect(syntaxErrors(program)).toBe(0);
});

test('a mistake in one token is mostly one diagnostic, and hides no other statement', () => {
  const counts: number[] = [];
  let lost = 0;
  const sample = fc.sample(mistakes, { numRuns: 2500, seed: 20 });
  for (const { mistake, program } of sample) {
    const found = syntaxErrors(mistake.text);
    counts[found] = (counts[found] ?? 0) + 1;
    if (lostNames(program, mistake).length > 0) lost++;
  }
  const wrong = sample.length - (counts[0] ?? 0);
  console.log(
    `Of ${wrong} mistakes, these many are so many diagnostics: ${counts.map((count, index) => `${index}: ${count}`).join(', ')}; ${lost} hide a name.`,
  );
  expect((counts[1] ?? 0) / wrong).toBeGreaterThan(0.93);
  expect(lost / wrong).toBeLessThan(0.02);
});

test('a mistake in one token is never more than a few diagnostics', () => {
  fc.assert(
    fc.property(mistakes, ({ mistake }) => {
      expect(syntaxErrors(mistake.text)).toBeLessThanOrEqual(4);
    }),
    { numRuns: 1000 },
  );
});
