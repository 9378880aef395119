import { expect, test } from 'vitest';
import { fuzzedText, problemWith, randomNumbers } from '#test/support/frontEndFuzz.ts';

test('random texts neither break the front end nor leave its ranges', () => {
  const random = randomNumbers(1);
  for (let input = 0; input < 300; input++) {
    const text = fuzzedText(random);
    // Durations are the matter of `npm run fuzz`.
    expect([problemWith(text, () => 0), text]).toEqual([undefined, text]);
  }
});
