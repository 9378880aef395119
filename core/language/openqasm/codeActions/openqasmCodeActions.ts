import type { CodeAction, TextEdit } from 'vscode-languageserver-types';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Analysis } from '#core/openqasm/index.ts';
import { isKindWanted } from '../../codeActionKinds.ts';
import type { LanguageDocument } from '../../languageService.ts';
import { quickFixes } from '../../quickFixes.ts';
import { relatedFiles } from '../circuitAnalysis.ts';
import { extractGate } from './extractGate.ts';
import { inlineGate } from './inlineGate.ts';
import { migration } from './migration.ts';
import type { ActionContext, ActionSource, OfferedAction } from './offeredAction.ts';
import { oldSyntax } from './oldSyntax.ts';

const sources: readonly ActionSource[] = [migration, oldSyntax, extractGate, inlineGate];

/** What an action that is not resolved remembers, so that its edits can be computed when it is chosen. */
interface UnresolvedAction {
  readonly uri: string;
  readonly version: number;
  readonly id: string;
  readonly selection: OffsetRange;
}

/** What can be done about the selected piece of a program, with the edits left for {@link resolveOpenqasmAction}. */
export function openqasmCodeActions(
  analysis: Analysis,
  document: LanguageDocument,
  selection: OffsetRange,
  only: readonly string[] | undefined,
): CodeAction[] {
  const offered = offersAt({ analysis, selection, isAskedFor: only !== undefined })
    .filter(({ kind }) => isKindWanted(kind, only))
    .map(({ id, kind, title }): CodeAction => {
      const data: UnresolvedAction = { uri: document.uri, version: document.version, id, selection };
      return { title, kind, data };
    });
  return [...quickFixes(document, analysis.diagnostics, selection, only, relatedFiles(analysis)), ...offered];
}

/** The action with its edits; without them when the document has changed since it was offered. */
export function resolveOpenqasmAction(analysis: Analysis, document: LanguageDocument, action: CodeAction): CodeAction {
  const wanted = unresolvedAction(action.data);
  if (!wanted || wanted.version !== document.version) return action;
  const context = { analysis, selection: wanted.selection, isAskedFor: true };
  const offer = offersAt(context).find(({ id }) => id === wanted.id);
  if (!offer) return action;
  const changes: Record<string, TextEdit[]> = {};
  for (const { file, replacements } of offer.changes()) {
    const binding = analysis.files[file];
    if (!binding) continue;
    const edits = replacements.map(({ newText, range }) => ({ newText, range: binding.lines.rangeAt(range) }));
    changes[file === 0 ? document.uri : binding.path] = edits;
  }
  return { ...action, edit: { changes } };
}

function offersAt(context: ActionContext): OfferedAction[] {
  return sources.flatMap((source) => source(context));
}

function unresolvedAction(data: unknown): UnresolvedAction | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { id, selection, uri, version } = data as Partial<UnresolvedAction>;
  if (typeof id !== 'string' || typeof uri !== 'string' || typeof version !== 'number') return undefined;
  if (typeof selection?.start !== 'number' || typeof selection.end !== 'number') return undefined;
  return { id, selection, uri, version };
}
