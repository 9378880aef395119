import type { z } from 'zod';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { checkedAnswer, requiredSecret } from '../providerAnswer.ts';
import { type RetryPolicy, retryDelay } from '../retry.ts';
import type { SecretSource } from '../secrets.ts';
import { type AwsAccess, type AwsCall, type AwsConnection, type AwsConnector, AwsRefusal } from './awsConnector.ts';
import { awsKeys } from './awsKeys.ts';
import { braketRegions } from './deviceNames.ts';
import { failureOf } from './failures.ts';

const retryPolicy: RetryPolicy = {
  attempts: 5,
  firstDelay: 500,
  longestDelay: 30_000,
  isPassing: (status) => status === 429 || status >= 500,
};

export interface BraketApiOptions {
  readonly id: string;
  readonly credential?: string | undefined;
  readonly profile?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly aws: AwsConnector;
  readonly clock: Clock;
  readonly secrets: SecretSource;
}

/** Speaks with AWS as the user of one backend: credentials, repetition, checked answers, failures with reasons. */
export class BraketApi {
  readonly #options: BraketApiOptions;
  readonly #connection: AwsConnection;

  constructor(options: BraketApiOptions) {
    this.#options = options;
    this.#connection = options.aws.open();
  }

  /**
   * Every call may be repeated after a broken connection too: those that make or end something carry a token by which AWS
   * knows them again.
   * @param passes refusals that pass by themselves besides those of a busy service
   */
  async call<T>(
    region: string,
    call: AwsCall,
    schema: z.ZodType<T>,
    signal: CancellationSignal,
    passes: (refusal: AwsRefusal) => boolean = () => false,
  ): Promise<T> {
    const { clock } = this.#options;
    for (let attempt = 1; ; attempt++) {
      const last = attempt >= retryPolicy.attempts;
      let retryAfter: string | undefined;
      try {
        // Asked for each time, so that new keys are taken at once.
        const answer = await this.#connection.call(await this.#access(region), call, signal);
        return checkedAnswer(answer, schema, 'Amazon Braket', call.operation);
      } catch (thrown) {
        if (thrown instanceof AwsRefusal) {
          const passing = (thrown.status !== undefined && retryPolicy.isPassing(thrown.status)) || passes(thrown);
          const { credential, profile } = this.#options;
          if (last || !passing) throw failureOf(thrown, { call, region, credential, profile });
          retryAfter = thrown.retryAfter;
        } else {
          const failure = Failure.from(thrown);
          const passing = failure.reason === 'offline' || failure.reason === 'timeout';
          if (last || !passing) throw this.#inRegion(failure, region);
        }
      }
      await clock.sleep(retryDelay(retryPolicy, attempt, retryAfter, clock.now()), signal);
    }
  }

  /** The region of the environment or the AWS configuration files. */
  async usualRegion(): Promise<string | undefined> {
    return await this.#connection.usualRegion(this.#options.profile);
  }

  async #access(region: string): Promise<AwsAccess> {
    const { credential, endpoint, profile, secrets } = this.#options;
    const shared = { region, ...(endpoint === undefined ? {} : { endpoint }) };
    if (credential === undefined) return { ...shared, ...(profile === undefined ? {} : { profile }) };
    const instead = "; or leave it out to use this machine's AWS credentials";
    const value = await requiredSecret(secrets, credential, 'Amazon Braket', instead);
    return { ...shared, keys: awsKeys(value, credential) };
  }

  /** A name that is no region is the likeliest reason that nobody is there. */
  #inRegion(failure: Failure, region: string): Failure {
    if (failure.reason !== 'offline' || (braketRegions as readonly string[]).includes(region)) return failure;
    return new Failure('offline', `${failure.message.replace(/\.$/, '')}; Amazon Braket is not known in ${region}.`, {
      advice: `Set the region of backend '${this.#options.id}' to one of ${braketRegions.join(', ')}.`,
    });
  }
}
