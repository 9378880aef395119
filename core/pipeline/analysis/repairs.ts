import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import type { SourcePath } from '#core/base/yaml/sourceNode.ts';
import type { CheckContext } from './checkContext.ts';
import { contractRepairs } from './contractRepairs.ts';
import { dataRepairs } from './dataRepairs.ts';
import { executionRepairs } from './executionRepairs.ts';
import type { FindingArguments, FindingCode } from './findings.ts';
import type { Repair, RepairedFile, Repairs } from './repairEdits.ts';
import { reviewRepairs } from './reviewRepairs.ts';
import { samplingRepairs } from './samplingRepairs.ts';

/** What the editor can do about a finding of a pipeline; nothing where only the author knows. */
export function repairsOf<Code extends FindingCode>(
  code: Code,
  context: CheckContext,
  path: SourcePath,
  args: FindingArguments<Code>,
): readonly DiagnosticFix[] {
  const repair = repairs[code] as Repair<Code> | undefined;
  return listed(repair?.(context, path, ...args));
}

/** What the editor can do about a finding in files of any kind. */
export function textRepairsOf<Code extends FindingCode>(
  code: Code,
  file: RepairedFile,
  path: SourcePath,
  args: FindingArguments<Code>,
): readonly DiagnosticFix[] {
  const repair = reviewRepairs[code] as Repair<Code, RepairedFile> | undefined;
  return listed(repair?.(file, path, ...args));
}

function listed(fixes: ReturnType<Repair<FindingCode>>): readonly DiagnosticFix[] {
  const all = fixes === undefined || 'title' in fixes ? [fixes] : fixes;
  return all.filter((fix) => fix !== undefined);
}

const repairs: Repairs = { ...contractRepairs, ...dataRepairs, ...executionRepairs, ...samplingRepairs };
