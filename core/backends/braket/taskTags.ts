import { deriveSeed } from '#core/base/random.ts';

const jobTag = 'hybridq-job';
const circuitTag = 'hybridq-circuit';
const longestToken = 64;

/** Which task of which job a task is. */
export interface TaskPlace {
  readonly key: string;
  readonly index: number;
  readonly count: number;
}

/** What a task is tagged with, so that it is found again by the key of its job. */
export function taskTags({ count, index, key }: TaskPlace): Readonly<Record<string, string>> {
  return { [jobTag]: tagValue(key), [circuitTag]: `${index + 1} of ${count}` };
}

/** The place of a task among those of the job of a key; undefined for a task of another job. */
export function placeOfTask(key: string, tags: Readonly<Record<string, string>>): TaskPlace | undefined {
  if (tags[jobTag] !== tagValue(key)) return undefined;
  const [, number, count] = /^(\d+) of (\d+)$/.exec(tags[circuitTag] ?? '') ?? [];
  if (number === undefined || count === undefined) return undefined;
  return { key, index: Number(number) - 1, count: Number(count) };
}

/**
 * The token by which Amazon Braket knows a submission again.
 * @param ended how many tasks for this place have ended without a result before
 */
export function clientToken({ index, key }: TaskPlace, ended: number): string {
  const token = `${key}.${index}${ended === 0 ? '' : `.${ended}`}`;
  if (token.length <= longestToken && /^[\w.-]+$/.test(token)) return token;
  const digest = [0, 1, 2].map((salt) => (deriveSeed(salt, token) >>> 0).toString(36)).join('');
  return `${key.replaceAll(/[^\w-]/g, '_').slice(0, longestToken - digest.length - 1)}.${digest}`;
}

/** Tags take letters, digits and some signs. */
function tagValue(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}_.:/=+@-]/gu, '_').slice(0, 256);
}
