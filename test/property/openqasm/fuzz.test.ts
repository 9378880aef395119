import { expect, test } from 'vitest';
import { randomStream } from '#core/base/random.ts';
import { ask } from '#test/support/fuzz/editorLaws.ts';
import { problemWith } from '#test/support/fuzz/examine.ts';
import { extremeText } from '#test/support/fuzz/extremeTexts.ts';
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

test('nor by texts that are very large or deeply nested', async () => {
  const seeds = seedPrograms();
  for (let number = 1; number <= 8; number++) {
    const text = extremeText(randomStream(1, 'extreme', number), seeds).slice(0, 100_000);
    const input = { text, profile: 'default', edits: [], places: [0.5], isFormatted: true, isLowered: true } as const;
    expect([number, await problemWith(input, perform, ask)]).toEqual([number, undefined]);
  }
});
