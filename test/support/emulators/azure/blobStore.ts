import { createHmac, randomBytes } from 'node:crypto';
import type { EmulatorAnswer, EmulatorRequest } from '../emulatorServer.ts';

interface Blob {
  readonly content: Buffer;
  readonly contentType: string;
  readonly changed: Date;
}

/** The account that is linked to the emulated workspace. */
const storageAccount = 'hybridstorage';

/**
 * A storage account as far as jobs use it: containers with block blobs, opened by shared access signatures, which are
 * checked. Errors are XML, as the storage's are.
 */
export class BlobStore {
  readonly #containers = new Map<string, Map<string, Blob>>();
  #secret = randomBytes(32);
  /** All that were given, for who searches for them. */
  readonly signatures: string[] = [];

  /** An address that opens a container, or one blob in it; the container is made when there is none. */
  sharedAccess(origin: string, container: string, blob: string | undefined): string {
    if (!this.#containers.has(container)) this.#containers.set(container, new Map());
    const query = new URLSearchParams({
      sv: '2023-01-03',
      sr: blob === undefined ? 'c' : 'b',
      sp: blob === undefined ? 'rcw' : 'r',
      se: '2100-01-01T00:00:00Z',
    });
    const signature = this.#signature(container, blob, query);
    this.signatures.push(signature);
    query.set('sig', signature);
    return `${origin}/${storageAccount}/${container}${blob === undefined ? '' : `/${blob}`}?${query}`;
  }

  /** No address that was given before opens anything any more. */
  expireSignatures(): void {
    this.#secret = randomBytes(32);
  }

  /** What is stored, for the service itself. */
  read(container: string, blob: string): string | undefined {
    return this.#containers.get(container)?.get(blob)?.content.toString('utf8');
  }

  write(container: string, blob: string, content: string, contentType: string): void {
    const blobs = this.#containers.get(container) ?? new Map<string, Blob>();
    this.#containers.set(container, blobs);
    blobs.set(blob, { content: Buffer.from(content), contentType, changed: new Date() });
  }

  remove(container: string, blob: string): void {
    this.#containers.get(container)?.delete(blob);
  }

  /** Undefined for a path that is none of the account. */
  answer(request: EmulatorRequest): EmulatorAnswer | undefined {
    const [account, container, ...rest] = request.path.split('/').filter(Boolean).map(decodeURIComponent);
    if (account !== storageAccount || container === undefined) return undefined;
    const blob = rest.length === 0 ? undefined : rest.join('/');
    if (!this.#mayEnter(container, blob, request)) {
      return signatureRefused();
    }
    const blobs = this.#containers.get(container);
    if (blob === undefined) return this.#answerContainer(container, request);
    if (blobs === undefined) return storageError(404, 'ContainerNotFound', 'The specified container does not exist.');
    switch (request.method) {
      case 'PUT':
        return putBlob(blobs, blob, request);
      case 'GET':
      case 'HEAD':
        return getBlob(blobs.get(blob), request);
      default:
        return storageError(405, 'UnsupportedHttpVerb', 'The resource does not support the specified HTTP verb.');
    }
  }

  #answerContainer(container: string, { method, query }: EmulatorRequest): EmulatorAnswer {
    if (query.get('restype') !== 'container') {
      return storageError(400, 'InvalidQueryParameterValue', 'Value for one of the query parameters is invalid.');
    }
    const isThere = this.#containers.has(container);
    if (method !== 'PUT') {
      return isThere
        ? { status: 200, headers: storageHeaders(new Date()) }
        : storageError(404, 'ContainerNotFound', 'The specified container does not exist.');
    }
    if (isThere) return storageError(409, 'ContainerAlreadyExists', 'The specified container already exists.');
    this.#containers.set(container, new Map());
    return { status: 201, headers: storageHeaders(new Date()) };
  }

  #mayEnter(container: string, blob: string | undefined, { method, query }: EmulatorRequest): boolean {
    const isOfBlob = query.get('sr') === 'b';
    if (isOfBlob && blob === undefined) return false;
    const writes = method !== 'GET' && method !== 'HEAD';
    if (writes && !query.get('sp')?.includes('w')) return false;
    return query.get('sig') === this.#signature(container, isOfBlob ? blob : undefined, query);
  }

  #signature(container: string, blob: string | undefined, query: URLSearchParams): string {
    const signed = [container, blob ?? '', query.get('sv'), query.get('sr'), query.get('sp'), query.get('se')];
    return createHmac('sha256', this.#secret).update(signed.join('\n')).digest('base64');
  }
}

function putBlob(blobs: Map<string, Blob>, name: string, { body, headers }: EmulatorRequest): EmulatorAnswer {
  if (headers['x-ms-blob-type'] !== 'BlockBlob') {
    return storageError(
      400,
      'MissingRequiredHeader',
      'An HTTP header that is mandatory for this request is not specified.',
    );
  }
  if (headers['if-none-match'] === '*' && blobs.has(name)) {
    return storageError(409, 'BlobAlreadyExists', 'The specified blob already exists.');
  }
  const contentType = headers['x-ms-blob-content-type'] ?? headers['content-type'] ?? 'application/octet-stream';
  blobs.set(name, { content: body, contentType: String(contentType), changed: new Date() });
  return { status: 201, headers: { ...storageHeaders(new Date()), 'x-ms-request-server-encrypted': 'true' } };
}

function getBlob(blob: Blob | undefined, { headers, method }: EmulatorRequest): EmulatorAnswer {
  if (blob === undefined) return storageError(404, 'BlobNotFound', 'The specified blob does not exist.');
  const { changed, content, contentType } = blob;
  const own = { ...storageHeaders(changed), 'content-type': contentType, 'x-ms-blob-type': 'BlockBlob' };
  if (method === 'HEAD') return { status: 200, headers: { ...own, 'content-length': String(content.length) } };
  const range = /^bytes=(\d+)-(\d*)$/.exec(String(headers['x-ms-range'] ?? headers['range'] ?? ''));
  if (range === null || content.length === 0) return { status: 200, headers: own, body: content };
  const from = Number(range[1]);
  const to = Math.min(content.length - 1, range[2] ? Number(range[2]) : content.length - 1);
  if (from > to)
    return storageError(416, 'InvalidRange', 'The range specified is invalid for the current size of the resource.');
  return {
    status: 206,
    headers: { ...own, 'content-range': `bytes ${from}-${to}/${content.length}` },
    body: content.subarray(from, to + 1),
  };
}

function storageHeaders(changed: Date): Record<string, string> {
  return { etag: `"0x${changed.getTime().toString(16).toUpperCase()}"`, 'last-modified': changed.toUTCString() };
}

/** Whether a request is one to the storage. */
export function isOfStorage(path: string): boolean {
  return path.startsWith(`/${storageAccount}/`);
}

export function signatureRefused(): EmulatorAnswer {
  return storageError(
    403,
    'AuthenticationFailed',
    'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.',
  );
}

/** A refusal in the storage's own form. */
export function storageError(status: number, code: string, message: string): EmulatorAnswer {
  const told = `${message}\nRequestId:00000000-0000-0000-0000-000000000000\nTime:2026-08-20T00:00:00.0000000Z`;
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
    body: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${told}</Message></Error>`,
  };
}
