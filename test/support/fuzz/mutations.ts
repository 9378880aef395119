import type { RandomStream } from '#core/base/random.ts';
import { pieces } from '../arbitraries/openqasmText.ts';

/** Texts that begin something which ends elsewhere. */
const openers = [
  '(',
  '[',
  '{',
  'x = (',
  'if (a) ',
  '-',
  'f(',
  'array[',
  'q[0',
  '{{',
  'box { ',
  'a + ',
  'ctrl @ ',
  '/*',
  '"',
];

/** Words, numbers, white space, comments and single characters. */
const token = /\s+|\/\/[^\n]*|[\p{L}\p{N}_]+|[\s\S]/gu;

export function pick<Item>(random: RandomStream, items: readonly Item[]): Item {
  const item = items[random.integerBelow(items.length)];
  if (item === undefined) throw new RangeError('There is nothing to choose from.');
  return item;
}

/** A text with one change: cut off, or with tokens or characters removed, added, exchanged or repeated. */
export function mutated(text: string, seeds: readonly string[], random: RandomStream): string {
  const at = random.integerBelow(text.length + 1);
  const length = random.integerBelow(random.integerBelow(8) === 0 ? 60 : 6);
  const [before, after] = [text.slice(0, at), text.slice(at)];
  switch (random.integerBelow(12)) {
    case 0:
      return random.integerBelow(3) === 0 ? before : after;
    case 1:
      return before + after.slice(length);
    case 2:
      return before + pick(random, pieces) + after;
    case 3:
      return before + after.slice(length, 2 * length) + after.slice(0, length) + after.slice(2 * length);
    case 4:
      return before + String.fromCharCode(random.integerBelow(random.integerBelow(4) === 0 ? 65_536 : 256)) + after;
    case 5:
      return before + sliceOf(pick(random, seeds), 300, random) + after;
    case 6:
      return before + pick(random, openers).repeat(random.integerBelow(40)) + after;
    case 7:
      return before + after.slice(0, length).repeat(2) + after.slice(length);
    case 8:
      return text.replaceAll('\n', pick(random, [' ', '\r\n', '\r', '\n\n', ' // why\n']));
    default:
      return withTokensChanged(text, random);
  }
}

function withTokensChanged(text: string, random: RandomStream): string {
  const parts: string[] = text.match(token) ?? [];
  for (let change = random.integerBelow(3); change >= 0 && parts.length > 0; change--) {
    const index = random.integerBelow(parts.length);
    const other = random.integerBelow(parts.length);
    const [here = '', there = ''] = [parts[index], parts[other]];
    switch (random.integerBelow(5)) {
      case 0:
        parts.splice(index, 1);
        break;
      case 1:
        parts.splice(index, 0, there);
        break;
      case 2:
        parts[index] = there;
        parts[other] = here;
        break;
      case 3:
        parts[index] = pick(random, pieces);
        break;
      default:
        parts.splice(index, 0, pick(random, pieces));
    }
  }
  return parts.join('');
}

/** Neighbouring lines of a text, or a piece of it, of at most so many characters. */
export function sliceOf(text: string, longest: number, random: RandomStream): string {
  let start = random.integerBelow(text.length + 1);
  if (random.integerBelow(4) > 0) start = text.lastIndexOf('\n', start) + 1;
  return text.slice(start, start + random.integerBelow(longest));
}
