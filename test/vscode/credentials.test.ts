import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';
import { suite, test } from 'mocha';
import { EventEmitter, type Memento, type SecretStorage, type SecretStorageChangeEvent, workspace } from 'vscode';
import { CredentialStore } from '#client/credentials/credentialStore.ts';
import { Redactor } from '#core/runs/redactor.ts';
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

/** What windows of one user share. */
function sharedStorage(): SecretStorage & { readonly values: Map<string, string> } {
  const values = new Map<string, string>();
  const changed = new EventEmitter<SecretStorageChangeEvent>();
  return {
    values,
    onDidChange: changed.event,
    get: async (key: string) => values.get(key),
    store: async (key: string, value: string) => {
      values.set(key, value);
      changed.fire({ key });
    },
    delete: async (key: string) => {
      values.delete(key);
      changed.fire({ key });
    },
  };
}

/** The store of one window; its state is not shared at once. */
function windowOn(secrets: SecretStorage, kept: Readonly<Record<string, unknown>> = {}): CredentialStore {
  const state = new Map(Object.entries(kept));
  const memento: Pick<Memento, 'get' | 'keys' | 'update'> = {
    keys: () => [...state.keys()],
    get: <T>(key: string) => state.get(key) as T | undefined,
    update: async (key: string, value: unknown) => void state.set(key, value),
  };
  const clock = { now: () => 0, monotonic: () => 0, sleep: async () => {} };
  const profile = () => 'default';
  return new CredentialStore({ secrets, memento: memento as Memento, redactor: new Redactor(), clock, profile });
}

async function until(store: CredentialStore, fits: () => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = () => {
      if (!fits()) return;
      listening.dispose();
      resolve();
    };
    const listening = store.onDidChange(look);
    look();
  });
}

suite('credentials of several windows', () => {
  test('are seen by all as soon as one changes them', async () => {
    const secrets = sharedStorage();
    const one = windowOn(secrets);
    const other = windowOn(secrets);
    await one.add('team', planted, 'lab');
    await until(other, () => other.has('team', 'lab'));
    strictEqual(await other.secret('team', 'lab'), planted);
    await other.add('team', 'of-production', 'production');
    await other.remove('team', 'lab');
    await until(one, () => !one.has('team', 'lab') && one.has('team', 'production'));
    deepStrictEqual(one.entries(), [{ name: 'team', profile: 'production' }]);
    // The list holds names; values are under keys of their own.
    const index = [...secrets.values].filter(([, value]) => value.includes('"team"'));
    strictEqual(index.length, 1);
    strictEqual(JSON.stringify(index).includes('of-production'), false);
  });

  test('of earlier versions are of the default profile, and are not lost', async () => {
    const secrets = sharedStorage();
    await secrets.store('hybridQuantum.credential.old', planted);
    const store = windowOn(secrets, { 'hybridQuantum.credentialNames': ['old'] });
    deepStrictEqual(store.entries(), [{ name: 'old', profile: 'default' }]);
    strictEqual(await store.secret('old'), planted);
    await store.add('new', 'another-value-of-a-key');
    const later = windowOn(secrets);
    await until(later, () => later.names().length > 0);
    deepStrictEqual(later.names(), ['new', 'old']);
  });
});
