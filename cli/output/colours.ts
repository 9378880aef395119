import picocolors from 'picocolors';

export type Colours = ReturnType<typeof picocolors.createColors>;

/** Colours for a stream: NO_COLOR switches them off, FORCE_COLOR on, otherwise a terminal decides. */
export function coloursFor(environment: Readonly<Record<string, string | undefined>>, isTerminal: boolean): Colours {
  const { FORCE_COLOR: force, NO_COLOR: off, TERM: terminal } = environment;
  if (off !== undefined && off !== '') return picocolors.createColors(false);
  if (force !== undefined && force !== '' && force !== '0') return picocolors.createColors(true);
  return picocolors.createColors(isTerminal && terminal !== 'dumb');
}
