import type { z } from 'zod';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure, type FailureReason } from '#core/base/failure.ts';
import { parsedJson } from '#core/base/parsedJson.ts';
import type { AccessTokenSource } from '../accessTokens.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../http.ts';
import { checkedBody, refusalReason, requiredSecret } from '../providerAnswer.ts';
import { type RetryPolicy, sendWithRetry } from '../retry.ts';
import type { SecretSource } from '../secrets.ts';
import { type AzureWorkspace, azureKey, isSameWorkspace, workspacePath } from './azureWorkspace.ts';
import { withoutSignatures } from './sharedAccess.ts';
import { azureApiVersion, azureErrorSchema } from './wire.ts';

const requestTimeout = 30_000;

/** What a token of Microsoft's sign-in has to be for. */
const azureQuantumResource = 'https://quantum.microsoft.com';

/** Statuses that pass by themselves, those that Azure's own clients try again. */
export const azureRetryPolicy: RetryPolicy = {
  attempts: 5,
  firstDelay: 800,
  longestDelay: 30_000,
  isPassing: (status) => status === 408 || status === 429 || status === 500 || (status >= 502 && status <= 504),
};

export interface AzureApiOptions {
  /** The name of the backend. */
  readonly id: string;
  readonly workspace: AzureWorkspace;
  /** As configured; else that of a connection string, else that of the location. Without a trailing slash. */
  readonly endpoint: string | undefined;
  readonly usualEndpoint: string;
  readonly credential: string | undefined;
  readonly tenant: string | undefined;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly secrets: SecretSource;
  readonly tokens: AccessTokenSource;
}

interface Authorization {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Speaks the data plane of one workspace: authorisation, retries, checked answers, failures with reasons. */
export class AzureApi {
  readonly #options: AzureApiOptions;

  constructor(options: AzureApiOptions) {
    this.#options = options;
  }

  /** What gives access, in words. */
  get access(): string {
    const { credential } = this.#options;
    return credential === undefined ? 'the account that is signed in' : `the key '${credential}'`;
  }

  async get<T>(path: string, schema: z.ZodType<T>, signal: CancellationSignal): Promise<T> {
    return checkedBody(await this.#send('GET', path, undefined, signal), schema, 'Azure Quantum', path);
  }

  /** Undefined where there is none. */
  async getIfThere<T>(path: string, schema: z.ZodType<T>, signal: CancellationSignal): Promise<T | undefined> {
    const response = await this.#answer('GET', path, undefined, signal);
    if (response.status !== 404) return checkedBody(this.#accepted(response), schema, 'Azure Quantum', path);
    // A workspace that is not there has no jobs either, but whoever asks has to know.
    if (isMissingWorkspace(errorOf(response))) throw this.#refusal(response);
    return undefined;
  }

  async post<T>(path: string, body: unknown, schema: z.ZodType<T>, signal: CancellationSignal): Promise<T> {
    return checkedBody(await this.#send('POST', path, JSON.stringify(body), signal), schema, 'Azure Quantum', path);
  }

  /** For what may be put again and again. */
  async put<T>(path: string, body: unknown, schema: z.ZodType<T>, signal: CancellationSignal): Promise<T> {
    return checkedBody(await this.#send('PUT', path, JSON.stringify(body), signal), schema, 'Azure Quantum', path);
  }

  /** Asks for something to be done that is done or of no use where it is refused as a conflict. */
  async ask(path: string, signal: CancellationSignal): Promise<void> {
    const response = await this.#answer('POST', path, undefined, signal);
    if (response.status !== 409) this.#accepted(response);
  }

  /** All values of a list, page by page. Links to other places are not followed. */
  async list<T>(
    path: string,
    schema: z.ZodType<{ readonly value: readonly T[]; readonly nextLink?: string | null | undefined }>,
    signal: CancellationSignal,
  ): Promise<T[]> {
    const all: T[] = [];
    let next: string | undefined = path;
    while (next !== undefined) {
      const page: z.infer<typeof schema> = await this.get(next, schema, signal);
      all.push(...page.value);
      next = page.nextLink ? this.#pathOfLink(page.nextLink) : undefined;
    }
    return all;
  }

  #pathOfLink(link: string): string {
    const { workspace } = this.#options;
    const path = workspacePath(workspace);
    const start = link.toLowerCase().indexOf(path.toLowerCase());
    if (start >= 0) return link.slice(start + path.length);
    throw new Failure('unknown', `Azure Quantum continues a list of workspace '${workspace.name}' outside of it.`, {
      advice: 'Try again; if it stays, the service may have changed and this version needs an update.',
    });
  }

  async #send(
    method: HttpRequest['method'],
    path: string,
    body: string | undefined,
    signal: CancellationSignal,
  ): Promise<HttpResponse> {
    return this.#accepted(await this.#answer(method, path, body, signal));
  }

  async #answer(
    method: HttpRequest['method'],
    path: string,
    body: string | undefined,
    signal: CancellationSignal,
  ): Promise<HttpResponse> {
    const response = await this.#exchange(method, path, body, await this.#authorization(false, signal), signal);
    if (response.status !== 401 || this.#options.credential !== undefined) return response;
    // A token may be withdrawn before its time.
    return await this.#exchange(method, path, body, await this.#authorization(true, signal), signal);
  }

  async #exchange(
    method: HttpRequest['method'],
    path: string,
    body: string | undefined,
    { endpoint, headers }: Authorization,
    signal: CancellationSignal,
  ): Promise<HttpResponse> {
    const { clock, http, workspace } = this.#options;
    const version = path.includes('api-version=')
      ? ''
      : `${path.includes('?') ? '&' : '?'}api-version=${azureApiVersion}`;
    const request: HttpRequest = {
      method,
      url: `${endpoint}${workspacePath(workspace)}${path}${version}`,
      headers: { ...headers, accept: 'application/json', 'content-type': 'application/json' },
      timeout: requestTimeout,
      // Giving access to a container and cancelling may both happen twice.
      isRepeatable: true,
      ...(body === undefined ? {} : { body }),
    };
    try {
      return await sendWithRetry(http, request, azureRetryPolicy, clock, signal);
    } catch (thrown) {
      if (!Failure.is(thrown, 'offline')) throw thrown;
      throw new Failure('offline', thrown.message, {
        advice: `Check the network connection and the proxy settings, and whether the location of backend '${this.#options.id}' is that of its workspace: each location has a host of its own.`,
        cause: thrown,
      });
    }
  }

  async #authorization(isRenewal: boolean, signal: CancellationSignal): Promise<Authorization> {
    const { credential, endpoint, id, secrets, tenant, tokens, usualEndpoint, workspace } = this.#options;
    if (credential === undefined) {
      const token = await tokens.accessToken(
        { resource: azureQuantumResource, isRenewal, ...(tenant === undefined ? {} : { tenant }) },
        signal,
      );
      if (token === undefined) {
        throw new Failure('auth', `Nobody is signed in to Microsoft for backend '${id}'.`, {
          advice:
            'Sign in when the editor asks, or on the command line with "az login"; or store a connection string of the workspace and name it as the credential.',
        });
      }
      return { endpoint: endpoint ?? usualEndpoint, headers: { authorization: `Bearer ${token.value}` } };
    }
    const secret = await requiredSecret(secrets, credential, 'Azure Quantum');
    const key = azureKey(secret, credential);
    if (key.workspace !== undefined && !isSameWorkspace(key.workspace, workspace)) {
      throw new Failure(
        'auth',
        `The connection string '${credential}' is for the workspace '${key.workspace.name}', backend '${id}' is in '${workspace.name}'.`,
        { advice: 'Name the credential of this workspace, or correct the resource id.' },
      );
    }
    return { endpoint: endpoint ?? key.endpoint ?? usualEndpoint, headers: { 'x-ms-quantum-api-key': key.key } };
  }

