import { canMigrateToVersion3, migrateToVersion3 } from '#core/openqasm/migration/migrateToVersion3.ts';
import { codeActionKinds } from '../../codeActionKinds.ts';
import type { ActionSource } from './offeredAction.ts';

/**
 * Makes an OpenQASM 2 file and those it includes OpenQASM 3; offered at its header and includes. A part of a program is
 * migrated with it.
 */
export const migration: ActionSource = ({ analysis, isAskedFor, selection }) => {
  if (analysis.version.major !== 2 || analysis.files[0]?.includedAs || !(isAskedFor || isAtBeginning())) return [];
  if (!canMigrateToVersion3(analysis)) return [];
  const included = analysis.files.length - 1;
  const others = included === 0 ? '' : ` with ${included === 1 ? 'its included file' : 'its included files'}`;
  return [
    {
      id: 'migrateToVersion3',
      title: `Migrate the file${others} to OpenQASM 3`,
      kind: codeActionKinds.rewrite,
      changes: () => migrateToVersion3(analysis),
    },
  ];

  function isAtBeginning(): boolean {
    for (const { end, kind, start } of analysis.tree.statements) {
      if (kind !== 'version' && kind !== 'include') return selection.start <= start;
      if (start <= selection.start && selection.start <= end) return true;
    }
    return false;
  }
};
