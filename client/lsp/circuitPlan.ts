import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import { labelOf } from '../app/workspaceFiles.ts';
import type { LanguageService } from './languageService.ts';

type CircuitPlanAnswer = Awaited<ReturnType<LanguageService['circuitPlan']>>;

/**
 * What running a circuit takes, as it is in the editor now.
 * @throws Failure `invalid-circuit` when it has errors and so cannot be run
 */
export async function circuitPlan(
  document: vscode.TextDocument,
  language: LanguageService,
): Promise<Extract<CircuitPlanAnswer, { kind: 'plan' }>> {
  const source = new vscode.CancellationTokenSource();
  try {
    const answer = await language.circuitPlan(document, source.token);
    if (answer.kind === 'plan') return answer;
    throw new Failure('invalid-circuit', `${labelOf(document.uri)} cannot be run: ${answer.reason}`, {
      advice: 'The Problems view lists what is wrong with it.',
    });
  } finally {
    source.dispose();
  }
}
