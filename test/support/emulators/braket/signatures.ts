import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { EmulatorRequest } from '../emulatorServer.ts';

/** Keys the emulator knows, with whom they belong to. */
export interface EmulatedKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary keys, which are refused without it. */
  readonly sessionToken?: string;
  readonly account: string;
  readonly user: string;
}

/** Who signed a request, for which region. */
export interface Signer {
  readonly keys: EmulatedKeys;
  readonly region: string;
}

export type SignatureProblem = 'missing' | 'unknown-key' | 'wrong-signature' | 'wrong-token' | 'wrong-scope';

/**
 * Checks the signature of a request by AWS's version 4: the canonical request, the scope, and the key derived for it.
 * @param service the name it has to be signed for
 * @param derived keys of scopes that were met before, which are kept here
 */
export function signerOf(
  request: EmulatorRequest,
  service: string,
  known: readonly EmulatedKeys[],
  derived: Map<string, Buffer>,
): Signer | SignatureProblem {
  const { authorization = '', 'x-amz-date': date } = request.headers;
  const [, credential = '', signedHeaders = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/.exec(authorization) ?? [];
  if (credential === '' || typeof date !== 'string') return 'missing';
  const [accessKeyId, day = '', region = '', signedFor, end] = credential.split('/');
  const keys = known.find((candidate) => candidate.accessKeyId === accessKeyId);
  if (keys === undefined) return 'unknown-key';
  if (signedFor !== service || end !== 'aws4_request' || !date.startsWith(day)) return 'wrong-scope';
  if (keys.sessionToken !== undefined && request.headers['x-amz-security-token'] !== keys.sessionToken) {
    return 'wrong-token';
  }
  const scope = [day, region, service, 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonicalRequest(request, signedHeaders, service))];
  const keyName = [accessKeyId, ...scope].join('/');
  const key = derived.get(keyName) ?? signingKey(keys, scope);
  derived.set(keyName, key);
  const expected = hmac(key, text.join('\n'));
  const given = Buffer.from(signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'wrong-signature';
  return { keys, region };
}

function signingKey({ secretAccessKey }: EmulatedKeys, scope: readonly string[]): Buffer {
  return scope.reduce<Buffer>((part, next) => hmac(part, next), Buffer.from(`AWS4${secretAccessKey}`));
}

function canonicalRequest(request: EmulatorRequest, signedHeaders: string, service: string): string {
  const { body, headers, method, path, query } = request;
  // Every service but S3 signs its path encoded once more.
  const uri = service === 's3' ? path : path.split('/').map(encoded).join('/');
  const parameters = [...query].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort();
  const lines = signedHeaders.split(';').map((name) => {
    const value = headers[name];
    return `${name}:${String(value).trim().replaceAll(/\s+/g, ' ')}\n`;
  });
  const told = headers['x-amz-content-sha256'];
  const payload = typeof told === 'string' ? told : sha256(body);
  return [method, uri, parameters.join('&'), lines.join(''), signedHeaders, payload].join('\n');
}

function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
