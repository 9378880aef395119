/** The kinds of code actions the language server offers, as the protocol names them. */
export const codeActionKinds = {
  quickFix: 'quickfix',
  extract: 'refactor.extract',
  inline: 'refactor.inline',
  rewrite: 'refactor.rewrite',
  fixAll: 'source.fixAll.hybridQuantum',
} as const;

export type OfferedKind = (typeof codeActionKinds)[keyof typeof codeActionKinds];

/** Whether an editor that asks only for some kinds of actions asks for this one; kinds contain those below them. */
export function isKindWanted(kind: OfferedKind, only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`) || wanted === '');
}
