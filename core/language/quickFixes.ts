import type { CodeAction, Diagnostic as ProtocolDiagnostic, TextEdit } from 'vscode-languageserver-types';
import type { Diagnostic, TextReplacement } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { preferredRepairs } from '#core/base/textReplacement.ts';
import { codeActionKinds, isKindWanted } from './codeActionKinds.ts';
import { type RelatedFile, toProtocolDiagnostics } from './diagnosticConversion.ts';
import type { LanguageDocument } from './languageService.ts';

/**
 * The repairs that the findings of a document carry: those of findings that touch the range, all obvious ones of a code
 * that has several, and all obvious ones of the file.
 * @param diagnostics what is wrong with this version of the document
 * @param only kinds of actions the editor asks for; absent for all
 * @param fileOf the file a related place names by its path
 */
export function quickFixes(
  document: LanguageDocument,
  diagnostics: readonly Diagnostic[],
  range: OffsetRange,
  only: readonly string[] | undefined,
  fileOf: (path: string) => RelatedFile,
): CodeAction[] {
  const actions: CodeAction[] = [];
  const toProtocol = (found: readonly Diagnostic[]) => toProtocolDiagnostics(document, found, fileOf);
  if (isKindWanted(codeActionKinds.quickFix, only)) {
    const here = diagnostics.filter(({ range: { end, start } }) => start <= range.end && range.start <= end);
    for (const diagnostic of here) actions.push(...fixesOf(diagnostic, document, toProtocol));
    for (const code of new Set(here.map((diagnostic) => diagnostic.code))) {
      actions.push(...fixAllOfCode(code, document, diagnostics, toProtocol));
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

type ToProtocol = (found: readonly Diagnostic[]) => ProtocolDiagnostic[];

function fixesOf(diagnostic: Diagnostic, document: LanguageDocument, toProtocol: ToProtocol): CodeAction[] {
  const found = toProtocol([diagnostic]);
  return (diagnostic.fixes ?? []).map(({ isPreferred, replacements, title }) => ({
    title,
    kind: codeActionKinds.quickFix,
    diagnostics: found,
    isPreferred,
    edit: { changes: { [document.uri]: toTextEdits(document, replacements) } },
  }));
}

/** One action for all findings of a code in the file, when there are several. */
function fixAllOfCode(
  code: string,
  document: LanguageDocument,
  diagnostics: readonly Diagnostic[],
  toProtocol: ToProtocol,
): CodeAction[] {
  const { replacements, repaired } = preferredRepairs(diagnostics.filter((each) => each.code === code));
  if (repaired.length < 2) return [];
  return [
    {
      title: `Fix all ${repaired.length} problems of ${code} in the file`,
      kind: codeActionKinds.quickFix,
      diagnostics: toProtocol(repaired),
      edit: { changes: { [document.uri]: toTextEdits(document, replacements) } },
    },
  ];
}

/** Replacements in a document as the protocol has them. */
export function toTextEdits(document: LanguageDocument, replacements: readonly TextReplacement[]): TextEdit[] {
  return replacements.map(({ newText, range }) => ({ newText, range: document.lines.rangeAt(range) }));
}
