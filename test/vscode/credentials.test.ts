import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';
import { suite, test } from 'mocha';
import { workspace } from 'vscode';
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
    await rejects(credentials.add('fine', planted, 'two words'), { name: 'Failure', reason: 'invalid-input' });
    await rejects(credentials.add('empty', '  '), { name: 'Failure', reason: 'invalid-input' });
    strictEqual(credentials.names().includes('empty'), false);
  });

  test('have a value for each profile, and that of another is not used', async () => {
    const { credentials } = await applicationParts();
    const configuration = () => workspace.getConfiguration('hybridQuantum');
    try {
      await credentials.add('ionq-test', planted, 'lab');
      await rejects(credentials.secret('ionq-test'), {
        reason: 'auth',
        message: "The credential 'ionq-test' has no value in the profile 'default', only in 'lab'.",
      });
      strictEqual(credentials.use({ name: 'ionq-test', profile: 'lab' }).used, undefined);
      await configuration().update('credentials.profile', 'lab', true);
      strictEqual(credentials.profile, 'lab');
      strictEqual(await credentials.secret('ionq-test'), planted);
      strictEqual(typeof credentials.use({ name: 'ionq-test', profile: 'lab' }).used, 'number');
      await credentials.add('ionq-test', 'value-of-production', 'production');
      deepStrictEqual(
        credentials.entries().filter(({ name }) => name === 'ionq-test'),
        [
          { name: 'ionq-test', profile: 'lab' },
          { name: 'ionq-test', profile: 'production' },
        ],
      );
      strictEqual(await credentials.secret('ionq-test', 'production'), 'value-of-production');
      await credentials.remove('ionq-test', 'production');
      strictEqual(await credentials.secret('ionq-test'), planted);
    } finally {
      await configuration().update('credentials.profile', undefined, true);
      await credentials.remove('ionq-test', 'lab');
      await credentials.remove('ionq-test', 'production');
    }
  });

  test('lend a value that is tried before it is stored, and forget it afterwards', async () => {
    const { credentials } = await applicationParts();
    let lent = '';
    await credentials.withTrial(planted, async (name) => {
      lent = name;
      strictEqual(await credentials.secret(name), planted);
      strictEqual(credentials.names().includes(name), false);
    });
    strictEqual(await credentials.secret(lent), undefined);
  });
});
