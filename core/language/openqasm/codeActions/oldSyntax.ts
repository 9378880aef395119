import { preferredRepairs } from '#core/base/textReplacement.ts';
import { codeActionKinds } from '../../codeActionKinds.ts';
import type { ActionSource } from './offeredAction.ts';

/** Codes of what older drafts, OpenQASM 2 or other languages write differently. */
const codesOfOldSyntax: ReadonlySet<string> = new Set([
  'QAS1005',
  'QAS2006',
  'QAS2007',
  'QAS2008',
  'QAS2010',
  'QAS2011',
  'QAS2014',
  'QAS2015',
  'QAS9006',
]);

/** Rewrites everything in the file that is written in an old way; offered where one of it is. */
export const oldSyntax: ActionSource = ({ analysis, selection, isAskedFor }) => {
  const old = analysis.diagnostics.filter(({ code }) => codesOfOldSyntax.has(code));
  const isHere = old.some(({ range }) => range.start <= selection.end && selection.start <= range.end);
  if (!isHere && !isAskedFor) return [];
  const { repaired, replacements } = preferredRepairs(old);
  if (repaired.length === 0) return [];
  const places = repaired.length === 1 ? '1 place' : `${repaired.length} places`;
  return [
    {
      id: 'oldSyntax',
      title: `Update old syntax in the file (${places})`,
      kind: codeActionKinds.rewrite,
      changes: () => [{ file: 0, replacements }],
    },
  ];
};
