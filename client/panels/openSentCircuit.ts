import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import { sentCircuits } from '#core/runs/sentCircuits.ts';
import type { RunHistory } from '../runs/runHistory.ts';
import type { KeptFiles } from '../views/keptFiles.ts';

/**
 * Opens a circuit of a run as a backend got it, to be read.
 * @param name among the attachments of the run
 * @param viewColumn where the panel is not
 * @throws Failure `not-found` when the run or its copy of the circuit is gone
 */
export async function openSentCircuit(
  runId: string,
  name: string,
  { history, kept }: { readonly history: RunHistory; readonly kept: KeptFiles },
  viewColumn: vscode.ViewColumn,
): Promise<void> {
  const found = await history.record(runId);
  if (found === undefined) throw new Failure('not-found', `There is no run ${runId} in this workspace.`);
  const sent = sentCircuits(found.record).find((circuit) => circuit.name === name);
  const bytes = sent && (await history.artifact(found.folder, sent.sha256));
  if (bytes === undefined) throw new Failure('not-found', `The circuit that run ${runId} sent is gone.`);
  const address = kept.keep(runId, name, new TextDecoder().decode(bytes));
  await vscode.window.showTextDocument(address, { preview: true, viewColumn });
}
