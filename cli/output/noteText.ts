import type { TextPosition } from '#core/base/textRange.ts';
import type { CommandContext } from '../commandContext.ts';

/** Something of a circuit file that gets lost. */
export interface LostNote {
  readonly severity: 'error' | 'warning';
  readonly code?: string;
  readonly what: string;
  readonly why: string;
}

/**
 * A line for people about something that gets lost.
 * @param place where it is; absent when it is about the file as a whole
 */
export function noteText(
  { code, severity, what, why }: LostNote,
  path: string,
  place: TextPosition | undefined,
  { messageColours: colours }: CommandContext,
): string {
  const where = place ? `${path}:${place.line + 1}:${place.character + 1}:` : `${path}:`;
  const shown = severity === 'error' ? colours.red(severity) : colours.yellow(severity);
  const sentence = why.endsWith('.') ? why : `${why}.`;
  return `${colours.bold(where)} ${shown}: ${what}: ${code === undefined ? '' : `${code} `}${sentence}`;
}
