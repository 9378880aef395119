import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { suite, test } from 'mocha';
import { type CodeAction, commands, Position, type TextDocument, WorkspaceEdit, window, workspace } from 'vscode';
import { commandIds } from '#client/app/commandIds.ts';
import { applicationParts, codeOf, diagnosticsOnce, sampleProject, until, workspaceFolder } from './sampleWorkspace.ts';

const planted = 'planted-literal-4c81d9e27fa35b60';

suite('a literal credential', () => {
  /** A pipeline with the credential, opened and checked, and the command of its quick fix. */
  async function planting(name: string) {
    const project = await sampleProject(name);
    const file = join(project, 'iris.hybrid.yaml');
    const backends = `backends: { cloud: { adapter: ionq, options: { apiKey: ${planted} } } }\n`;
    await writeFile(file, `${await readFile(file, 'utf8')}${backends}`);
    const document = await workspace.openTextDocument(file);
    await window.showTextDocument(document);
    const found = await diagnosticsOnce(file, (all) => all.some((diagnostic) => codeOf(diagnostic) === 'HP180'));
    const literal = found.find((diagnostic) => codeOf(diagnostic) === 'HP180');
    ok(literal);
    const actions = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      literal.range,
    );
    const command = actions.find(({ title }) => title.startsWith('Move the credential'))?.command;
    ok(command, actions.map(({ title }) => title).join(', '));
    ok(!JSON.stringify(command).includes(planted), 'the command carries the value');
    return { command, document, file };
  }

  async function accepted<T>(asking: Thenable<T>): Promise<T> {
    let isDone = false;
    const done = Promise.resolve(asking).finally(() => {
      isDone = true;
    });
    await until('the name is accepted', async () => {
      await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return isDone ? true : undefined;
    });
    return await done;
  }

  test('is in the secret storage after its fix, under a free name, and nowhere in the folder', async () => {
    const { credentials } = await applicationParts();
    await credentials.add('ionq', 'another-key-0815');
    const { command, document, file } = await planting('moved');
    try {
      const name = await accepted(commands.executeCommand(command.command, ...(command.arguments ?? [])));
      strictEqual(name, 'ionq-2');
      strictEqual(await credentials.secret('ionq-2'), planted);
      strictEqual(await credentials.secret('ionq'), 'another-key-0815');
      strictEqual(document.isDirty, false);
      ok((await readFile(file, 'utf8')).includes('cloud: { adapter: ionq, credentials: { secret: ionq-2 } }'));
      deepStrictEqual(await filesWith(planted), []);
      await diagnosticsOnce(file, (all) => all.every((diagnostic) => codeOf(diagnostic) !== 'HP180'));
    } finally {
      for (const name of ['ionq', 'ionq-2']) await credentials.remove(name);
    }
  });

  test('is left alone when the file has changed since', async () => {
    const { credentials } = await applicationParts();
    const { command, document, file } = await planting('changed');
    await insert(document, '# changed\n');
    strictEqual(await commands.executeCommand(command.command, ...(command.arguments ?? [])), undefined);
    ok(document.getText().includes(planted));
    deepStrictEqual(credentials.names(), []);
    await writeFile(file, '');
  });

  test('is moved only from the place where it was found', async () => {
    strictEqual(await commands.executeCommand(commandIds.moveCredential, 'anything'), undefined);
  });
});

async function insert(document: TextDocument, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.insert(document.uri, new Position(0, 0), text);
  ok(await workspace.applyEdit(edit));
}

/**
 * The files of the workspace that hold a text, as another process finds them: closing a database file that was read drops
 * the locks that SQLite holds on it in the same process.
 */
async function filesWith(text: string): Promise<string[]> {
  const script = `
    const { readdirSync, readFileSync } = require('node:fs');
    const [folder, text] = process.argv.slice(1);
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => entry.parentPath + '/' + entry.name);
    console.log(JSON.stringify(paths.filter((path) => readFileSync(path).includes(text))));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script, workspaceFolder(), text], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  return JSON.parse(stdout) as string[];
}
