import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';

async function withServer(listener: RequestListener, work: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const request = (url: string, timeout = 5000) => ({ method: 'GET' as const, url, headers: { 'x-a': '1' }, timeout });

test('answers with status, headers and body, whatever the status', async () => {
  await withServer(
    (incoming, answer) => {
      answer.writeHead(429, { 'Retry-After': '3' }).end(`${incoming.headers['x-a']} π`);
    },
    async (url) => {
      const answer = await createHttpClient()(request(url), neverCancelled);
      expect(answer).toMatchObject({ status: 429, body: '1 π' });
      expect(answer.headers['retry-after']).toBe('3');
    },
  );
});

test('does not follow a redirect', async () => {
  await withServer(
    (_incoming, answer) => answer.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    async (url) => expect((await createHttpClient()(request(url), neverCancelled)).status).toBe(302),
  );
});

test('a silent server is a timeout, a cancelled request is cancelled', async () => {
  await withServer(
    (_incoming, answer) => answer.write('half'),
    async (url) => {
      await expect(createHttpClient()(request(url, 50), neverCancelled)).rejects.toMatchObject({ reason: 'timeout' });
      const source = new CancellationSource();
      const answer = createHttpClient()(request(url), source.signal);
      source.cancel();
      await expect(answer).rejects.toMatchObject({ reason: 'cancelled' });
      await expect(createHttpClient()(request(url), source.signal)).rejects.toMatchObject({ reason: 'cancelled' });
    },
  );
});

test('a closed port is offline, and the message does not repeat the query', async () => {
  const answer = createHttpClient()(request('http://127.0.0.1:1/?api_key=hush-hush'), neverCancelled);
  await expect(answer).rejects.toMatchObject({ reason: 'offline', message: expect.not.stringContaining('hush') });
});
