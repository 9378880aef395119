import { expect, test } from 'vitest';
import { ask } from '#test/support/fuzz/editorLaws.ts';
import { problemWith } from '#test/support/fuzz/examine.ts';
import { perform } from '#test/support/fuzz/frontEndLaws.ts';
import { fuzzedInput } from '#test/support/fuzz/fuzzedInput.ts';
import { seedPrograms } from '#test/support/fuzz/seedPrograms.ts';

test('no law of the front end is broken by random texts', async () => {
  const seeds = seedPrograms();
  for (let number = 1; number <= 1000; number++) {
    const input = fuzzedInput(1, number, seeds);
    // Durations are the matter of `npm run fuzz`.
    expect([await problemWith(input, perform, ask), input]).toEqual([undefined, input]);
  }
});
