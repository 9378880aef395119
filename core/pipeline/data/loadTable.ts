import { decodeUtf8 } from '#core/base/decodeUtf8.ts';
import { Failure } from '#core/base/failure.ts';
import { parseTable, type Table } from '#core/learn/table.ts';
import { parseJsonTable } from '#core/learn/tables/jsonTable.ts';
import { parseNpyTable } from '#core/learn/tables/npyTable.ts';
import { isArchive, parseNpzTable } from '#core/learn/tables/npzTable.ts';
import { parquetColumnNames, parseParquetTable } from '#core/learn/tables/parquetTable.ts';
import type { PipelineFiles } from '../enginePorts.ts';
import { isGeneratedDataSet } from '../schema/options.ts';
import type { ResolvedData } from '../schema/resolvedPipeline.ts';
import { generatedData } from './builtinData.ts';
import { builtinFile } from './builtinFile.ts';

/** What says which table is meant. */
export type TableSource = Pick<ResolvedData, 'source' | 'format' | 'seed'>;

/**
 * Reads or draws the table of a pipeline.
 * @throws Failure of the file, `invalid-input` with the place in it, or `unsupported` for a Parquet file that is encrypted or
 * compressed in a way that is not read
 */
export async function loadTable(data: TableSource, files: PipelineFiles): Promise<Table> {
  const { builtin } = data.source;
  if (builtin !== undefined && isGeneratedDataSet(builtin))
    return generatedData(builtin, data.source.with ?? {}, data.seed);
  const path = dataFile(data.source);
  if (path === undefined)
    throw new Failure('invalid-input', 'The data have no source.', { advice: 'Name a file under data.source.path.' });
  const bytes = await files.read(path);
  switch (builtin === undefined ? data.format : 'csv') {
    case 'csv':
      return parseTable(decodeUtf8(bytes, path), path);
    case 'json':
      return parseJsonTable(decodeUtf8(bytes, path), path);
    case 'npy':
      return isArchive(bytes) ? await parseNpzTable(bytes, path) : parseNpyTable(bytes, path);
    case 'parquet':
      return await parseParquetTable(bytes, path);
  }
}

/**
 * The names of the columns of {@link loadTable}. What is wrong with rows that need not be read goes unnoticed.
 * @throws Failure as that
 */
export async function tableColumnNames(data: TableSource, files: PipelineFiles): Promise<string[]> {
  const { path } = data.source;
  if (path !== undefined && data.format === 'parquet') return parquetColumnNames(await files.read(path), path);
  return (await loadTable(data, files)).columns.map(({ name }) => name);
}

/** The file the rows are read from, as files are asked for; undefined for data that are drawn. */
export function dataFile({ builtin, path }: ResolvedData['source']): string | undefined {
  if (builtin === undefined) return path;
  return isGeneratedDataSet(builtin) ? undefined : builtinFile(builtin);
}
