import type { FolderEntry, LanguageDocument } from '../../languageService.ts';
import { canonicalUri, siblingUri } from '../../siblingUri.ts';
import { type CircuitAnalyses, includeCandidates } from '../circuitAnalysis.ts';

/**
 * The circuit files and folders in a folder that an include of the document can name, also below the configured folders.
 * @param folder relative to the document, empty or with a slash at its end
 */
export async function includableFiles(
  document: LanguageDocument,
  folder: string,
  analyses: CircuitAnalyses,
): Promise<FolderEntry[]> {
  const { includePaths } = await analyses.settingsOf(document.uri);
  const found = new Map<string, FolderEntry>();
  for (const place of includeCandidates(folder === '' ? '.' : folder, document.uri, includePaths)) {
    for (const entry of await analyses.workspace.list(place)) {
      const isHidden = entry.name.startsWith('.');
      const isOwn = canonicalUri(siblingUri(`${place}/`, entry.name)) === canonicalUri(document.uri);
      const isCircuit = entry.isFolder || /\.(?:inc|qasm|qasm2|qasm3)$/i.test(entry.name);
      if (isCircuit && !isHidden && !isOwn && !found.has(entry.name)) found.set(entry.name, entry);
    }
  }
  return [...found.values()];
}
