import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { standardFiles } from '#platform/credentials/standardFiles.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

async function withHome(
  files: Readonly<Record<string, string>>,
  mode: number,
  work: (place: ReturnType<typeof standardFiles>, warnings: readonly string[]) => Promise<void>,
): Promise<void> {
  await withTemporaryFolder(async (home) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(join(home, path, '..'), { recursive: true });
      await writeFile(join(home, path), text);
      await chmod(join(home, path), mode);
    }
    const warnings: string[] = [];
    await work(standardFiles({ home, environment: {}, warn: (message) => warnings.push(message) }), warnings);
  });
}

const accounts = {
  '.qiskit/qiskit-ibm.json': JSON.stringify({
    'default-ibm-quantum-platform': { channel: 'ibm_quantum_platform', token: 'usual-token', instance: 'crn:v1' },
    production: { channel: 'ibm_quantum_platform', token: 'production-token', url: 'https://cloud.ibm.com' },
    old: { channel: 'ibm_quantum', token: 'of-a-service-that-is-gone' },
  }),
};

test('accounts of Qiskit Runtime are profiles of the credential ibm', async () => {
  await withHome(accounts, 0o600, async (place, warnings) => {
    expect(await place.find('ibm', 'default')).toMatchObject({
      value: 'usual-token',
      place: expect.stringMatching(/qiskit-ibm\.json \(default-ibm-quantum-platform\)$/),
    });
    expect((await place.find('ibm', 'production'))?.value).toBe('production-token');
    expect(await place.find('ibm', 'old')).toBeUndefined();
    expect(await place.find('ibm', 'experiments')).toBeUndefined();
    expect(await place.find('ionq', 'default')).toBeUndefined();
    expect(JSON.stringify(await place.entries())).not.toContain('token');
    expect(warnings).toEqual([]);
  });
});

test('the account that is marked as the default one wins, and of several without a mark none is taken', async () => {
  const platform = { channel: 'ibm_quantum_platform' };
  const file = (value: unknown) => ({ '.qiskit/qiskit-ibm.json': JSON.stringify(value) });
  const marked = {
    'default-ibm-quantum-platform': { ...platform, token: 'a' },
    mine: { ...platform, token: 'b', is_default_account: true },
  };
  await withHome(file(marked), 0o600, async (place) => {
    expect((await place.find('ibm', 'default'))?.value).toBe('b');
  });
  await withHome(file({ one: { ...platform, token: 'a' }, two: { ...platform, token: 'b' } }), 0o600, async (place) => {
    expect(await place.find('ibm', 'default')).toBeUndefined();
  });
  await withHome(file({ one: { ...platform, token: 'a' } }), 0o600, async (place) => {
    expect((await place.find('ibm', 'default'))?.value).toBe('a');
  });
});

test('sections of qbraidrc are profiles of the credential qbraid', async () => {
  const text = '[default]\nemail = me@example.org\napi-key = qbr_usual\n\n[production]\napi-key: qbr_production\n';
  await withHome({ '.qbraid/qbraidrc': text }, 0o600, async (place) => {
    expect((await place.find('qbraid', 'default'))?.value).toBe('qbr_usual');
    expect(await place.find('qbraid', 'production')).toMatchObject({
      value: 'qbr_production',
      place: expect.stringMatching(/qbraidrc \[production\]$/),
    });
    expect(await place.find('qbraid', 'lab')).toBeUndefined();
  });
});

test.skipIf(process.platform === 'win32')('a file that others can read is warned about once', async () => {
  await withHome(accounts, 0o644, async (place, warnings) => {
    await place.find('ibm', 'default');
    await place.find('ibm', 'production');
    expect(warnings).toEqual([expect.stringMatching(/^Others on this machine can read .*qiskit-ibm\.json; chmod 600/)]);
  });
});

test('a broken file is named, and not quoted', async () => {
  await withHome({ '.qiskit/qiskit-ibm.json': '{ "x": { "token": "half-a-tok' }, 0o600, async (place) => {
    await expect(place.find('ibm', 'default')).rejects.toMatchObject({
      reason: 'unreadable',
      message: expect.not.stringContaining('half-a-tok'),
      place: { path: expect.stringContaining('qiskit-ibm.json') },
    });
    expect(await place.entries()).toEqual([]);
  });
});
