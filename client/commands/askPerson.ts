import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import { currentUser } from '#platform/currentUser.ts';

/** Asks who does something that is kept under a name; proposes the user of this machine. @throws Failure `cancelled` */
export async function askName(title: string, prompt: string, whenEmpty: string): Promise<string> {
  const name = await vscode.window.showInputBox({
    title,
    prompt,
    value: currentUser(),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? whenEmpty : undefined),
  });
  if (name === undefined) throw new Failure('cancelled', 'Nothing was written.');
  return name.trim();
}

/** Asks for a reason, which may be empty. @throws Failure `cancelled` */
export async function askNote(title: string, prompt: string): Promise<string> {
  const note = await vscode.window.showInputBox({ title, prompt, ignoreFocusOut: true });
  if (note === undefined) throw new Failure('cancelled', 'Nothing was written.');
  return note.trim();
}
