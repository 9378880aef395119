import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Redactor } from '#core/runs/redactor.ts';
import { credentialHelper } from '#platform/credentials/credentialHelper.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

interface Helper {
  readonly place: ReturnType<typeof credentialHelper>;
  readonly warnings: readonly string[];
  readonly redactor: Redactor;
}

/** A helper that is a script of Node; `{script}` among its arguments is the script. */
async function withHelper(
  script: string,
  parameters: readonly string[],
  work: (helper: Helper) => Promise<void>,
  timeout = 20_000,
): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'helper.mjs'), script);
    const warnings: string[] = [];
    const redactor = new Redactor();
    const place = credentialHelper({
      command: [process.execPath, 'helper.mjs', ...parameters],
      folder,
      environment: { PATH: process.env['PATH'], HYBRIDQ_SECRET_OTHER: 'not-for-the-helper' },
      timeout,
      protect: (value) => redactor.add(value),
      warn: (message) => warnings.push(redactor.redact(message)),
    });
    await work({ place, warnings, redactor });
  });
}

const echo = `console.log(process.argv.slice(2).join('|'))`;

test('it gets the name and the profile as arguments, without a shell', async () => {
  await withHelper(echo, ['get', '{profile}/{name}', '$HOME;`id`'], async ({ place }) => {
    expect(await place.find('ionq', 'production')).toEqual({
      name: 'ionq',
      profile: 'production',
      place: `helper ${process.execPath}`,
      value: 'get|production/ionq|$HOME;`id`',
    });
  });
});

test('or on standard input', async () => {
  const script = `let text = ''; for await (const part of process.stdin) text += part; console.log(JSON.stringify(text))`;
  await withHelper(script, [], async ({ place }) => {
    expect((await place.find('ionq', 'lab'))?.value).toBe(JSON.stringify('name=ionq\nprofile=lab\n'));
  });
});

test('one that knows no profiles is asked for the default one only', async () => {
  await withHelper(echo, ['{name}'], async ({ place }) => {
    expect((await place.find('ionq', 'default'))?.value).toBe('ionq');
    expect(await place.find('ionq', 'production')).toBeUndefined();
  });
});

test('it is started once for a credential, and not to list what there is', async () => {
  const script = `import { appendFileSync, readFileSync } from 'node:fs';
appendFileSync('calls', '.'); console.log('call-' + readFileSync('calls', 'utf8').length)`;
  await withHelper(script, ['{name}', '{profile}'], async ({ place }) => {
    expect(await place.entries()).toEqual([]);
    const values = [
      await place.find('a', 'default'),
      await place.find('a', 'default'),
      await place.find('b', 'default'),
    ];
    expect(values.map((found) => found?.value)).toEqual(['call-1', 'call-1', 'call-2']);
  });
});

test('nothing printed is no credential, and what it says besides is passed on', async () => {
  await withHelper(`console.error('touch your key')`, [], async ({ place, warnings }) => {
    expect(await place.find('ionq', 'default')).toBeUndefined();
    expect(warnings).toEqual(['touch your key']);
  });
});

test('what it says is not passed on with the value in it, also when it fails', async () => {
  const script = (code: number) =>
    `console.log('value-of-helper'); console.error('about to give value-of-helper'); process.exit(${code})`;
  await withHelper(script(0), [], async ({ place, warnings }) => {
    await place.find('ionq', 'default');
    expect(warnings).toEqual(['about to give [redacted]']);
  });
  await withHelper(script(1), [], async ({ place, redactor }) => {
    const failure = await place.find('ionq', 'default').catch((thrown: unknown) => String(thrown));
    expect(redactor.redact(String(failure))).toMatch(/about to give \[redacted\]/);
  });
});

test('credentials of the environment do not reach it', async () => {
  await withHelper(
    `console.log(Object.keys(process.env).filter((name) => name.startsWith('HYBRIDQ')).length)`,
    [],
    async ({ place }) => {
      expect((await place.find('ionq', 'default'))?.value).toBe('0');
    },
  );
});

test.each([
  [
    'fails',
    `console.error('no such entry'); process.exit(3)`,
    'auth',
    /ended with code 3 .*'ionq'.*'default': no such entry/,
  ],
  ['prints several lines', `console.log('one\\ntwo')`, 'auth', /more than one line/],
  ['prints too much', `console.log('x'.repeat(200000))`, 'auth', /far more than a credential/],
] as const)('one that %s is told', async (_, script, reason, message) => {
  await withHelper(script, [], async ({ place }) => {
    await expect(place.find('ionq', 'default')).rejects.toMatchObject({
      reason,
      message: expect.stringMatching(message),
    });
  });
});

test('one that hangs is ended', async () => {
  await withHelper(
    'setInterval(() => {}, 1000)',
    [],
    async ({ place }) => {
      await expect(place.find('ionq', 'default')).rejects.toMatchObject({
        reason: 'timeout',
        message: expect.stringContaining("gave no answer for 'ionq' within 0.3 s"),
      });
    },
    300,
  );
});

test('one that is not there is told', async () => {
  const place = credentialHelper({
    command: ['no-such-helper-anywhere'],
    folder: '.',
    environment: {},
    timeout: 10_000,
    protect: () => {},
    warn: () => {},
  });
  await expect(place.find('ionq', 'default')).rejects.toMatchObject({
    reason: 'not-found',
    message: expect.stringMatching(/no-such-helper-anywhere cannot be started/),
  });
});
