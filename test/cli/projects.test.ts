import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { startIonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

test('a new project has nothing wrong with it and runs', async () => {
  await withTemporaryFolder(async (folder) => {
    const made = await hybridq(['new', 'iris-classifier', 'my project'], { folder });
    expect(made).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("hybridq run 'my project/iris.hybrid.yaml'"),
    });
    expect((await hybridq(['check', 'my project'], { folder })).code).toBe(0);
    const run = await hybridq(['run', 'my project/iris.hybrid.yaml', '--quantum', 'disabled'], { folder });
    expect(run.code, run.stderr).toBe(0);
    const again = await hybridq(['new', 'iris-classifier', 'my project'], { folder });
    expect(again).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('my project: This is not an empty folder'),
    });
    await mkdir(join(folder, 'empty'));
    expect((await hybridq(['new', 'iris-classifier', 'empty'], { folder })).code).toBe(0);
    const unknown = await hybridq(['new', '../secrets', 'x'], { folder });
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringMatching(/Use one of: .*iris-classifier/) });
    expect((await readdir(folder)).sort()).toEqual(['.hybrid', 'empty', 'my project']);
  });
});

test('every template is listed with what it shows, and makes a project with nothing wrong that can be planned', async () => {
  await withTemporaryFolder(async (folder) => {
    const { stdout } = await hybridq(['new'], { folder });
    const templates = [...stdout.matchAll(/^([a-z0-9-]+) {2,}[A-Z].+\.$/gm)].map(([, name = '']) => name);
    expect(templates).toEqual(
      expect.arrayContaining(['feature-selection', 'kernel-classifier', 'qaoa-maxcut', 'quantum-scoring', 'vqe-h2']),
    );
    for (const template of templates) {
      const made = await hybridq(['new', template, template], { folder });
      expect(made.code, made.stderr).toBe(0);
      expect(made.stdout).toMatch(/hybridq run \S+\.(hybrid|suite)\.yaml/);
    }
    const checked = await hybridq(['check', '.', '--format', 'json'], { folder });
    expect(checked.code, checked.stderr).toBe(0);
    expect(
      JSON.parse(checked.stdout).files.flatMap(({ diagnostics }: { diagnostics: unknown[] }) => diagnostics),
    ).toEqual([]);
    const without = await hybridq(['new', 'vqe-h2'], { folder });
    expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining('hybridq new vqe-h2 vqe-h2') });
    const plan = await hybridq(['plan', 'quantum-scoring/pumps.hybrid.yaml'], { folder });
    expect(plan.code, plan.stderr).toBe(0);
    expect(plan.stdout).toContain('backends: ionq, then local, then the classical stand-in');
    expect(plan.stdout).toMatch(/^hybrid +scores of the test rows +10 repeats × 48 test rows +480$/m);
    expect(plan.stdout).toMatch(/^jobs +40, of 100 in the budget$/m);
    const suite = await hybridq(['plan', 'vendor-evaluation/vendors.suite.yaml'], { folder });
    expect(suite.code, suite.stderr).toBe(0);
    expect(suite.stdout).toMatch(/^vendors: 12 runs, \d+ at once$/m);
    expect(suite.stdout).toMatch(/^ring\.hybrid\.yaml +trapped-ion +emulator +2 +2 × 155 = 310 /m);
    expect(suite.stdout).toMatch(/^together +12 /m);
  });
});

const key = 'iq-0a1b2c3d4e5f60718293';

test('backends are listed and tested with the credential from the environment', async () => {
  const emulator = await startIonqEmulator({ keys: [key] });
  try {
    await withTemporaryFolder(async (folder) => {
      const backends = {
        cloud: { adapter: 'ionq', device: 'simulator', endpoint: emulator.url, credential: 'ionq-team' },
      };
      await writeFile(join(folder, 'hybridq.json'), JSON.stringify({ backends }));
      const environment = { HYBRIDQ_SECRET_IONQ_TEAM: key };
      const listed = await hybridq(['backends', 'list', '--format', 'json'], { folder, environment });
      expect(JSON.parse(listed.stdout).backends).toEqual([
        expect.objectContaining({ id: 'local', hasCredential: true }),
        {
          ...{ id: 'cloud', adapter: 'ionq', device: 'simulator', credential: 'ionq-team', profile: 'default' },
          ...{ hasCredential: true, credentialSource: 'HYBRIDQ_SECRET_IONQ_TEAM' },
        },
      ]);
      const tested = await hybridq(['backends', 'test', 'cloud'], { folder, environment });
      expect(tested, tested.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('✓') });
      const without = await hybridq(['backends', 'list'], { folder });
      expect(without.stdout).toContain('expected in HYBRIDQ_SECRET_IONQ_TEAM');
      const refused = await hybridq(['backends', 'test', 'cloud'], {
        folder,
        environment: { HYBRIDQ_SECRET_IONQ_TEAM: 'a-wrong-key-of-ours' },
      });
      expect(refused.code).toBe(1);
      const texts = [listed, tested, without, refused].map(({ stderr, stdout }) => stderr + stdout).join('');
      expect(texts).not.toContain(key);
      expect(texts).not.toContain('a-wrong-key-of-ours');
    });
  } finally {
    await emulator.close();
  }
});

test('a wrong configuration is refused with what it should hold', async () => {
  await withTemporaryFolder(async (folder) => {
    const test = async (text: string) => {
      await writeFile(join(folder, 'hybridq.json'), text);
      return await hybridq(['backends', 'list'], { folder });
    };
    expect(await test('{')).toMatchObject({ code: 2, stderr: expect.stringContaining('not valid JSON') });
    const unknown = await test('{"backends": {"x": {"adapter": "abacus", "device": "d", "credential": "c"}}}');
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('backends.x.adapter') });
  });
});

test('a run on hardware waits for the user to agree to its cost', async () => {
  await withTemporaryFolder(async (folder) => {
    await hybridq(['new', 'iris-classifier', 'project'], { folder });
    const backends = { qpu: { adapter: 'ionq', device: 'qpu.forte-1', credential: 'ionq-team' } };
    await writeFile(join(folder, 'hybridq.json'), JSON.stringify({ backends }));
    const { code, stdout } = await hybridq(['run', 'project/iris.hybrid.yaml', '--backend', 'qpu'], { folder });
    expect(code).toBe(3);
    expect(stdout).toContain('The run may cost money (qpu: no price per circuit, shot or second is known)');
    expect(stdout).toContain('hybridq run --yes');
  });
});
