import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OtlpRequest } from '#core/runs/otlp/otlpTraces.ts';

/** What came in one request. */
interface ReceivedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: OtlpRequest;
}

export interface OtlpReceiver {
  readonly url: string;
  readonly received: ReceivedRequest[];
  /** Called before each request; what it returns is the answer in place of that of a collector. */
  fault: () => { readonly status: number; readonly body?: unknown } | undefined;
  close(): Promise<void>;
}

/** An OpenTelemetry collector as far as an exporter notices it, in this process. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const received: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const fault = receiver.fault();
      if (fault === undefined) {
        const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
        received.push({ path: request.url ?? '', headers: request.headers, body });
      }
      response.writeHead(fault?.status ?? 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(fault?.body ?? { partialSuccess: {} }));
    });
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const receiver: OtlpReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    fault: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}
