import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver-types';
import { canonicalUri } from './siblingUri.ts';

/** Remembers the tokens that were sent last for each document, so that after an edit only what differs is sent. */
export class SemanticTokenHistory {
  readonly #sent = new Map<string, { readonly resultId: string; readonly data: readonly number[] }>();
  #count = 0;

  /** The tokens with an identity by which the editor can refer to them. */
  sent(uri: string, { data }: SemanticTokens): SemanticTokens {
    const resultId = String(++this.#count);
    this.#sent.set(canonicalUri(uri), { resultId, data });
    return { resultId, data };
  }

  /** What makes the tokens that the editor has the new ones; all of them when it has others than those sent last. */
  difference(uri: string, previousResultId: string, tokens: SemanticTokens): SemanticTokens | SemanticTokensDelta {
    const before = this.#sent.get(canonicalUri(uri));
    const { resultId, data } = this.sent(uri, tokens);
    if (before?.resultId !== previousResultId) return { resultId: resultId ?? '', data };
    const edit = differenceOf(before.data, data);
    return { resultId: resultId ?? '', edits: edit ? [edit] : [] };
  }

  forget(uri: string): void {
    this.#sent.delete(canonicalUri(uri));
  }
}

/** Everything between the common beginning and the common end of two lists. */
function differenceOf(before: readonly number[], after: readonly number[]) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const deleteCount = before.length - end - start;
  const data = after.slice(start, after.length - end);
  return deleteCount === 0 && data.length === 0 ? undefined : { start, deleteCount, data };
}
