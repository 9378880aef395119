import * as vscode from 'vscode';
import { Application, type ApplicationParts } from './app/application.ts';

/**
 * Called by the editor. Only a test host gets the parts: any other extension could read credentials through them.
 */
export function activate(context: vscode.ExtensionContext): ApplicationParts | undefined {
  const application = new Application(context);
  context.subscriptions.push(application);
  return context.extensionMode === vscode.ExtensionMode.Test ? application.parts : undefined;
}
