import { hammingWeight, type OutcomeRegister } from './outcomeBits.ts';

/** Whether a bit string is wanted; or why what was typed is no filter. */
export type OutcomeFilter =
  | { readonly kind: 'all' }
  | { readonly kind: 'some'; readonly accepts: (outcome: string) => boolean }
  | { readonly kind: 'unclear'; readonly reason: string };

const all: OutcomeFilter = { kind: 'all' };

/**
 * Reads a pattern of bits: `0` and `1` are themselves, `?`, `x`, `-` and `.` any bit, `*` any number of bits. A pattern is for
 * the whole bit string; several with spaces between them are for its registers from left to right; `c=1*` is for the
 * register of that name.
 * @param registers that the bit strings show, from left to right
 */
export function bitsFilter(text: string, registers: readonly OutcomeRegister[]): OutcomeFilter {
  const words = text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return all;
  const isNamed = words.some((word) => word.includes('='));
  if (!isNamed && words.length > 1 && words.length !== registers.length) {
    return unclear(`There are ${registers.length} registers, and patterns for ${words.length}.`);
  }
  const tests: ((parts: readonly string[]) => boolean)[] = [];
  for (const [index, word] of words.entries()) {
    const [name, pattern] = word.includes('=') ? word.split('=', 2) : [undefined, word];
    const expression = expressionOf(pattern ?? '');
    if (expression === undefined) return unclear(`“${pattern}” is no pattern: it may have 0, 1, ? and *.`);
    if (name === undefined && isNamed)
      return unclear(`“${word}” names no register: write ${nameOf(registers)}=${word}.`);
    if (name !== undefined) {
      const place = registers.findIndex((register) => register.name === name);
      if (place < 0) return unclear(`There is no register ${name} among ${namesOf(registers)}.`);
      tests.push((parts) => expression.test(parts[place] ?? ''));
    } else if (words.length > 1) tests.push((parts) => expression.test(parts[index] ?? ''));
    else tests.push((parts) => expression.test(parts.join('')));
  }
  return { kind: 'some', accepts: (outcome) => tests.every((test) => test(outcome.split(' '))) };
}

/** Reads what Hamming weights are wanted: `2`, `0-3`, `0, 4`, `even`, `odd`. */
export function weightFilter(text: string): OutcomeFilter {
  const words = text
    .trim()
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  if (words.length === 0) return all;
  const tests: ((weight: number) => boolean)[] = [];
  for (const word of words) {
    const range = /^(\d+)(?:(?:-|–|\.\.)(\d+))?$/.exec(word);
    if (word === 'even' || word === 'odd') tests.push((weight) => weight % 2 === (word === 'odd' ? 1 : 0));
    else if (range !== null) {
      const [low, high] = [Number(range[1]), Number(range[2] ?? range[1])];
      tests.push((weight) => weight >= low && weight <= high);
    } else return unclear(`“${word}” is no Hamming weight: write 2, 0-3, even or odd.`);
  }
  return {
    kind: 'some',
    accepts: (outcome) => {
      const weight = hammingWeight(outcome);
      return tests.some((test) => test(weight));
    },
  };
}

/** Accepts what both accept; unclear where one is. */
export function bothFilters(one: OutcomeFilter, other: OutcomeFilter): OutcomeFilter {
  if (one.kind === 'unclear' || other.kind === 'all') return one;
  if (other.kind === 'unclear' || one.kind === 'all') return other;
  return { kind: 'some', accepts: (outcome) => one.accepts(outcome) && other.accepts(outcome) };
}

function expressionOf(pattern: string): RegExp | undefined {
  if (!/^[01?x.*-]+$/i.test(pattern)) return undefined;
  return new RegExp(`^${pattern.replaceAll(/[?x.-]/gi, '[01]').replaceAll(/\*+/g, '[01]*')}$`);
}

function nameOf(registers: readonly OutcomeRegister[]): string {
  return registers.find(({ name }) => name !== '')?.name ?? 'c';
}

function namesOf(registers: readonly OutcomeRegister[]): string {
  const names = registers.flatMap(({ name }) => (name === '' ? [] : [name]));
  return names.length === 0 ? 'registers without names' : names.join(', ');
}

function unclear(reason: string): OutcomeFilter {
  return { kind: 'unclear', reason };
}
