import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import * as z from 'zod';
import type { AccessToken, AccessTokenRequest, AccessTokenSource } from '#core/backends/accessTokens.ts';
import type { HttpClient } from '#core/backends/http.ts';
import { type RetryPolicy, sendWithRetry } from '#core/backends/retry.ts';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { parsedJson } from '#core/base/parsedJson.ts';
import type { Redactor } from '#core/runs/redactor.ts';
import { withoutCredentialVariables } from './credentials/environmentCredentials.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface MicrosoftTokensOptions {
  readonly environment: Environment;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly redactor: Redactor;
}

const usualAuthority = 'https://login.microsoftonline.com';
const exchangeTimeout = 30_000;
const exchangeRetries: RetryPolicy = {
  attempts: 4,
  firstDelay: 800,
  longestDelay: 15_000,
  isPassing: (status) => status === 429 || status >= 500,
};
/** The Azure CLI takes seconds to start. */
const commandTimeout = 60_000;

const exchangeSchema = z.object({ access_token: z.string(), expires_in: z.coerce.number() });
const exchangeErrorSchema = z.object({ error: z.string().nullish(), error_description: z.string().nullish() });
const commandSchema = z.object({ accessToken: z.string(), expires_on: z.coerce.number().nullish() });

/**
 * Tokens of Microsoft's sign-in on the command line: of the service principal that `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` and
 * `AZURE_CLIENT_SECRET` name, as with Azure's own tools; without, of whoever is signed in to the Azure CLI.
 */
export function microsoftTokens(options: MicrosoftTokensOptions): AccessTokenSource {
  const { environment, redactor } = options;
  const secret = environment['AZURE_CLIENT_SECRET'];
  if (secret !== undefined) redactor.add(secret);
  return {
    async accessToken(request, signal) {
      const principal = servicePrincipal(environment, request);
      const token =
        principal === undefined
          ? await commandToken(request, environment, signal)
          : await principalToken(principal, request, options, signal);
      if (token !== undefined) redactor.add(token.value);
      return token;
    },
  };
}

interface ServicePrincipal {
  readonly authority: string;
  readonly tenant: string;
  readonly client: string;
  readonly secret: string;
}

function servicePrincipal(environment: Environment, request: AccessTokenRequest): ServicePrincipal | undefined {
  const tenant = request.tenant ?? environment['AZURE_TENANT_ID'];
  const client = environment['AZURE_CLIENT_ID'];
  const secret = environment['AZURE_CLIENT_SECRET'];
  if (!tenant || !client || !secret) return undefined;
  const authority = (environment['AZURE_AUTHORITY_HOST'] ?? usualAuthority).replace(/\/+$/, '');
  return { authority: /^https?:\/\//.test(authority) ? authority : `https://${authority}`, tenant, client, secret };
}

/** The exchange of a client's secret for a token (RFC 6749, section 4.4). */
async function principalToken(
  { authority, client, secret, tenant }: ServicePrincipal,
  { resource }: AccessTokenRequest,
  { clock, http }: MicrosoftTokensOptions,
  signal: CancellationSignal,
): Promise<AccessToken> {
  if (!/^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(authority)) {
    throw new Failure('invalid-input', 'AZURE_AUTHORITY_HOST must be an https address or on this machine.', {
      advice: 'An http address would send the secret readable for everybody on the way.',
    });
  }
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: client,
    client_secret: secret,
    scope: `${resource}/.default`,
  });
  const asked = clock.now();
  const response = await sendWithRetry(
    http,
    {
      method: 'POST',
      url: `${authority}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
      timeout: exchangeTimeout,
      isRepeatable: true,
    },
    exchangeRetries,
    clock,
    signal,
  );
  const answer = parsedJson(response.body);
  const token = exchangeSchema.safeParse(answer);
  if (response.status === 200 && token.success) {
    return { value: token.data.access_token, expiresAt: asked + token.data.expires_in * 1000 };
  }
  const refused = exchangeErrorSchema.safeParse(answer);
  const said = refused.success ? (firstLine(refused.data.error_description) ?? refused.data.error) : undefined;
  if (response.status >= 500 || response.status === 429) {
    throw new Failure('backend-down', `Microsoft's sign-in gave no token (HTTP ${response.status}).`, {
      advice: 'Try again later.',
    });
  }
  throw new Failure(
    'auth',
    `Microsoft's sign-in refused the service principal '${client}'${said ? `: ${said}` : '.'}`,
    {
      advice:
        'Check AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET: the secret may have run out or been replaced.',
    },
  );
}

