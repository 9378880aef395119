import type { BraketClient } from '@aws-sdk/client-braket';
import type { AwsAccess } from '#core/backends/braket/awsConnector.ts';

const body = 'Action=GetCallerIdentity&Version=2011-06-15';

/**
 * Whose credentials these are, by the Security Token Service, which anybody may ask. Signed and sent by the parts of the
 * client of another service, as a client of its own would be as large again.
 */
export async function callerIdentity(
  { config }: BraketClient,
  { endpoint, region }: AwsAccess,
  abortSignal: AbortSignal,
): Promise<{ readonly arn: string | undefined; readonly account: string | undefined }> {
  const url = new URL(endpoint ?? `https://sts.${region}.amazonaws.com`);
  const { signer } = config;
  if (typeof signer !== 'function') throw new TypeError('The SDK has no signer.');
  const request = await (await signer()).sign(
    {
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      path: '/',
      query: {},
      headers: { host: url.host, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body,
    },
    { signingService: 'sts', signingRegion: region },
  );
  const { response } = await config.requestHandler.handle(
    request as Parameters<typeof config.requestHandler.handle>[0],
    {
      abortSignal,
    },
  );
  const text = await textOf(response.body);
  if (response.statusCode < 300) return { arn: element(text, 'Arn'), account: element(text, 'Account') };
  throw Object.assign(new Error(element(text, 'Message') ?? ''), {
    name: element(text, 'Code') ?? 'UnknownError',
    $metadata: { httpStatusCode: response.statusCode },
    $response: { headers: response.headers },
  });
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The text of the first element of this name. */
function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}
