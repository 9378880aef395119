import { Failure } from '#core/base/failure.ts';
import { nodeAt } from '#core/base/yaml/sourceNode.ts';
import type { PipelineSource } from '#core/pipeline/source/readPipeline.ts';
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
