import { decodeUtf8 } from '#core/base/decodeUtf8.ts';
import { Failure } from '#core/base/failure.ts';
import { parseTable, type Table } from '#core/learn/table.ts';
import type { PipelineFiles } from '../enginePorts.ts';
import type { ResolvedData } from '../schema/resolvedPipeline.ts';

/**
 * Reads the data file of a pipeline.
 * @throws Failure of the file, `invalid-input` with the place in it, or `unsupported` for a source this version cannot read
 */
export async function loadTable(data: ResolvedData, files: PipelineFiles): Promise<Table> {
  const { path } = data.source;
  if (path === undefined || data.format !== 'csv')
    throw new Failure('unsupported', 'This version reads data from CSV files only.', {
      advice: 'Name a .csv file under data.source.path.',
    });
  return parseTable(decodeUtf8(await files.read(path), path), path);
}
