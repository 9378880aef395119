import type { CodeAction, Range } from 'vscode-languageserver-types';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { PipelineAnalysis } from '#core/pipeline/analysis/analysePipeline.ts';
import { credentialMove } from '#core/pipeline/analysis/credentialMove.ts';
import { literalCredentials } from '#core/pipeline/analysis/literalCredentials.ts';
import { codeActionKinds, isKindWanted } from '../codeActionKinds.ts';
import { toProtocolDiagnostics } from '../diagnosticConversion.ts';
import type { LanguageDocument } from '../languageService.ts';
import { lensCommands } from '../lensCommands.ts';

/** What the command that moves a credential is called with: places, never the value, which the editor reads itself. */
export interface CredentialMoveArguments {
  readonly uri: string;
  /** Of the document; the places are wrong in any other. */
  readonly version: number;
  /** Of the value, without quotation marks. */
  readonly value: Range;
  readonly proposedName: string;
  /** The name of the credential stands between the parts of a new text. */
  readonly replacements: readonly { readonly range: Range; readonly parts: readonly string[] }[];
}

/** Moves a literal credential into the secret storage, which only the editor's own side has: the action is a command. */
export function credentialActions(
  document: LanguageDocument,
  { diagnostics, source }: PipelineAnalysis,
  range: OffsetRange,
  only: readonly string[] | undefined,
): CodeAction[] {
  const { root, text } = source;
  if (!root || !isKindWanted(codeActionKinds.quickFix, only)) return [];
  const here = literalCredentials(root).filter(({ node }) => {
    return node.range.start <= range.end && range.start <= node.range.end;
  });
  return here.flatMap((literal): CodeAction[] => {
    const move = credentialMove(text, root, literal);
    if (!move) return [];
    const found = diagnostics.filter(
      ({ code, range: { start } }) => code === 'HP180' && start === literal.node.range.start,
    );
    const argument: CredentialMoveArguments = {
      uri: document.uri,
      version: document.version,
      value: document.lines.rangeAt(move.value),
      proposedName: move.proposedName,
      replacements: move.replacements.map(({ parts, range: replaced }) => ({
        range: document.lines.rangeAt(replaced),
        parts,
      })),
    };
    const title = 'Move the credential to the secret storage…';
    return [
      {
        title,
        kind: codeActionKinds.quickFix,
        diagnostics: toProtocolDiagnostics(document, found, () => ({ uri: document.uri, lines: undefined })),
        isPreferred: true,
        command: { title, command: lensCommands.moveCredential, arguments: [argument] },
      },
    ];
  });
}
