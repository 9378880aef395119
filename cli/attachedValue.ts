import { type Command, Option } from 'commander';

/** What was given of an {@link attachedListOption}. */
export interface AttachedLists {
  /** Whether the plain option was given. */
  readonly all: boolean;
  readonly lists: readonly (readonly string[])[];
}

/**
 * An option with an optional value that follows an equals sign, `--bloch` or `--bloch=q[0],q[1]`, so that what comes after
 * the plain option is never mistaken for its value. It may be given several times, in both ways.
 */
export function attachedListOption(flag: string, names: string, description: string): Option {
  const option = new Option(`${flag} [${names}]`, `${description}, or of chosen ${names}`);
  option.flags = `${flag}[=${names}]`;
  return option.argParser(
    (text: string, { all, lists }: AttachedLists = { all: false, lists: [] }): AttachedLists =>
      text === '' ? { all: true, lists } : { all, lists: [...lists, nameList(text)] },
  );
}

/** Names with commas between them. */
export function nameList(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Makes a command read the values of its {@link attachedListOption}s only behind an equals sign. */
export function withAttachedValues(command: Command): Command {
  const parseOptions = command.parseOptions.bind(command);
  command.parseOptions = (given) => {
    const plain = new Set(command.options.filter(({ optional }) => optional).map(({ long }) => long));
    const end = given.indexOf('--');
    return parseOptions(given.map((word, place) => (plain.has(word) && (end < 0 || place < end) ? `${word}=` : word)));
  };
  return command;
}
