import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { suite, test } from 'mocha';
import { commands, extensions } from 'vscode';

interface Manifest {
  readonly contributes?: { readonly commands?: readonly { readonly command: string }[] };
}

suite('extension', () => {
  const extension = extensions.getExtension<unknown>('hybrid-quantum.hybrid-quantum');

  test('activates without an error', async () => {
    ok(extension, 'the editor does not know the extension');
    await extension.activate();
    strictEqual(extension.isActive, true);
  });

  test('registers every command its manifest offers', async () => {
    const manifest = extension?.packageJSON as Manifest | undefined;
    const offered = (manifest?.contributes?.commands ?? []).map(({ command }) => command);
    ok(offered.length > 0, 'the manifest offers no command');
    const registered = new Set(await commands.getCommands(true));
    deepStrictEqual(
      offered.filter((command) => !registered.has(command)),
      [],
    );
  });
});
