import { InvalidArgumentError, Option } from 'commander';

/** Options that several commands share. */

export function formatOption(...choices: readonly [string, ...string[]]): Option {
  return new Option('--format <format>', 'how to print the result').choices([...choices]).default(choices[0]);
}

export function workspaceOption(): Option {
  return new Option('--workspace <folder>', 'the folder whose .hybrid keeps the runs');
}

/** A whole number within bounds. */
export function integerParser(smallest: number, largest: number): (text: string) => number {
  return (text) => {
    const value = /^[+-]?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= smallest && value <= largest) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${smallest} to ${largest}.`);
  };
}

export const parseShots = integerParser(1, 100_000_000);
export const parseSeed = integerParser(-(2 ** 31), 2 ** 32 - 1);
