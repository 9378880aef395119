import type { Location, Position, Range } from 'vscode-languageserver-types';
import type { LanguageDocument } from '#core/language/languageService.ts';
import type { OpenqasmLanguage } from '#core/language/openqasm/openqasmLanguage.ts';
import type { OpenqasmSettings } from '#core/language/openqasm/openqasmSettings.ts';
import { languageDocument, memoryWorkspace, openqasmLanguage } from './languageDocuments.ts';
import { readMarkedDocument } from './markedDocument.ts';

/** Circuit files with markers in a folder, some of them open, and the language service over them. */
export interface CircuitWorkspace {
  readonly language: OpenqasmLanguage;
  /** The file that is asked about. */
  readonly document: LanguageDocument;
  /** The carets of that file. */
  readonly carets: readonly Position[];
  /** All ranges marked in all files, in order of the files as given and of their ends. */
  readonly ranges: readonly Location[];
  /** The first caret. */
  readonly caret: Position;
  /** The address of a file. */
  uriOf(name: string): string;
}

const folder = 'file:///project/';

/**
 * Reads marked files by name; the first is open, and those in `open` as well.
 * @param files `‸` is a caret, `⟦…⟧` a range
 */
export function circuitWorkspace(
  files: Readonly<Record<string, string>>,
  open: readonly string[] = [],
  settings: Partial<OpenqasmSettings> = {},
): CircuitWorkspace {
  const uriOf = (name: string) => `${folder}${name}`;
  const [first = ''] = Object.keys(files);
  const ranges: Location[] = [];
  const texts: Record<string, string> = {};
  let carets: readonly Position[] = [];
  for (const [name, marked] of Object.entries(files)) {
    const read = readMarkedDocument(marked);
    if (name === first) carets = read.carets;
    ranges.push(...read.ranges.map((range: Range) => ({ uri: uriOf(name), range })));
    texts[uriOf(name)] = read.text;
  }
  const documents = [first, ...open].map((name) => languageDocument(texts[uriOf(name)] ?? '', uriOf(name)));
  const [document = languageDocument('', uriOf(first))] = documents;
  const [caret = { line: 0, character: 0 }] = carets;
  const language = openqasmLanguage(memoryWorkspace(texts, documents), settings);
  return { language, document, carets, ranges, caret, uriOf };
}

/** One file with markers. */
export function circuitFile(marked: string, settings: Partial<OpenqasmSettings> = {}): CircuitWorkspace {
  return circuitWorkspace({ 'circuit.qasm': marked }, [], settings);
}
