import { Failure } from '#core/base/failure.ts';
import type { AwsKeys } from './awsConnector.ts';

/**
 * Reads a stored credential, `accessKeyId:secretAccessKey` or with `:sessionToken` after it.
 * @param name of the credential, for the message
 * @throws Failure `auth` where it is anything else; its text says nothing of the value
 */
export function awsKeys(value: string, name: string): AwsKeys {
  const [accessKeyId = '', secretAccessKey = '', sessionToken, ...more] = value.trim().split(':');
  if (accessKeyId === '' || secretAccessKey === '' || sessionToken === '' || more.length > 0) {
    throw new Failure('auth', `The credential '${name}' is not an access key of AWS.`, {
      advice: 'Store it as accessKeyId:secretAccessKey, with :sessionToken after it for temporary keys.',
    });
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}
