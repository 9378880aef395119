import { Failure, type FailureReason } from '#core/base/failure.ts';
import type { AwsCall, AwsRefusal } from './awsConnector.ts';
import { braketRegions, shortName } from './deviceNames.ts';

/** Who asked for what, for the words of a failure. */
export interface FailureContext {
  readonly call: AwsCall;
  readonly region: string;
  readonly credential: string | undefined;
  readonly profile: string | undefined;
}

const unknownKeys = new Set(['UnrecognizedClientException', 'InvalidClientTokenId', 'InvalidAccessKeyId']);
const wrongSignatures = new Set([
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'RequestTimeTooSkewed',
]);
const expired = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired', 'RequestExpired']);

/** What a refusal of AWS means, with the next step. */
export function failureOf(refusal: AwsRefusal, context: FailureContext): Failure {
  const { code, status } = refusal;
  const said = sentence(refusal.message);
  const { call, region } = context;
  if (code === 'CredentialsProviderError' && isAboutSingleSignOn(refusal)) {
    return new Failure('auth', `The single sign-on session of ${identity(context)} has expired or was not begun.`, {
      advice: `Sign in with \`aws sso login${context.profile === undefined ? '' : ` --profile ${context.profile}`}\`.`,
    });
  }
  if (code === 'CredentialsProviderError') {
    return new Failure('auth', `There are no credentials for AWS${said}`, { advice: signInAdvice(context) });
  }
  if (unknownKeys.has(code)) {
    return new Failure(
      'auth',
      `AWS does not know the access key of ${identity(context)}: it was revoked or mistyped.`,
      {
        advice: renewAdvice(context),
      },
    );
  }
  if (expired.has(code)) {
    return new Failure('auth', `The session of ${identity(context)} has expired.`, { advice: renewAdvice(context) });
  }
  if (wrongSignatures.has(code)) {
    return new Failure('auth', `AWS does not accept the signature of ${identity(context)} in ${region}${said}`, {
      advice: `Check the secret key, the clock of this machine, and the region: Amazon Braket is in ${braketRegions.join(', ')}.`,
    });
  }
  if (status === 401 || status === 403) {
    return new Failure('auth', `AWS does not let ${identity(context)} call ${permission(call)} in ${region}${said}`, {
      advice: `Ask for the permission ${permission(call)}${resource(call)}; devices of other vendors are enabled in the console of Amazon Braket.`,
    });
  }
  if (code === 'DeviceOfflineException' || status === 424) {
    return new Failure('backend-down', `${device(call)} is offline and takes no tasks now${said}`, {
      advice: 'Try again later, or run on another device.',
    });
  }
  if (code === 'DeviceRetiredException' || status === 410) {
    return new Failure('backend-down', `${device(call)} is retired and takes no tasks any more${said}`, {
      advice: 'Configure another device.',
    });
  }
  if (code === 'ServiceQuotaExceededException' || status === 402) {
    return new Failure('quota', `The account has used up a quota of Amazon Braket in ${region}${said}`, {
      advice: 'Wait until tasks have ended, or ask for more in the console of Service Quotas.',
    });
  }
  if (status === 429 || code === 'SlowDown') {
    return new Failure('quota', `AWS has been asked too often in ${region}${said}`, {
      advice: 'Wait a minute, or run fewer jobs at a time.',
    });
  }
  if (code === 'ConflictException' || status === 409) {
    return new Failure('conflict', `${call.operation} came too late${said}`, {
      advice: 'Look at the state of the task.',
    });
  }
  if (status === 404 || status === 301) return notFound(refusal, context);
  if (status !== undefined && status >= 500) {
    return new Failure(
      status === 504 ? 'timeout' : 'backend-down',
      `AWS cannot answer ${call.operation} in ${region} (HTTP ${status})${said}`,
      {
        advice: 'Try again later, or run on another backend.',
      },
    );
  }
  return new Failure(
    call.operation === 'CreateQuantumTask' ? 'invalid-circuit' : 'unknown',
    `AWS refused ${call.operation} in ${region} (${code})${said}`,
    { advice: 'Change the circuit, the shots or the configuration of the backend as the message says.' },
  );
}

