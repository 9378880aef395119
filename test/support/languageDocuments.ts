import { Failure } from '#core/base/failure.ts';
import { LineTable } from '#core/base/textRange.ts';
import type { LanguageDocument, LanguageWorkspace } from '#core/language/languageService.ts';

export function languageDocument(text: string, uri: string): LanguageDocument {
  return { uri, version: 1, text, lines: new LineTable(text) };
}

/** A workspace of the given files, none of them open. */
export function memoryWorkspace(files: Readonly<Record<string, string>> = {}): LanguageWorkspace {
  const readText = async (uri: string): Promise<string> => {
    const text = files[uri];
    if (text === undefined) throw new Failure('not-found', `${uri} does not exist.`);
    return text;
  };
  return {
    open: () => undefined,
    readText,
    read: async (uri) => new TextEncoder().encode(await readText(uri)),
  };
}
