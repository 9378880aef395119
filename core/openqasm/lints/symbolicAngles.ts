import type { Binder } from '../binder.ts';
import { diagnose, withFix } from '../messages.ts';
import { tokenKind } from '../tokenKind.ts';
import type { TokenStream } from '../tokenStream.ts';
import type { LimitedFindings } from './limitedFindings.ts';

/** Parameters of a gate call are looked back over at most this many tokens for its parenthesis. */
const longestArguments = 200;

/** Points at parameters of gates that are a multiple of π written as a number, and offers the symbol, which is exact. */
export function symbolicAngles(binder: Binder, found: LimitedFindings): void {
  const file = binder.files[0];
  // Where `pi` means something else it cannot be written.
  if (!file || binder.global.names.has('pi') || binder.symbols.some(({ name, place }) => name === 'pi' && place))
    return;
  const { tokens } = file.tree;
  for (const { form, token } of binder.writtenAngles) {
    if (!isOfGate(tokens, token, binder) || !found.isWanted('QAS9005')) continue;
    const range = { start: tokens.starts[token] ?? 0, end: tokens.ends[token] ?? 0 };
    const fix = { title: `Write '${form}'`, replacements: [{ range, newText: form }], isPreferred: true };
    found.add(withFix(diagnose('QAS9005', range, tokens.text.slice(range.start, range.end), form), fix));
  }
}

/** Whether the parenthesis around an argument belongs to the call of a gate. */
function isOfGate({ kinds }: TokenStream, token: number, binder: Binder): boolean {
  let depth = 0;
  for (let before = token - 1; before > Math.max(0, token - longestArguments); before--) {
    if (kinds[before] === tokenKind.rightParen) depth++;
    else if (kinds[before] === tokenKind.leftParen && depth-- === 0) {
      const symbol = binder.symbols[binder.files[0]?.symbolOfToken[before - 1] ?? -1];
      return symbol?.kind === 'gate';
    }
  }
  return false;
}
