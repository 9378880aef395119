import { analyseProgram, formatProgram, parseProgram } from '#core/openqasm/index.ts';
import { reparse } from '#core/openqasm/reparse.ts';
import { pieces } from './arbitraries/openqasmText.ts';
import { rightPrograms } from './arbitraries/singleMistakes.ts';

/** Random numbers that a seed determines. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const openers = ['(', '[', '{', 'x = (', 'if (a) ', '-', 'f(', 'array[', 'q[0', '{{', 'box { '];

/** A text that a parser may meet: a program cut off, changed, joined with another, nested deeply or on one line. */
export function fuzzedText(random: (below: number) => number): string {
  const pick = <T>(values: readonly T[]): T => values[random(values.length)] ?? (values[0] as T);
  let text = pick(rightPrograms);
  for (let change = random(6); change >= 0; change--) {
    const at = random(text.length + 1);
    const length = random(random(8) === 0 ? 60 : 6);
    switch (random(9)) {
      case 0:
        text = text.slice(0, at);
        break;
      case 1:
        text = text.slice(0, at) + text.slice(at + length);
        break;
      case 2:
        text = text.slice(0, at) + pick(pieces) + text.slice(at);
        break;
      case 3:
        text =
          text.slice(0, at) +
          text.slice(at + length, at + 2 * length) +
          text.slice(at, at + length) +
          text.slice(at + 2 * length);
        break;
      case 4:
        text = text.slice(0, at) + String.fromCharCode(random(random(4) === 0 ? 65_536 : 256)) + text.slice(at);
        break;
      case 5:
        text = text.slice(0, at) + pick(rightPrograms).slice(random(400));
        break;
      case 6:
        text = text.slice(0, at) + pick(openers).repeat(random(random(50) === 0 ? 20_000 : 40)) + text.slice(at);
        break;
      case 7:
        if (random(20) === 0) text = text.replaceAll('\n', ' ').repeat(1 + random(random(20) === 0 ? 400 : 10));
        break;
      default:
        text = text.slice(0, at) + text.slice(at, at + length).repeat(2) + text.slice(at + length);
    }
  }
  return text;
}

/**
 * Examines a text: the front end and the formatter neither throw nor take long, and all their ranges are in the text.
 * @param now a clock in milliseconds
 * @returns what is wrong; undefined when nothing is
 */
export function problemWith(text: string, now: () => number): string | undefined {
  const start = now();
  try {
    const analysis = analyseProgram(text);
    const { tokens } = analysis.tree;
    let end = 0;
    for (let token = 0; token < tokens.count; token++) {
      if ((tokens.starts[token] ?? -1) < end || (tokens.ends[token] ?? -1) < (tokens.starts[token] ?? 0)) {
        return `token ${token} overlaps the one before it`;
      }
      end = tokens.ends[token] ?? 0;
    }
    if (end !== text.length) return 'the tokens do not reach the end';
    const outside = analysis.diagnostics.find(
      ({ range }) => !(0 <= range.start && range.start <= range.end && range.end <= text.length),
    );
    if (outside) return `${outside.code} is outside the text`;
    formatProgram(analysis.tree);
    const middle = text.length >> 1;
    const before = parseProgram(text.slice(0, middle) + text.slice(middle + 1));
    const again = reparse(before, text);
    if (JSON.stringify(again.diagnostics) !== JSON.stringify(analysis.tree.diagnostics))
      return 'an edit finds something else';
  } catch (thrown) {
    return `throws ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  }
  return now() - start > 2000 ? 'takes longer than two seconds' : undefined;
}

/** The shortest text found that still fails, by leaving out ever smaller pieces. */
export function minimised(text: string, fails: (text: string) => boolean): string {
  let shortest = text;
  for (let size = Math.max(1, shortest.length >> 1); size >= 1; size >>= 1) {
    for (let at = 0; at + size <= shortest.length; ) {
      const shorter = shortest.slice(0, at) + shortest.slice(at + size);
      if (fails(shorter)) shortest = shorter;
      else at += size;
    }
  }
  return shortest;
}
