import { Failure } from '#core/base/failure.ts';
import { nodeAt, type SourceNode, type SourcePath } from '#core/base/yaml/sourceNode.ts';
import { loadTable, type TableSource, tableColumnNames } from '#core/pipeline/data/loadTable.ts';
import { formatByName } from '#core/pipeline/schema/applyDefaults.ts';
import { builtinDataSets } from '#core/pipeline/schema/options.ts';
import type { PipelineSource } from '#core/pipeline/source/readPipeline.ts';
import type { LanguageDocument, LanguageWorkspace } from '../languageService.ts';
import { pipelineFileUri } from './pipelineFileUri.ts';

/** The column names of the table a pipeline reads or draws; none when there is no such table. */
export async function tableColumns(
  document: LanguageDocument,
  { definition, root }: PipelineSource,
  workspace: LanguageWorkspace,
): Promise<string[]> {
  const data = writtenSource(root, definition?.data?.source.with);
  if (!data) return [];
  const read = (path: string) => workspace.read(pipelineFileUri(document.uri, path));
  try {
    // The first line will do, and the rest of the table may still be wrong.
    if (data.format === 'csv' && data.source.path !== undefined) return headerOf(await read(data.source.path));
    return await tableColumnNames(data, { read });
  } catch (thrown) {
    // A table that cannot be read is reported by the diagnostics; here it only has no columns to offer.
    if (thrown instanceof Failure) return [];
    throw thrown;
  }
}

export type PipelineTable = Awaited<ReturnType<typeof loadTable>>;

/** The table a pipeline reads or draws, as far as it is written. @throws Failure of the table */
export async function writtenTable(
  document: LanguageDocument,
  { definition, root }: PipelineSource,
  workspace: LanguageWorkspace,
): Promise<PipelineTable | undefined> {
  const data = writtenSource(root, definition?.data?.source.with);
  return data && (await loadTable(data, { read: (path) => workspace.read(pipelineFileUri(document.uri, path)) }));
}

/** More values than this are no classes. */
const mostValues = 50;

/** The values that a column of the table has, in their order; none where they cannot be read or are too many. */
export async function columnValues(
  document: LanguageDocument,
  source: PipelineSource,
  workspace: LanguageWorkspace,
  name: string,
): Promise<(string | number)[]> {
  try {
    const table = await writtenTable(document, source, workspace);
    const column = table?.columns.find((candidate) => candidate.name === name);
    const values = new Set<string | number>(column?.values ?? []);
    return values.size > mostValues ? [] : [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  } catch (thrown) {
    // As above.
    if (thrown instanceof Failure) return [];
    throw thrown;
  }
}

/** The source as far as it is written: while somebody types, the pipeline as a whole is rarely valid. */
function writtenSource(root: SourceNode | undefined, options: TableSource['source']['with']): TableSource | undefined {
  const path = textAt(root, ['data', 'source', 'path']);
  if (path !== undefined) {
    const named = textAt(root, ['data', 'format']);
    const format = formats.find((candidate) => candidate === named) ?? formatByName(path);
    return { source: { path }, format, seed: 0 };
  }
  const name = textAt(root, ['data', 'source', 'builtin']);
  const builtin = builtinDataSets.find((candidate) => candidate === name);
  return builtin && { source: { builtin, ...(options && { with: options }) }, format: 'csv', seed: 0 };
}

const formats = ['csv', 'json', 'parquet', 'npy'] as const;

function textAt(root: SourceNode | undefined, path: SourcePath): string | undefined {
  const node = nodeAt(root, path);
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** Names in the first line of a CSV file; a quoted name may hold commas. None when the line is not UTF-8. */
function headerOf(bytes: Uint8Array): string[] {
  const end = bytes.indexOf(10);
  const line = utf8Text(bytes.subarray(0, Math.min(end < 0 ? bytes.length : end, 10_000))).replace(/^\uFEFF/, '');
  return [...line.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*(?:,|$)/g)]
    .map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain.trim())
    .filter((name) => name !== '');
}

function utf8Text(bytes: Uint8Array): string {
  try {
    return decodeURIComponent(Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
  } catch (thrown) {
    // Such a table is reported by the diagnostics.
    if (thrown instanceof URIError) return '';
    throw thrown;
  }
}
