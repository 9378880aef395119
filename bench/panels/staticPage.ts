import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The title of the command of the extension. */
export const staticPageCommand = 'Static Page: Show';

/**
 * Writes an extension whose panel is a page with one row, without script, style sheet or message: what an editor takes for any
 * panel.
 * @returns its folder
 */
export async function writeStaticPage(home: string): Promise<string> {
  const folder = join(home, 'static-page');
  await mkdir(folder, { recursive: true });
  const manifest = {
    ...{ name: 'static-page', publisher: 'bench', version: '1.0.0', engines: { vscode: '^1.90.0' } },
    ...{ main: 'extension.js', activationEvents: [] },
    contributes: {
      commands: [{ command: 'staticPage.show', title: staticPageCommand }],
      // An icon tells that the window knows the command.
      viewsContainers: { activitybar: [{ id: 'staticPage', title: 'Static Page', icon: 'icon.svg' }] },
      views: { staticPage: [{ id: 'staticPage.view', name: 'Static Page' }] },
    },
  };
  await writeFile(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"/>');
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'extension.js'), program);
  return folder;
}

const program = `
const { commands, ViewColumn, window } = require('vscode');
exports.activate = ({ subscriptions }) => {
  subscriptions.push(commands.registerCommand('staticPage.show', () => {
    const panel = window.createWebviewPanel('staticPage', 'Static Page', ViewColumn.Active, { enableScripts: true, localResourceRoots: [] });
    panel.webview.html = '<!DOCTYPE html><body><div role="treegrid"><div role="row" aria-rowindex="2">A row</div></div></body>';
  }));
};
`;
