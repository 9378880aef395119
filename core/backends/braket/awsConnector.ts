import type { CancellationSignal } from '#core/base/cancellation.ts';

/** Keys of an account as a stored credential holds them. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of keys that last for some hours only. */
  readonly sessionToken?: string;
}

/** As whom a call is made, and where it goes. */
export interface AwsAccess {
  readonly region: string;
  /** Without, credentials come from where AWS's programs look for them: environment, files, single sign-on, the machine. */
  readonly keys?: AwsKeys;
  /** Of the AWS configuration files. */
  readonly profile?: string;
  /** One address in place of those of all services. */
  readonly endpoint?: string;
}

/** One call of one of the services, with the part of its input that is ours. */
export type AwsCall =
  | { readonly operation: 'SearchDevices'; readonly nextToken?: string }
  | { readonly operation: 'GetDevice'; readonly deviceArn: string }
  | {
      readonly operation: 'CreateQuantumTask';
      readonly deviceArn: string;
      readonly shots: number;
      readonly outputS3Bucket: string;
      readonly outputS3KeyPrefix: string;
      /** A JSON document. */
      readonly action: string;
      /** Of tasks with the same token only the first is made; at most 64 characters. */
      readonly clientToken: string;
      readonly tags: Readonly<Record<string, string>>;
    }
  | { readonly operation: 'GetQuantumTask'; readonly quantumTaskArn: string }
  | { readonly operation: 'SearchQuantumTasks'; readonly deviceArn: string; readonly nextToken?: string }
  | { readonly operation: 'CancelQuantumTask'; readonly quantumTaskArn: string; readonly clientToken: string }
  /** Answers `{ body }`, the text of the object. */
  | { readonly operation: 'GetObject'; readonly bucket: string; readonly key: string }
  | { readonly operation: 'HeadBucket'; readonly bucket: string }
  /** Answers `{ arn, account }`. */
  | { readonly operation: 'GetCallerIdentity' };

/** The calls of one backend; keeps connections open between them. */
export interface AwsConnection {
  /**
   * Makes a call once. What comes back is as the service gives it.
   * @throws AwsRefusal when a service, or the search for credentials, refuses; Failure `offline`, `timeout`, `cancelled`,
   * or `unknown` for an answer that cannot be read
   */
  call(access: AwsAccess, call: AwsCall, signal: CancellationSignal): Promise<unknown>;
  /** The region of the environment or of the profile in the AWS configuration files, where one says any. */
  usualRegion(profile: string | undefined): Promise<string | undefined>;
}

/** AWS as the platform reaches it, with the names, signatures and credentials of its own SDK. */
export interface AwsConnector {
  /** Nothing is loaded or sent yet. */
  open(): AwsConnection;
}

/** What a service of AWS, or the search for credentials on this machine, refuses with. */
export class AwsRefusal extends Error {
  override readonly name = 'AwsRefusal';
  /** AWS's name of the problem, such as `AccessDeniedException`. */
  readonly code: string;
  /** Of HTTP; absent when nothing was sent. */
  readonly status: number | undefined;
  /** The header, where there was one. */
  readonly retryAfter: string | undefined;

  constructor(code: string, message: string, status?: number, retryAfter?: string) {
    super(message);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}
