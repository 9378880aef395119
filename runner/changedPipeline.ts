import { createHash } from 'node:crypto';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { type ChangedPipelineText, changedPipelineText } from '#core/pipeline/source/changedPipelineText.ts';
import { decodeText } from '#platform/inputFile.ts';

/** The files of a pipeline whose own text has other values than on the disk, so that all that reads it sees one pipeline. */
export interface ChangedPipelineFiles {
  readonly files: PipelineFiles;
  readonly changed?: ChangedPipelineText;
}

/**
 * Sets values in a pipeline without touching its file.
 * @param name of the file, relative to its folder
 * @param values YAML of one line by path; the files as they are without
 * @throws Failure of the file; as {@link changedPipelineText}
 */
export async function changedPipelineFiles(
  name: string,
  files: PipelineFiles,
  values: Readonly<Record<string, string>> | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ChangedPipelineFiles> {
  if (values === undefined || Object.keys(values).length === 0) return { files };
  const text = decodeText(await files.read(name), name);
  const changed = changedPipelineText(text, name, values, (variable) => environment[variable]);
  const bytes = new TextEncoder().encode(changed.text);
  const read = async (path: string) => (path === name ? bytes : await files.read(path));
  const sha256 = async (path: string) =>
    createHash('sha256')
      .update(await read(path))
      .digest('hex');
  return { files: { read, sha256 }, changed };
}
