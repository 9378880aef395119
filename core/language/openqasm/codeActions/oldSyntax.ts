import { preferredRepairs, touches } from '#core/base/textReplacement.ts';
import { nodePathAt } from '#core/openqasm/index.ts';
import { isOldSpelling, oldSpellings } from '#core/openqasm/migration/oldSpellings.ts';
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
]);

/** Rewrites everything in the file that is written in an old way; offered on a line where one of it is. */
export const oldSyntax: ActionSource = ({ analysis, selection, isAskedFor }) => {
  const old = analysis.diagnostics.filter(({ code }) => codesOfOldSyntax.has(code));
  const lineOf = (offset: number) => analysis.lines.positionAt(offset).line;
  const isHere =
    old.some(
      ({ range }) => lineOf(range.start) <= lineOf(selection.end) && lineOf(selection.start) <= lineOf(range.end),
    ) ||
    (analysis.version.major === 3 && nodePathAt(analysis.tree, selection.start).some(isOldSpelling));
  if (!isHere && !isAskedFor) return [];
  const repairs = preferredRepairs(old);
  const spellings = oldSpellings(analysis);
  const added = spellings.replacements.filter(
    ({ range }) => !repairs.replacements.some((repair) => touches(repair.range, range)),
  );
  const count = repairs.repaired.length + (added.length > 0 ? spellings.count : 0);
  if (count === 0) return [];
  return [
    {
      id: 'oldSyntax',
      title: `Update old syntax in the file (${count === 1 ? '1 place' : `${count} places`})`,
      kind: codeActionKinds.rewrite,
      changes: () => [{ file: 0, replacements: [...repairs.replacements, ...added] }],
    },
  ];
};
