import type { EmulatorAnswer, EmulatorRequest } from '../emulatorServer.ts';

/** Buckets of objects with S3's path-style addresses, in memory. */
export class ObjectStore {
  readonly #buckets = new Map<string, { readonly region: string; readonly objects: Map<string, Buffer> }>();

  createBucket(name: string, region: string): void {
    this.#buckets.set(name, { region, objects: new Map() });
  }

  regionOf(bucket: string): string | undefined {
    return this.#buckets.get(bucket)?.region;
  }

  put(bucket: string, key: string, body: string | Buffer): void {
    this.#buckets.get(bucket)?.objects.set(key, Buffer.from(body));
  }

  get(bucket: string, key: string): Buffer | undefined {
    return this.#buckets.get(bucket)?.objects.get(key);
  }

  delete(bucket: string, key: string): void {
    this.#buckets.get(bucket)?.objects.delete(key);
  }

  /** Keys in all buckets, as `bucket/key`. */
  keys(): string[] {
    return [...this.#buckets].flatMap(([bucket, { objects }]) => [...objects.keys()].map((key) => `${bucket}/${key}`));
  }

  answer({ body, headers, method, path }: EmulatorRequest): EmulatorAnswer {
    const [, name = '', rest = ''] = /^\/([^/]+)\/?(.*)$/s.exec(path) ?? [];
    const bucket = this.#buckets.get(name);
    const key = rest.split('/').map(decodeURIComponent).join('/');
    if (bucket === undefined) {
      if (method === 'PUT' && key === '') {
        this.createBucket(name, 'us-east-1');
        return { status: 200 };
      }
      return s3Problem(404, 'NoSuchBucket', 'The specified bucket does not exist', method);
    }
    if (key === '')
      return method === 'HEAD' ? { status: 200, headers: { 'x-amz-bucket-region': bucket.region } } : { status: 200 };
    if (method === 'PUT') {
      const isChunked = String(headers['x-amz-content-sha256']).startsWith('STREAMING-');
      bucket.objects.set(key, isChunked ? unchunked(body) : body);
      return { status: 200, headers: { etag: '"emulated"' } };
    }
    const object = bucket.objects.get(key);
    if (object === undefined) return s3Problem(404, 'NoSuchKey', 'The specified key does not exist.', method);
    const described = {
      'content-type': 'application/json',
      'content-length': String(object.length),
      etag: '"emulated"',
    };
    if (method === 'HEAD') return { status: 200, headers: described };
    if (method === 'GET') return { status: 200, headers: described, body: object };
    return s3Problem(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.', method);
  }
}

export function s3Problem(status: number, code: string, message: string, method = 'GET'): EmulatorAnswer {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, ...(method === 'HEAD' ? {} : { body: xml }) };
}

/** The content of a body in chunks, each after its length in hexadecimal. */
function unchunked(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.toString('latin1', at, end), 16);
    if (!(size > 0)) break;
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
