import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { PythonProcess } from '#platform/python/pythonProcess.ts';
import { answeringProgram } from '#test/support/answeringProgram.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const long = 30_000;

/** A process whose program answers like that; Windows has no such programs. */
async function withProcess(
  answer: string,
  use: (started: PythonProcess, folder: string) => Promise<void>,
  answerLimit = 10_000,
): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const interpreter = await answeringProgram(folder, answer);
    const { PATH } = process.env;
    const started = new PythonProcess({ interpreter, script: 'x', folder, environment: { PATH }, answerLimit });
    try {
      await use(started, folder);
    } finally {
      started.close();
    }
  });
}

const ask = (started: PythonProcess, request = {}, timeout = long) =>
  started.ask(request, 'The step', timeout, neverCancelled);

/** Listens where a process connects to, and tells when it has and when it is gone. */
async function watchProcess(
  folder: string,
): Promise<{ readonly socket: string; connected(): Promise<Socket>; close(): void }> {
  const socket = join(folder, 's');
  const server = createServer();
  const first = once(server, 'connection');
  server.listen(socket);
  await once(server, 'listening');
  return {
    socket,
    connected: async () => (await first)[0] as Socket,
    close: () => server.close(),
  };
}

describe.skipIf(process.platform === 'win32')('a conversation with an interpreter', () => {
  test('answers requests in order, in pieces and with refusals', async () => {
    const answer = `
      if (request.wish === 'refuse') reply({ id: request.id, failure: { kind: 'no-name', name: 'x' } });
      else { const text = JSON.stringify({ id: request.id, answer: request.wish }) + '\\n';
        process.stdout.write(text.slice(0, 5)); process.stdout.write(text.slice(5)); }`;
    await withProcess(answer, async (started) => {
      const answers = await Promise.all([ask(started, { wish: 'å' }), ask(started, { wish: [1] })]);
      expect(answers).toEqual([
        { kind: 'answer', answer: 'å' },
        { kind: 'answer', answer: [1] },
      ]);
      expect(await ask(started, { wish: 'refuse' })).toEqual({
        kind: 'refusal',
        refusal: { kind: 'no-name', name: 'x' },
      });
    });
  });

  test('ends with everything it started when an answer takes too long', async () => {
    const answer = `spawn(process.execPath, ['-e', "require('node:net').connect('s')"], { stdio: 'ignore' });`;
    await withProcess(answer, async (started, folder) => {
      const watched = await watchProcess(folder);
      const first = ask(started);
      first.catch(() => {});
      const child = await watched.connected();
      const ended = once(child, 'close');
      child.resume();
      await expect(ask(started, {}, 50)).rejects.toMatchObject({
        reason: 'timeout',
        message: 'The step took longer than 50 ms and was ended.',
      });
      await ended;
      watched.close();
      await expect(first).rejects.toMatchObject({ reason: 'timeout' });
      // Whoever asks afterwards hears why there is nobody.
      await expect(ask(started)).rejects.toMatchObject({ reason: 'timeout' });
    });
  });

  test('ends when the request is cancelled', async () => {
    await withProcess('reply({ id: 0, answer: 0 });', async (started) => {
      const source = new CancellationSource();
      const asked = started.ask({}, 'The step', long, source.signal);
      source.cancel();
      await expect(asked).rejects.toMatchObject({ reason: 'cancelled' });
    });
  });

  test('ends when an answer is too long, whether it has an end or not', async () => {
    for (const end of ['', " + '\\n'"])
      await withProcess(`process.stdout.write('x'.repeat(20000)${end});`, async (started) => {
        await expect(ask(started)).rejects.toMatchObject({ reason: 'too-large' });
      });
  });

  test('tells when the interpreter dies, with the last it said', async () => {
    await withProcess("process.stderr.write('one\\nout of memory\\n', () => process.exit(3));", async (started) => {
      const failure = await ask(started).catch((thrown: unknown) => thrown);
      expect(Failure.is(failure, 'unknown') && failure.message).toMatch(/ended with code 3 .*: out of memory\.$/);
    });
  });

  test('refuses what is no answer', async () => {
    for (const line of ['Hello', '{"id": 1}', '[]'])
      await withProcess(`process.stdout.write('${line}\\n');`, async (started) => {
        await expect(ask(started)).rejects.toMatchObject({ reason: 'unknown', message: /no answer/ });
      });
  });

  test('runs without a shell, in the folder and with the environment it is given', async () => {
    const answer =
      "require('node:fs').writeFileSync('seen.json', JSON.stringify([process.argv.slice(2), process.env.SECRET ?? null])); reply({ id: request.id, answer: 1 });";
    await withProcess(answer, async (started, folder) => {
      await ask(started);
      const seen: unknown = JSON.parse(await readFile(join(folder, 'seen.json'), 'utf8'));
      expect(seen).toEqual([['-X', 'utf8', '-u', 'x'], null]);
    });
  });
});

test('an interpreter that is not there, and a folder that is gone, are told apart', async () => {
  await withTemporaryFolder(async (folder) => {
    const options = { interpreter: join(folder, 'no-python'), script: 'x', folder, environment: {}, answerLimit: 100 };
    await expect(ask(new PythonProcess(options))).rejects.toMatchObject({
      reason: 'not-found',
      message: `There is no Python interpreter ${options.interpreter}.`,
    });
    const gone = new PythonProcess({ ...options, interpreter: process.execPath, folder: join(folder, 'gone') });
    await expect(ask(gone)).rejects.toMatchObject({ reason: 'not-found', message: /folder .*gone.* is gone/ });
  });
});
