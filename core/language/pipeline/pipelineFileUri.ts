import { builtinFileName } from '#core/pipeline/data/builtinFile.ts';
import { siblingUri } from '../siblingUri.ts';

/** The address of a file as a pipeline names it; built-in data sets have addresses of their own. */
export function pipelineFileUri(documentUri: string, path: string): string {
  return builtinFileName(path) === undefined ? siblingUri(documentUri, path) : path;
}

/** The name of a built-in data set's file by its address; undefined for any other file. */
export function builtinFileOf(uri: string): string | undefined {
  return builtinFileName(uri);
}
