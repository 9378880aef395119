import * as vscode from 'vscode';
import type { RunChoice, RunQuestion } from '#core/runs/runDecision.ts';

/**
 * Asks the user whether a run goes on, with the arithmetic. What is answered by Enter costs nothing, and a dialog that is
 * dismissed stops the run, which can be resumed.
 * @param title of the run
 */
export async function askDecision(title: string, question: RunQuestion): Promise<RunChoice> {
  if (question.topic === 'cost.approval') return await askApproval(title, question);
  const exhausted = question.topic === 'chain.exhausted';
  const fallback: ChoiceItem = { title: vscode.l10n.t('Use Classical Fallback'), choice: 'fallback' };
  const onwards: ChoiceItem = {
    title: exhausted ? vscode.l10n.t('Try Again') : vscode.l10n.t('Continue Once'),
    choice: 'continue',
  };
  const stop: ChoiceItem = { title: vscode.l10n.t('Stop'), choice: 'stop', isCloseAffordance: true };
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('{0} asks whether to go on. {1}', title, question.message),
    { modal: true, detail: questionDetail(question) },
    fallback,
    onwards,
    stop,
  );
  return chosen?.choice ?? 'stop';
}

async function askApproval(title: string, question: RunQuestion): Promise<RunChoice> {
  const submit = vscode.l10n.t('Submit');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Running {0} costs money. {1}', title, question.message),
    { modal: true, detail: questionDetail(question) },
    submit,
  );
  return chosen === submit ? 'continue' : 'stop';
}

interface ChoiceItem extends vscode.MessageItem {
  readonly choice: RunChoice;
}

function questionDetail({ continuing, facts }: RunQuestion): string {
  return [...facts.map(({ name, value }) => `${name}: ${value}`), '', continuing].join('\n');
}