/** A token of the Azure CLI; undefined where it is not there or nobody is signed in to it. */
async function commandToken(
  { resource, tenant }: AccessTokenRequest,
  environment: Environment,
  signal: CancellationSignal,
): Promise<AccessToken | undefined> {
  const command = azureCommand(environment);
  if (command === undefined) return undefined;
  const parameters = [
    ...command.parameters,
    ...['account', 'get-access-token', '--output', 'json', '--scope', `${resource}/.default`],
    ...(tenant === undefined ? [] : ['--tenant', tenant]),
  ];
  const outcome = await output(command.file, parameters, environment, signal);
  if (outcome.kind === 'missing') return undefined;
  if (outcome.kind === 'printed') {
    const token = commandSchema.safeParse(parsedJson(outcome.text));
    if (token.success) {
      const { accessToken: value, expires_on: expires } = token.data;
      return { value, ...(expires == null ? {} : { expiresAt: expires * 1000 }) };
    }
    throw new Failure('unknown', 'The Azure CLI printed something else than a token.', {
      advice: 'Update it with "az upgrade".',
    });
  }
  if (/az login/.test(outcome.text) && !/AADSTS/.test(outcome.text)) return undefined;
  const said = firstLine(outcome.text.replace(/^ERROR: /, '')) ?? 'no reason was given';
  throw new Failure('auth', `The Azure CLI gave no token: ${said}`, {
    advice: `Sign in again with "az login${tenant === undefined ? '' : ` --tenant ${tenant}`}".`,
  });
}

interface Command {
  readonly file: string;
  readonly parameters: readonly string[];
}

/**
 * How the Azure CLI is started without a shell. On Windows `az` is a batch file, which only a shell can run; what it does
 * is starting the Python beside it.
 */
function azureCommand(environment: Environment): Command | undefined {
  if (process.platform !== 'win32') return { file: 'az', parameters: [] };
  const folders = (environment['Path'] ?? environment['PATH'] ?? '').split(delimiter);
  const folder = folders.find((candidate) => candidate !== '' && existsSync(join(candidate, 'az.cmd')));
  const python = folder === undefined ? undefined : join(folder, '..', 'python.exe');
  return python !== undefined && existsSync(python) ? { file: python, parameters: ['-IBm', 'azure.cli'] } : undefined;
}

type Outcome = { readonly kind: 'printed' | 'failed'; readonly text: string } | { readonly kind: 'missing' };

/** Runs a program that gets none of our credentials. */
async function output(
  file: string,
  parameters: readonly string[],
  environment: Environment,
  signal: CancellationSignal,
): Promise<Outcome> {
  const controller = new AbortController();
  const stopListening = signal.onCancel(() => controller.abort());
  try {
    return await new Promise<Outcome>((resolve, reject) => {
      const options = {
        env: { ...withoutCredentialVariables(environment) },
        signal: controller.signal,
        timeout: commandTimeout,
        windowsHide: true,
      };
      execFile(file, [...parameters], options, (error, printed, complained) => {
        if (error === null) resolve({ kind: 'printed', text: printed });
        else if (signal.isCancelled) reject(new Failure('cancelled', 'Cancelled.'));
        else if (error.code === 'ENOENT') resolve({ kind: 'missing' });
        else if (error.killed) {
          const seconds = commandTimeout / 1000;
          reject(
            new Failure('timeout', `The Azure CLI gave no token within ${seconds} s.`, {
              advice: 'Try "az account get-access-token" in a terminal.',
            }),
          );
        } else resolve({ kind: 'failed', text: complained.trim() });
      });
    });
  } finally {
    stopListening();
  }
}

function firstLine(text: string | null | undefined): string | undefined {
  const [line] = (text ?? '').split(/\r?\n/);
  return line ? line.slice(0, 300) : undefined;
}
