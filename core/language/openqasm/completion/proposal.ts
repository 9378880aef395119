import type { CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import type { TextReplacement } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { LanguageDocument } from '../../languageService.ts';

/** `CompletionItemKind` of the protocol; the types package is used for its types only. */
const itemKinds = {
  function: 3,
  variable: 6,
  value: 12,
  keyword: 14,
  snippet: 15,
  file: 17,
  reference: 18,
  folder: 19,
  constant: 21,
  operator: 24,
  type: 25,
} as const satisfies Record<string, CompletionItemKind>;

/** Something that may be written at the cursor. */
export interface Proposal {
  readonly label: string;
  readonly kind: keyof typeof itemKinds;
  /** The smaller, the likelier; equal ones are in order of `order`, or else of their labels. */
  readonly rank: number;
  readonly order?: number;
  /** What is written; the label unless given. */
  readonly text?: string;
  /** What is written by editors that understand placeholders such as `${1:q}`. */
  readonly snippet?: string;
  readonly detail?: string;
  /** What follows the label where it is listed: parameters, operands. */
  readonly signature?: string;
  /** Where it comes from, beside the label. */
  readonly origin?: string;
  /** What is typed to find it; the label unless given. */
  readonly filter?: string;
  /** Which documentation it has; looked up when an editor asks. */
  readonly about?: ProposalSubject;
  /** Characters that accept it and are written after it. */
  readonly commit?: readonly string[];
  /** What else has to change in the file. */
  readonly also?: readonly TextReplacement[];
  /** What it replaces; the word at the cursor unless given. */
  readonly range?: OffsetRange;
}

/** What a proposal is about, for its documentation. */
export type ProposalSubject =
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'library-gate'; readonly name: string }
  | { readonly kind: 'keyword'; readonly name: string };

/** What an item remembers until an editor asks for its documentation. */
export interface ProposalData {
  readonly uri: string;
  readonly offset: number;
  readonly about: ProposalSubject;
}

/** `InsertTextFormat.Snippet`. */
const snippetFormat = 2;

/**
 * The protocol's item of a proposal.
 * @param word what is typed of it so far
 */
export function toCompletionItem(
  proposal: Proposal,
  document: LanguageDocument,
  offset: number,
  word: OffsetRange,
  snippets: boolean,
): CompletionItem {
  const { about, also = [], commit, detail, filter, label, order, origin, rank, signature, snippet, text } = proposal;
  const edit = (replacement: TextReplacement) => ({
    range: document.lines.rangeAt(replacement.range),
    newText: replacement.newText,
  });
  const isSnippet = snippets && snippet !== undefined;
  const newText = isSnippet ? snippet : (text ?? label);
  const position = order === undefined ? label.toLowerCase() : String(order).padStart(6, '0');
  const data: ProposalData | undefined = about && { uri: document.uri, offset, about };
  const labelDetails = (signature !== undefined || origin !== undefined) && {
    ...(signature !== undefined && { detail: signature }),
    ...(origin !== undefined && { description: origin }),
  };
  return {
    label,
    kind: itemKinds[proposal.kind],
    sortText: `${String(rank).padStart(2, '0')}${position}`,
    textEdit: edit({ range: proposal.range ?? word, newText }),
    ...(isSnippet && { insertTextFormat: snippetFormat }),
    ...(detail !== undefined && { detail }),
    ...(labelDetails && { labelDetails }),
    ...(filter !== undefined && { filterText: filter }),
    ...(commit && { commitCharacters: [...commit] }),
    ...(also.length > 0 && { additionalTextEdits: also.map(edit) }),
    ...(data && { data }),
  };
}
