import { Failure } from '#core/base/failure.ts';
import { LineTable } from '#core/base/textRange.ts';
import type { FolderEntry, LanguageDocument, LanguageWorkspace } from '#core/language/languageService.ts';
import { CircuitAnalyses } from '#core/language/openqasm/circuitAnalysis.ts';
import { createOpenqasmLanguage, type OpenqasmLanguage } from '#core/language/openqasm/openqasmLanguage.ts';
import { defaultSettings, type OpenqasmSettings } from '#core/language/openqasm/openqasmSettings.ts';
import { canonicalUri } from '#core/language/siblingUri.ts';

export function languageDocument(text: string, uri: string, version = 1): LanguageDocument {
  return { uri, version, languageId: 'openqasm', text, lines: new LineTable(text) };
}

/** A workspace of the given files, with the given documents open. */
export function memoryWorkspace(
  files: Readonly<Record<string, string>> = {},
  documents: readonly LanguageDocument[] = [],
): LanguageWorkspace {
  const open = (uri: string) => documents.find((each) => canonicalUri(each.uri) === canonicalUri(uri));
  const readText = async (uri: string): Promise<string> => {
    const text = open(uri)?.text ?? files[uri];
    if (text === undefined) throw new Failure('not-found', `${uri} does not exist.`);
    return text;
  };
  return {
    open,
    openDocuments: () => documents,
    list: async (uri) => entriesOf(Object.keys(files), uri),
    circuitFiles: async () => Object.keys(files).map((uri) => ({ uri, stamp: '1' })),
    readText,
    read: async (uri) => new TextEncoder().encode(await readText(uri)),
  };
}

/** The files and folders in a folder, of files by their addresses. */
function entriesOf(files: readonly string[], folder: string): FolderEntry[] {
  const within = files.filter((uri) => uri.startsWith(`${folder}/`)).map((uri) => uri.slice(folder.length + 1));
  const names = new Map(within.map((path) => [path.split('/')[0] ?? path, path.includes('/')]));
  return [...names].map(([name, isFolder]) => ({ name, isFolder }));
}

/** The language service of circuits over a workspace, with some settings other than the defaults. */
export function openqasmLanguage(
  workspace: LanguageWorkspace = memoryWorkspace(),
  settings: Partial<OpenqasmSettings> = {},
): OpenqasmLanguage {
  return createOpenqasmLanguage(new CircuitAnalyses(workspace, async () => ({ ...defaultSettings, ...settings })));
}
