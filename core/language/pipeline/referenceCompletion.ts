import type { CompletionItem } from 'vscode-languageserver-types';
import { nodeAt, type SourceNode } from '#core/base/yaml/sourceNode.ts';
import { namesSecret } from '#core/pipeline/source/secrecy.ts';
import type { LanguageDocument } from '../languageService.ts';
import { completionItem, type Proposal, proposalKinds } from './proposals.ts';

/**
 * What a reference `${…}` at an offset may name; undefined when there is none. A run keeps the values of its file, so
 * variables of the environment that sound like secrets are not offered.
 */
export function referenceCompletion(
  document: LanguageDocument,
  root: SourceNode | undefined,
  offset: number,
  environment: readonly string[],
): CompletionItem[] | undefined {
  const { lines, text } = document;
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const [, written] = /\$\{\s*([\w.-]*)$/.exec(before) ?? [];
  if (written === undefined) return undefined;
  const rest = /^[\w.-]*/.exec(text.slice(offset))?.[0] ?? '';
  const end = offset + rest.length;
  const closing = /^[ \t]*\}/.test(text.slice(end)) ? '' : '}';
  const range = lines.rangeAt({ start: offset - written.length, end });
  const vars = nodeAt(root, ['vars']);
  const variables = (vars?.kind === 'mapping' ? vars.entries : []).map(
    ({ key, value }): Proposal => ({
      label: `vars.${key}`,
      kind: proposalKinds.variable,
      insert: `vars.${key}${closing}`,
      detail: value.kind === 'scalar' ? String(value.value) : 'variable',
    }),
  );
  const names = environment
    .filter((name) => /^\w+$/.test(name) && !namesSecret(name))
    .map(
      (name): Proposal => ({
        label: `env.${name}`,
        kind: proposalKinds.variable,
        insert: `env.${name}${closing}`,
        detail: 'environment variable',
      }),
    );
  return [...variables, ...names].map((proposal) => completionItem(proposal, range));
}
