import { parseArgs } from 'node:util';
import { fuzzedText, minimised, problemWith, randomNumbers } from '#test/support/frontEndFuzz.ts';

/*
 * Examines random texts: `npm run fuzz -- --inputs 1000000 --seed 7`. Ends with the first that fails, cut down to what
 * matters, or with 0.
 */
const { values } = parseArgs({ options: { inputs: { type: 'string' }, seed: { type: 'string' } } });
const inputs = Number(values.inputs ?? 10_000);
const random = randomNumbers(Number(values.seed ?? 1));
const now = () => performance.now();
for (let input = 1; input <= inputs; input++) {
  const text = fuzzedText(random);
  const problem = problemWith(text, now);
  if (problem !== undefined) {
    const shortest = minimised(text, (shorter) => problemWith(shorter, now) === problem);
    console.error(`Input ${input} ${problem}:\n${JSON.stringify(shortest)}`);
    process.exit(1);
  }
  if (input % 10_000 === 0) console.log(`${input} inputs examined.`);
}
console.log(`${inputs} inputs examined, nothing wrong.`);
