import { Failure } from '#core/base/failure.ts';
import type { PipelineSource } from '#core/pipeline/source/readPipeline.ts';
import { nodeAt } from '#core/pipeline/source/sourceNode.ts';
import type { LanguageDocument, LanguageWorkspace } from '../languageService.ts';
import { siblingUri } from '../siblingUri.ts';

/** The column names of the table a pipeline reads; none when there is no such table. */
export async function tableColumns(
  document: LanguageDocument,
  { root }: PipelineSource,
  workspace: LanguageWorkspace,
): Promise<string[]> {
  const path = nodeAt(root, ['data', 'source', 'path']);
  if (path?.kind !== 'scalar' || typeof path.value !== 'string') return [];
  try {
    const bytes = await workspace.read(siblingUri(document.uri, path.value));
    return headerOf(bytes);
  } catch (thrown) {
    // A table that cannot be read is reported by the diagnostics; here it only has no columns to offer.
    if (thrown instanceof Failure) return [];
    throw thrown;
  }
}

/** Names in the first line of a CSV file, as far as they are ASCII; quotes around them are taken away. */
function headerOf(bytes: Uint8Array): string[] {
  const end = bytes.indexOf(10);
  const line = String.fromCharCode(...bytes.subarray(0, Math.min(end < 0 ? bytes.length : end, 10_000)));
  return line
    .split(',')
    .map((name) => name.trim().replace(/^"(.*)"$/, '$1'))
    .filter((name) => name !== '');
}
