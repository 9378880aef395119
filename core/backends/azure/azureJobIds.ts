import { deriveSeed } from '#core/base/random.ts';

/**
 * Jobs of Azure have ids that the client makes. Ours follow from the key of the job and the target, so that submitting
 * twice is submitting once, and whether a job has arrived is asked by its id.
 *
 * Each circuit is a job there. The first one's id is that of all; the handle says how many there are: `<id>*<count>`.
 *
 * @param attempt counted from 0: jobs that were cancelled because others of them were refused have used up their ids
 */
export function azureJobId(target: string, key: string, attempt = 0): string {
  return guidOf(attempt === 0 ? `${target}/${key}` : `${target}/${key}/${attempt}`);
}

/** The ids of the jobs behind a handle, in order of their circuits. */
export function idsOfHandle(handle: string): readonly string[] {
  const [first = '', count] = handle.split('*');
  return Array.from({ length: Math.max(1, Number(count ?? 1) || 1) }, (_, index) => idOfCircuit(first, index));
}

/** The id of the job of one circuit. */
export function idOfCircuit(first: string, index: number): string {
  return index === 0 ? first : guidOf(`${first}/${index}`);
}

/** Where a job is asked for. */
export function jobPath(jobId: string): string {
  return `/jobs/${encodeURIComponent(jobId)}`;
}

export function handleOf(first: string, circuits: number): string {
  return circuits === 1 ? first : `${first}*${circuits}`;
}

/** A UUID of version 8 (RFC 9562, section 5.8) made of a hash of the text. */
function guidOf(text: string): string {
  const words = [0, 1, 2, 3].map((index) => (deriveSeed(index, text) >>> 0).toString(16).padStart(8, '0'));
  const digits = words.join('');
  const variant = ((Number.parseInt(digits.charAt(16), 16) & 3) | 8).toString(16);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join('-');
}
