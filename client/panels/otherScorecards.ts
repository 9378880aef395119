import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import type { ScoredScorecard } from '#core/runs/scoredScorecard.ts';
import { scorecardGlob } from '../app/documentKinds.ts';
import type { Log } from '../app/log.ts';
import { labelOf, storeFolderOf } from '../app/workspaceFiles.ts';
import type { RunService } from '../runs/runService.ts';

/** More scorecards than these are not put side by side. */
const mostScorecards = 8;
/** How many files are looked at for one. */
const mostFiles = 100;

/** The other scorecards of the workspace as recorded runs score them now; those that cannot be scored are left out. */
export async function otherScorecards(
  shown: vscode.Uri,
  runs: RunService,
  log: Log,
): Promise<{ readonly file: string; readonly scored: ScoredScorecard }[]> {
  const files = await vscode.workspace.findFiles(scorecardGlob, '**/{node_modules,.hybrid,.git}/**', mostFiles);
  const found: { readonly file: string; readonly scored: ScoredScorecard }[] = [];
  for (const file of files.toSorted((one, other) => (one.path < other.path ? -1 : 1))) {
    if (found.length >= mostScorecards - 1) break;
    if (file.toString() === shown.toString() || !(await hasScorecard(file))) continue;
    try {
      const answer = await runs.ask({ kind: 'scorecard', file: file.fsPath, workspaceFolder: storeFolderOf(file) });
      if (answer.kind === 'scorecard') found.push({ file: labelOf(file), scored: answer.report.scored });
    } catch (thrown) {
      // Its own tab says what is wrong with it.
      if (!Failure.is(thrown)) throw thrown;
      log.warn(`${labelOf(file)} is not put beside other scorecards: ${thrown.message}`);
    }
  }
  return found;
}

async function hasScorecard(file: vscode.Uri): Promise<boolean> {
  const text = Buffer.from(await vscode.workspace.fs.readFile(file)).toString('utf8');
  return /^\s*"?scorecard"?\s*:/m.test(text);
}
