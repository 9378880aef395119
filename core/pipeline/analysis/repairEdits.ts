import type { DiagnosticFix, TextReplacement } from '#core/base/diagnostic.ts';
import { addedItem, removedNode, writtenValue } from '#core/base/yaml/sourceEdits.ts';
import type { SourcePath } from '#core/base/yaml/sourceNode.ts';
import type { CheckContext } from './checkContext.ts';
import type { FindingReport } from './findingReport.ts';
import type { FindingArguments, FindingCode } from './findings.ts';

/** What a repair of any file needs: its text and what is written where. */
export type RepairedFile = Pick<FindingReport, 'root' | 'text'>;

/** What can be done about a finding; the first is the most likely. */
export type Repair<Code extends FindingCode, File = CheckContext> = (
  file: File,
  path: SourcePath,
  ...args: FindingArguments<Code>
) => DiagnosticFix | readonly (DiagnosticFix | undefined)[] | undefined;

export type Repairs<File = CheckContext> = { readonly [Code in FindingCode]?: Repair<Code, File> };

/** A repair that writes a value, unless the text there is such that it cannot. */
export function write(
  { root, text }: RepairedFile,
  path: SourcePath,
  value: string,
  title: string,
  isPreferred = true,
): DiagnosticFix | undefined {
  return fix(writtenValue(text, root, path, value), title, isPreferred);
}

/** A repair that writes several values, all of them or none. */
export function writeAll(
  { root, text }: RepairedFile,
  values: readonly (readonly [path: SourcePath, value: string])[],
  title: string,
  isPreferred = true,
): DiagnosticFix | undefined {
  const replacements = values.flatMap(([path, value]) => writtenValue(text, root, path, value) ?? []);
  return replacements.length < values.length || values.length === 0 ? undefined : { title, replacements, isPreferred };
}

export function add(
  { root, text }: RepairedFile,
  path: SourcePath,
  item: string,
  title: string,
): DiagnosticFix | undefined {
  return fix(addedItem(text, root, path, item), title, true);
}

export function remove(
  { root, text }: RepairedFile,
  path: SourcePath,
  title: string,
  isPreferred = true,
): DiagnosticFix | undefined {
  return fix(removedNode(text, root, path), title, isPreferred);
}

function fix(replacement: TextReplacement | undefined, title: string, isPreferred: boolean): DiagnosticFix | undefined {
  return replacement && { title, replacements: [replacement], isPreferred };
}
