import type { CancellationSignal } from '#core/base/cancellation.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Of a POST: that it does no harm when it takes effect twice, such as one that asks for a token. */
  readonly isRepeatable?: boolean;
  /** Milliseconds until the attempt is given up with reason `timeout`. */
  readonly timeout: number;
}

export interface HttpResponse {
  readonly status: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends one request. Any status resolves; no answer rejects with a Failure (`offline`, `timeout`, `cancelled`). */
export type HttpClient = (request: HttpRequest, signal: CancellationSignal) => Promise<HttpResponse>;
