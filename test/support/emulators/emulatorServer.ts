import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FaultEffect, FaultPlan } from './faults.ts';

export interface EmulatorRequest {
  readonly method: string;
  /** As sent, percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface EmulatorAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes are sent as they are, anything else as JSON; absent for an empty body. */
  readonly body?: unknown;
}

/** How a provider's service answers. */
export interface EmulatorManners {
  answer(request: EmulatorRequest): EmulatorAnswer | Promise<EmulatorAnswer>;
  /** The provider's own error body for a status that a fault asks for: 429 and 5xx. */
  refusal(status: number, request: EmulatorRequest): EmulatorAnswer;
  /** What the provider answers when a token or key is not valid any more. */
  expiredToken(request: EmulatorRequest): EmulatorAnswer;
}

/** A provider's service on this machine. */
export interface EmulatorServer {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  readonly faults: FaultPlan;
  /** Requests seen so far, newest last; without bodies and headers, which hold credentials. */
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
}

/**
 * Serves a provider's manners on localhost and lets faults strike, so that an emulator is nothing but the provider: its
 * routes, its state, its words.
 * @param port a free one unless given
 */
export async function startEmulatorServer(manners: EmulatorManners, port = 0): Promise<EmulatorServer> {
  const faults = new FaultPlan();
  const requests: SeenRequest[] = [];

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await read(incoming);
    requests.push({ method: request.method, path: request.path });
    const fault = faults.strike(request.method, request.path);
    if (fault !== undefined) await delay(fault);
    if (fault !== undefined && takesEffectFirst(fault)) await manners.answer(request);
    if (fault?.kind === 'drop') {
      incoming.socket.destroy();
      return;
    }
    send(outgoing, (fault && instead(fault, request, manners)) ?? (await manners.answer(request)));
  }

  const server = createServer((incoming, outgoing) => {
    void serve(incoming, outgoing).catch((error: unknown) => {
      send(outgoing, { status: 500, body: { message: `The emulator failed: ${String(error)}` } });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The body as JSON; undefined where it is none. */
export function jsonOf(request: EmulatorRequest): unknown {
  try {
    return JSON.parse(request.body.toString('utf8'));
  } catch {
    return undefined;
  }
}

async function read(incoming: IncomingMessage): Promise<EmulatorRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s);
  return {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  };
}

async function delay(fault: FaultEffect): Promise<void> {
  if (fault.kind === 'held') {
    fault.struck?.();
    await fault.until;
  }
  if (fault.kind === 'latency') await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
}

function takesEffectFirst(fault: FaultEffect): boolean {
  return fault.kind === 'malformed' || ((fault.kind === 'drop' || fault.kind === 'status') && fault.after === true);
}

/** The answer in place of the proper one; undefined where a proper one is given all the same. */
function instead(fault: FaultEffect, request: EmulatorRequest, manners: EmulatorManners): EmulatorAnswer | undefined {
  switch (fault.kind) {
    case 'status': {
      const own = manners.refusal(fault.status, request);
      return { ...own, headers: { ...own.headers, ...fault.headers }, body: fault.body ?? own.body };
    }
    case 'throttle': {
      const own = manners.refusal(429, request);
      const asked = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
      return { ...own, headers: { ...own.headers, ...asked } };
    }
    case 'malformed':
      return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"id": "tru' };
    case 'expired-token':
      return manners.expiredToken(request);
    case 'drop':
    case 'held':
    case 'latency':
      return undefined;
  }
}

function send(outgoing: ServerResponse, { body, headers, status }: EmulatorAnswer): void {
  const isText = typeof body === 'string' || body instanceof Uint8Array || body === undefined;
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
  outgoing.end(isText ? body : JSON.stringify(body));
}
