import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { parsedJson } from '#core/base/parsedJson.ts';
import type { HttpClient } from '../http.ts';
import { checkedBody, requiredSecret } from '../providerAnswer.ts';
import { type RetryPolicy, sendWithRetry } from '../retry.ts';
import type { SecretSource } from '../secrets.ts';
import { ibmTokenErrorSchema, ibmTokenSchema } from './wire.ts';

export const ibmTokenEndpoint = 'https://iam.cloud.ibm.com';

/** The share of a token's life after which it is renewed, as IBM's own clients do. */
const renewedAfter = 0.8;

export interface IbmTokenOptions {
  /** Without a trailing slash; {@link ibmTokenEndpoint} unless configured. */
  readonly tokenEndpoint: string;
  /** The name of the credential that holds the API key. */
  readonly credential: string;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly secrets: SecretSource;
}

interface KeptToken {
  readonly key: string;
  readonly value: string;
  /** Milliseconds of the clock's monotonic time. */
  readonly renewAt: number;
}

/** Exchanges the API key for tokens, which are kept in memory only and for a part of their life. */
export class IbmTokens {
  readonly #options: IbmTokenOptions;
  readonly #policy: RetryPolicy;
  #kept: KeptToken | undefined;

  constructor(options: IbmTokenOptions, policy: RetryPolicy) {
    this.#options = options;
    this.#policy = policy;
  }

  /**
   * @param isRenewal the service has refused the one that was given last
   * @throws Failure `auth` when there is no key or IBM does not know it, and as `HttpClient`
   */
  async token(isRenewal: boolean, signal: CancellationSignal): Promise<string> {
    const { clock, credential, secrets } = this.#options;
    const key = await requiredSecret(secrets, credential, 'IBM Quantum');
    const kept = this.#kept;
    if (!isRenewal && kept?.key === key && clock.monotonic() < kept.renewAt) return kept.value;
    this.#kept = undefined;
    const asked = clock.monotonic();
    const { access_token: value, expires_in: lifetime } = await this.#exchanged(key, signal);
    secrets.protect(value);
    this.#kept = { key, value, renewAt: asked + renewedAfter * lifetime * 1000 };
    return value;
  }

  async #exchanged(key: string, signal: CancellationSignal) {
    const { clock, credential, http, tokenEndpoint } = this.#options;
    const response = await sendWithRetry(
      http,
      {
        method: 'POST',
        url: `${tokenEndpoint}/identity/token`,
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: `grant_type=${encodeURIComponent('urn:ibm:params:oauth:grant-type:apikey')}&apikey=${encodeURIComponent(key)}`,
        isRepeatable: true,
        timeout: 30_000,
      },
      this.#policy,
      clock,
      signal,
    );
    if (response.status < 400) {
      return checkedBody(response, ibmTokenSchema, 'IBM Cloud', 'the exchange of the API key');
    }
    const code = ibmTokenErrorSchema.safeParse(parsedJson(response.body)).data?.errorCode;
    const which = code ? `, ${code}` : '';
    if (response.status === 429 || response.status >= 500) {
      throw new Failure(
        response.status === 429 ? 'quota' : 'backend-down',
        `IBM Cloud gives no tokens at the moment (HTTP ${response.status}${which}).`,
        { advice: 'Try again later.' },
      );
    }
    throw new Failure(
      'auth',
      `IBM Cloud does not accept the API key '${credential}' (HTTP ${response.status}${which}).`,
      {
        advice:
          'It may have been deleted or belong to another account: create one at cloud.ibm.com/iam/apikeys and store it under the same name.',
      },
    );
  }
}
