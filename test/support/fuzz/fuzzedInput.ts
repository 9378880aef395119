import { randomStream } from '#core/base/random.ts';
import { type Profile, profiles } from '#core/openqasm/index.ts';
import { pieces } from '../arbitraries/openqasmText.ts';
import { edited, type TextEdit } from '../arbitraries/textEdits.ts';
import { extremeText, randomCharacters } from './extremeTexts.ts';
import { mutated, pick, sliceOf } from './mutations.ts';

/** A text, and what is asked about it. */
export interface FuzzedInput {
  readonly text: string;
  readonly profile: Profile;
  /** Texts it becomes one after the other by edits. */
  readonly edits: readonly TextEdit[];
  /** Places to ask about in an editor, as shares of the length; none when no editor asks. */
  readonly places: readonly number[];
  readonly isFormatted: boolean;
  readonly isLowered: boolean;
}

/** One input in so many is large. */
const extremeEvery = 10_000;

/**
 * The input of a number: mostly a small program with a few changes, sometimes a piece of one, tokens or characters
 * without meaning, rarely something very large or deeply nested. The same seed and number make the same input.
 */
export function fuzzedInput(seed: number, number: number, seeds: readonly string[]): FuzzedInput {
  const random = randomStream(seed, 'fuzzed input', number);
  const isExtreme = random.integerBelow(extremeEvery) === 0;
  const text = isExtreme ? extremeText(random, seeds) : ordinaryText();
  const asks = random.integerBelow(isExtreme ? 2 : 30) === 0;
  return {
    text,
    profile: random.integerBelow(6) === 0 ? pick(random, profiles) : 'default',
    edits: random.integerBelow(5) > 1 ? [] : Array.from({ length: 1 + random.integerBelow(3) }, anyEdit),
    places: asks ? Array.from({ length: 1 + random.integerBelow(3) }, () => random.uniform()) : [],
    isFormatted: random.integerBelow(5) === 0,
    isLowered: random.integerBelow(4) === 0,
  };

  function ordinaryText(): string {
    const kind = random.integerBelow(100);
    if (kind === 0) return randomCharacters(random);
    if (kind < 4) return Array.from({ length: random.integerBelow(40) }, () => pick(random, pieces)).join('');
    const program = pick(random, seeds);
    const whole = kind < 30 || program.length < 200;
    let result = whole ? program : beginningOf(program) + sliceOf(program, 600, random);
    for (let change = random.integerBelow(5); change > 0; change--) result = mutated(result, seeds, random);
    return result;
  }

  function anyEdit(): TextEdit {
    return {
      place: random.uniform(),
      removed: random.integerBelow(3) === 0 ? random.integerBelow(random.integerBelow(4) === 0 ? 60 : 4) : 0,
      inserted:
        random.integerBelow(4) === 0
          ? ''
          : random.integerBelow(6) === 0
            ? sliceOf(pick(random, seeds), 100, random)
            : pick(random, pieces),
    };
  }
}

/** The header of a program and the library it includes. */
function beginningOf(program: string): string {
  return /^(?:OPENQASM [\d.]+;\s*)?(?:include "[^"]*";\s*)?/.exec(program)?.[0] ?? '';
}

/** The texts of an input, the first one and those after its edits. */
export function* textsOf({ edits, text }: FuzzedInput): Generator<string> {
  yield text;
  let current = text;
  for (const edit of edits) {
    current = edited(current, edit);
    yield current;
  }
}
