import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { providerEmulators } from '#test/support/emulators/providerEmulators.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

test.each(providerEmulators)('devices of $title are listed, tested and looked at', async ({ adapter, start }) => {
  const provider = await start();
  try {
    await withTemporaryFolder(async (folder) => {
      await writeFile(
        join(folder, 'hybridq.json'),
        JSON.stringify({ backends: { cloud: provider.configured, paid: provider.priced } }),
      );
      const environment = Object.fromEntries(
        Object.entries(provider.secrets).map(([name, value]) => [`HYBRIDQ_SECRET_${name.toUpperCase()}`, value]),
      );
      const call = (...words: string[]) => hybridq(['backends', ...words], { folder, environment });

      const devices = await call('devices', 'cloud', '--format', 'json');
      for (const [name, { device: wanted = '' }] of Object.entries({
        cloud: provider.configured,
        paid: provider.priced,
      })) {
        const answer = name === 'cloud' ? devices : await call('devices', name, '--format', 'json');
        expect(answer.code, answer.stderr).toBe(0);
        const names: string[] = JSON.parse(answer.stdout).devices.map(({ device }: { device: string }) => device);
        // Those of Amazon Braket go by their whole names there, of which a configuration may name the last part.
        expect(names.map((found) => (wanted.includes(':') ? found : found.split('/').at(-1)))).toContain(wanted);
      }
      const table = await call('devices', 'cloud');
      expect(table.stdout).toMatch(/^device +kind +qubits +status +queue +price$/m);
      expect(table.stdout).toContain(provider.configured.device);

      expect(await call('test', 'cloud')).toMatchObject({ code: 0, stdout: expect.stringContaining('✓') });

      const calibration = await call('calibration', 'paid');
      if (calibration.code === 0) expect(calibration.stdout).toMatch(/measured at \d{4}-/);
      else expect(calibration.stderr).toContain('tells no calibration');

      const none = await call('devices', 'nothing');
      expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("There is no backend 'nothing'.") });
      const leaked = [devices, table, calibration].some(({ stderr, stdout }) =>
        Object.values(provider.secrets).some((value) => (stdout + stderr).includes(value)),
      );
      expect(leaked, `${adapter} shows its key`).toBe(false);
    });
  } finally {
    await provider.close();
  }
});