/**
 * What the reason of a failed task means. It is free text in the words of the service or of the device's vendor; these words
 * are those of the errors and of the categories of failures (compilation, device, service) that the API documents. What
 * says none of them is about the program.
 */
export function reasonOfFailedTask(
  words: string,
): Extract<FailureReason, 'auth' | 'quota' | 'backend-down' | 'invalid-circuit'> {
  if (/access ?denied|not authori[sz]ed|forbidden|(have|has) access to/i.test(words)) return 'auth';
  if (/quota|throttl|too many requests/i.test(words)) return 'quota';
  if (/compil|validat|unsupported|not supported|exceed/i.test(words)) return 'invalid-circuit';
  if (
    /internal|unexpected|unavailable|offline|retired|calibrat|maintenance|try again|service (error|failure)/i.test(
      words,
    )
  )
    return 'backend-down';
  return /\bdevice\b.*\b(error|fail)|\b(error|failure)\b.*\bdevice\b/i.test(words) ? 'backend-down' : 'invalid-circuit';
}

function notFound(refusal: AwsRefusal, { call, region }: FailureContext): Failure {
  if (call.operation === 'HeadBucket' || call.operation === 'GetObject') {
    if (refusal.status === 301) {
      return new Failure('not-found', `The bucket ${call.bucket} is in another region than ${region}.`, {
        advice: 'Name a bucket in the region of the device as `results`.',
      });
    }
    if (call.operation === 'HeadBucket' || refusal.code === 'NoSuchBucket') {
      return new Failure('not-found', `There is no bucket ${call.bucket}.`, {
        advice: `Create it in ${region}, or correct \`results\` of the backend.`,
      });
    }
    return new Failure('not-found', `The result is not in s3://${call.bucket}/${call.key}.`, {
      advice: 'Something may have moved or deleted it, such as a lifecycle rule of the bucket; submit the job again.',
    });
  }
  const what =
    call.operation === 'GetDevice' || call.operation === 'CreateQuantumTask'
      ? `the device ${shortName(call.deviceArn)}`
      : 'quantumTaskArn' in call
        ? `the task ${call.quantumTaskArn}`
        : `what ${call.operation} asks for`;
  return new Failure('not-found', `Amazon Braket does not have ${what} in ${region}${sentence(refusal.message)}`, {
    advice: 'Check the name, the region and the account; `hybridq backends list` shows the devices there are.',
  });
}

/** The SDK has one code for all reasons that it finds no keys, and says of sessions which part of a file it misses. */
function isAboutSingleSignOn({ message }: AwsRefusal): boolean {
  return /\bSSO (session|token)\b|\baws sso login\b/i.test(message);
}

/** Of a signed-in person or program. */
function identity({ credential, profile }: FailureContext): string {
  if (credential !== undefined) return `the credential '${credential}'`;
  if (profile !== undefined) return `the AWS profile '${profile}'`;
  return "this machine's AWS credentials";
}

function signInAdvice({ profile }: FailureContext): string {
  if (profile !== undefined) {
    return `Check the profile '${profile}' in ~/.aws/config, or sign in with \`aws sso login --profile ${profile}\`.`;
  }
  return 'Sign in with `aws configure` or `aws sso login`, name a `profile`, or store accessKeyId:secretAccessKey as a `credential` of the backend.';
}

function renewAdvice(context: FailureContext): string {
  if (context.credential === undefined) return signInAdvice(context);
  return `Make new keys in the console of IAM and store accessKeyId:secretAccessKey as '${context.credential}' again.`;
}

function permission({ operation }: AwsCall): string {
  switch (operation) {
    case 'GetObject':
      return 's3:GetObject';
    case 'HeadBucket':
      return 's3:ListBucket';
    case 'GetCallerIdentity':
      return 'sts:GetCallerIdentity';
    default:
      return `braket:${operation}`;
  }
}

function resource(call: AwsCall): string {
  return 'bucket' in call ? ` for the bucket ${call.bucket}` : '';
}

function device(call: AwsCall): string {
  return 'deviceArn' in call ? shortName(call.deviceArn) : 'The device';
}

/** The provider's words at the end of a sentence. */
function sentence(message: string): string {
  const words = message.trim().slice(0, 300);
  if (words === '') return '.';
  return `: ${words}${/[.!?]$/.test(words) ? '' : '.'}`;
}
