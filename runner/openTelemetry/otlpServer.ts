import type { HttpClient } from '#core/backends/http.ts';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import type { OtlpResource } from '#core/runs/otlp/otlpTraces.ts';

/** Where traces are sent, and how. */
export interface OtlpServer {
  /** Of the interface for traces itself. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly resource: OtlpResource;
  /** Milliseconds for one request. */
  readonly timeout: number;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly signal: CancellationSignal;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The variable that names the collector a user sends telemetry to, as for OpenTelemetry's own exporters. */
export const collectorVariable = 'OTEL_EXPORTER_OTLP_ENDPOINT';

/** The variable that holds headers for that collector. */
const headersVariable = 'OTEL_EXPORTER_OTLP_HEADERS';

const tracesPath = '/v1/traces';

/**
 * The address traces are sent to: the address of a collector with the path for traces behind it, unless that is already
 * there.
 * @throws Failure `invalid-input` for an address that is not one of http or https, or holds a credential
 */
export function tracesAddress(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new Failure('invalid-input', 'The address of the OpenTelemetry collector is not one of http or https.', {
      advice: 'Give the address of a collector that takes OTLP over HTTP, such as http://localhost:4318.',
    });
  if (url.username !== '' || url.password !== '')
    throw new Failure('invalid-input', 'The address of the OpenTelemetry collector holds a credential.', {
      advice: `Take it out of the address and put it into the variable ${headersVariable}.`,
    });
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${path.endsWith(tracesPath) ? path : path + tracesPath}${url.search}`;
}

/** The address that the environment names for traces. */
export function environmentAddress(environment: Environment): string | undefined {
  const own = environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];
  return own === undefined || own === '' ? environment[collectorVariable] || undefined : own;
}

/**
 * Whether what the environment holds for its collector may be sent to an address that a pipeline file names: to the same
 * server, or to one on this machine. Else any file could have credentials sent to any place.
 */
export function isTrusted(address: string, environment: Environment): boolean {
  const { hostname, origin } = new URL(address);
  if (/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)) return true;
  const known = environmentAddress(environment);
  return known !== undefined && URL.canParse(known) && new URL(known).origin === origin;
}

/** Headers for the collector of the environment: `name=value` with commas between, percent-encoded; those for traces win. */
export function environmentHeaders(environment: Environment): Record<string, string> {
  return {
    ...pairs(environment[headersVariable], /^[\w!#$%&'*+.^`|~-]+$/, (name) => name.toLowerCase()),
    ...pairs(environment['OTEL_EXPORTER_OTLP_TRACES_HEADERS'], /^[\w!#$%&'*+.^`|~-]+$/, (name) => name.toLowerCase()),
  };
}

/** What the environment says of the process. */
export function environmentResource(environment: Environment): OtlpResource {
  const name = environment['OTEL_SERVICE_NAME'];
  return {
    ...pairs(environment['OTEL_RESOURCE_ATTRIBUTES'], /^\S+$/, (key) => key),
    ...(name === undefined || name === '' ? {} : { 'service.name': name }),
  };
}

/** Milliseconds, 10 s unless the environment says otherwise. */
export function environmentTimeout(environment: Environment): number {
  const asked = Number(environment['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT'] ?? environment['OTEL_EXPORTER_OTLP_TIMEOUT']);
  return Number.isFinite(asked) && asked > 0 ? Math.min(asked, 60_000) : 10_000;
}

/** Pairs of another form are left out. */
function pairs(text: string | undefined, names: RegExp, spelled: (name: string) => string): Record<string, string> {
  const found = (text ?? '').split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    const name = decoded(pair.slice(0, Math.max(0, at)).trim());
    const value = decoded(pair.slice(at + 1).trim());
    const isHeader = name !== undefined && names.test(name) && value !== undefined && !/[\r\n\0]/.test(value);
    return at > 0 && isHeader ? [[spelled(name), value] as const] : [];
  });
  return Object.fromEntries(found);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
