import type { RunDecision } from './runDecision.ts';

/** A decision as a clause: `continue by ada in the editor`. */
export function decisionText({ by, choice, via }: RunDecision): string {
  const where = { editor: 'in the editor', terminal: 'on the terminal', option: 'by an option' }[via];
  return `${choice}, decided by ${by} ${where}`;
}
