import type { CodeAction, TextEdit } from 'vscode-languageserver-types';
import type { Diagnostic, TextReplacement } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { preferredRepairs } from '#core/base/textReplacement.ts';
import { codeActionKinds, isKindWanted } from './codeActionKinds.ts';
import { toProtocolDiagnostics } from './diagnosticConversion.ts';
import type { LanguageDocument } from './languageService.ts';

/**
 * The repairs that the findings of a document carry: those of findings that touch the range, all obvious ones of a code
 * that has several, and all obvious ones of the file.
 * @param diagnostics what is wrong with this version of the document
 * @param only kinds of actions the editor asks for; absent for all
 */
export function quickFixes(
  document: LanguageDocument,
  diagnostics: readonly Diagnostic[],
  range: OffsetRange,
  only: readonly string[] | undefined,
): CodeAction[] {
  const actions: CodeAction[] = [];
  if (isKindWanted(codeActionKinds.quickFix, only)) {
    const here = diagnostics.filter(({ range: { end, start } }) => start <= range.end && range.start <= end);
    for (const diagnostic of here) actions.push(...fixesOf(diagnostic, document));
    for (const code of new Set(here.map((diagnostic) => diagnostic.code))) {
      actions.push(...fixAllOfCode(code, document, diagnostics));
    }
  }
  if (isKindWanted(codeActionKinds.fixAll, only)) {
    const { replacements, repaired } = preferredRepairs(diagnostics);
    if (repaired.length > 0) {
      actions.push({
        title: 'Fix all problems with an obvious fix',
        kind: codeActionKinds.fixAll,
        edit: { changes: { [document.uri]: toTextEdits(document, replacements) } },
      });
    }
  }
  return actions;
}

function fixesOf(diagnostic: Diagnostic, document: LanguageDocument): CodeAction[] {
  const found = toProtocolDiagnostics(document, [diagnostic], (path) => path);
  return (diagnostic.fixes ?? []).map(({ isPreferred, replacements, title }) => ({
    title,
    kind: codeActionKinds.quickFix,
    diagnostics: found,
    isPreferred,
    edit: { changes: { [document.uri]: toTextEdits(document, replacements) } },
  }));
}

/** One action for all findings of a code in the file, when there are several. */
function fixAllOfCode(code: string, document: LanguageDocument, diagnostics: readonly Diagnostic[]): CodeAction[] {
  const { replacements, repaired } = preferredRepairs(diagnostics.filter((each) => each.code === code));
  if (repaired.length < 2) return [];
  return [
    {
      title: `Fix all ${repaired.length} problems of ${code} in the file`,
      kind: codeActionKinds.quickFix,
      diagnostics: toProtocolDiagnostics(document, repaired, (path) => path),
      edit: { changes: { [document.uri]: toTextEdits(document, replacements) } },
    },
  ];
}

/** Replacements in a document as the protocol has them. */
export function toTextEdits(document: LanguageDocument, replacements: readonly TextReplacement[]): TextEdit[] {
  return replacements.map(({ newText, range }) => ({ newText, range: document.lines.rangeAt(range) }));
}
