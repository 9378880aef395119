import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';
import { suite, test } from 'mocha';
import { applicationParts } from './sampleWorkspace.ts';

const planted = 'planted-7f3a91c2e8d04b65';

suite('credentials', () => {
  test('are found by name until they are removed', async () => {
    const { credentials } = await applicationParts();
    let changes = 0;
    const listening = credentials.onDidChange(() => changes++);
    try {
      await credentials.add('ionq-test', planted);
      deepStrictEqual(
        credentials.names().filter((name) => name === 'ionq-test'),
        ['ionq-test'],
      );
      strictEqual(await credentials.secret('ionq-test'), planted);
      await credentials.add('ionq-test', 'another-value-of-the-key');
      strictEqual(await credentials.secret('ionq-test'), 'another-value-of-the-key');
      strictEqual(credentials.names().filter((name) => name === 'ionq-test').length, 1);
      await credentials.remove('ionq-test');
      strictEqual(await credentials.secret('ionq-test'), undefined);
      strictEqual(credentials.names().includes('ionq-test'), false);
      strictEqual(changes >= 3, true);
    } finally {
      listening.dispose();
      await credentials.remove('ionq-test');
    }
  });

  test('are refused under a name no file could refer to, and without a value', async () => {
    const { credentials } = await applicationParts();
    await rejects(credentials.add('two words', planted), { name: 'Failure', reason: 'invalid-input' });
    await rejects(credentials.add('empty', '  '), { name: 'Failure', reason: 'invalid-input' });
    strictEqual(credentials.names().includes('empty'), false);
  });
});