  #accepted(response: HttpResponse): HttpResponse {
    if (response.status >= 400) throw this.#refusal(response);
    return response;
  }

  #refusal(response: HttpResponse): Failure {
    const error = errorOf(response);
    const reason = refusalReason(response.status);
    const said = withoutSignatures(error?.message ?? error?.code ?? '').slice(0, 300);
    return new Failure(
      reason,
      `Azure Quantum refused the request for workspace '${this.#options.workspace.name}' (HTTP ${response.status})${said ? `: ${said}` : ''}`,
      { advice: this.#adviceFor(reason, response.status, error) },
    );
  }

  #adviceFor(reason: FailureReason, status: number, error: AzureError | undefined): string {
    const { credential, id, workspace } = this.#options;
    switch (reason) {
      case 'auth':
        if (credential !== undefined) {
          return `Check the key stored as '${credential}': it may have been regenerated, or access keys are switched off in workspace '${workspace.name}'.`;
        }
        return status === 403
          ? `Ask an owner of workspace '${workspace.name}' for the role "Quantum Workspace Data Contributor".`
          : `Sign in again with an account that can reach workspace '${workspace.name}'; set the tenant of backend '${id}' when it is not the account's own.`;
      case 'quota':
        return "Wait, or ask for a higher limit: the workspace's quotas are shown in the Azure portal.";
      case 'backend-down':
      case 'timeout':
        return 'Try again later, or run on another backend.';
      case 'conflict':
        return 'Try again in a moment.';
      case 'not-found':
        return isMissingWorkspace(error)
          ? `Check the resource id and the location of backend '${id}': the Azure portal shows both on the page of the workspace. The location of workspaces of the second version ends in -v2, such as eastus-v2.`
          : 'Check that the job belongs to this workspace and was not deleted.';
      default:
        return 'Change the circuit or the number of shots as the message says.';
    }
  }
}

type AzureError = z.infer<typeof azureErrorSchema>['error'];

function errorOf(response: HttpResponse): AzureError | undefined {
  const parsed = azureErrorSchema.safeParse(parsedJson(response.body));
  return parsed.success ? parsed.data.error : undefined;
}

/** Whether "not found" is about the workspace and not about something in it. */
function isMissingWorkspace(error: AzureError | undefined): boolean {
  const { code, message } = error ?? {};
  if (code == null || /workspace|resourcegroup|subscription/i.test(code)) return true;
  return code === 'ResourceNotFound' && /workspace/i.test(message ?? '') && !/job/i.test(message ?? '');
}
