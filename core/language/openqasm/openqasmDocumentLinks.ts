import type { DocumentLink } from 'vscode-languageserver-types';
import type { Analysis } from '#core/openqasm/index.ts';
import type { LanguageWorkspace } from '../languageService.ts';
import { addressOf } from './programSearch.ts';

/** From the path in an include to the file, where there is one. */
export function openqasmDocumentLinks({ files, lines, tree }: Analysis, workspace: LanguageWorkspace): DocumentLink[] {
  return files.flatMap(({ includedAs, path }): DocumentLink[] => {
    if (includedAs?.file !== 0) return [];
    const { end, start } = includedAs;
    // The quotes are no part of the path.
    const quotes = /^["'][^"']*["']$/.test(tree.text.slice(start, end)) ? 1 : 0;
    const range = lines.rangeAt({ start: start + quotes, end: end - quotes });
    return [{ range, target: addressOf(path, workspace) }];
  });
}
