import { fingerprint } from '#core/base/fingerprint.ts';
import type { RunEvent } from '../runEvent.ts';
import type { RunRecord } from '../runRecord.ts';
import { type OtlpAttribute, textAttribute } from './otlpAttributes.ts';
import { type RunSpan, runSpans } from './runSpans.ts';

/** A span as OTLP writes it in JSON: identifiers in hexadecimal, times as texts of nanoseconds, enumerations as numbers. */
interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly OtlpAttribute[];
  readonly events?: readonly {
    readonly timeUnixNano: string;
    readonly name: string;
    readonly attributes: readonly OtlpAttribute[];
  }[];
  readonly status?: { readonly code: number; readonly message?: string };
}

/** A message of the type `ExportTraceServiceRequest`, which is also that of a line of a file of traces. */
export interface OtlpRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string; readonly version: string };
      readonly spans: readonly OtlpSpan[];
    }[];
  }[];
}

/** Who the spans are said to be of, beside what the record tells; names and values of resource attributes. */
export type OtlpResource = Readonly<Record<string, string>>;

const product = 'hybrid-quantum';

/** A run as a trace. */
export interface RunTrace {
  readonly traceId: string;
  readonly spanCount: number;
  readonly requests: readonly OtlpRequest[];
}

/**
 * The trace of a run (OpenTelemetry protocol 1.x, JSON mapping of its protobuf messages), see {@link runSpans}. All
 * identifiers come from the run alone, so that exporting it again gives the same.
 * @param resource adds to or replaces what the record tells of the process
 * @param mostSpans of one request
 */
export function runTrace(
  record: RunRecord,
  events: readonly RunEvent[],
  resource: OtlpResource = {},
  mostSpans = Number.POSITIVE_INFINITY,
): RunTrace {
  const traceId = fingerprint(['trace', record.id]);
  const spans = encoded(runSpans(record, events), record.id, traceId, undefined);
  const parts: OtlpSpan[][] = [];
  for (let start = 0; start < spans.length; start += mostSpans) parts.push(spans.slice(start, start + mostSpans));
  const attributes = resourceAttributes(record, resource);
  const scope = { name: product, version: record.environment.product };
  const requests = parts.map((part) => ({
    resourceSpans: [{ resource: { attributes }, scopeSpans: [{ scope, spans: part }] }],
  }));
  return { traceId, spanCount: spans.length, requests };
}

/** The beginnings of `environment.runtime` and `environment.platform`: `Node.js 24.1.0`, `linux x64 6.1`. */
function resourceAttributes({ environment }: RunRecord, given: OtlpResource): OtlpAttribute[] {
  const [, runtime] = /^Node\.js (\S+)/.exec(environment.runtime) ?? [];
  const [, system, architecture] = /^(\S+) (\S+)/.exec(environment.platform) ?? [];
  const known: Readonly<Record<string, string | undefined>> = {
    'service.name': product,
    'service.version': environment.product,
    'process.runtime.name': runtime && 'nodejs',
    'process.runtime.version': runtime,
    'os.type': system === 'win32' ? 'windows' : system,
    'host.arch': architecture === 'x64' ? 'amd64' : architecture,
    'vcs.ref.head.revision': environment.commit,
  };
  return Object.entries({ ...known, ...given }).flatMap(([key, value]) => textAttribute(key, value));
}

/** Parents before their children. */
function encoded(span: RunSpan, runId: string, traceId: string, parentSpanId: string | undefined): OtlpSpan[] {
  const spanId = fingerprint(['span', runId, span.path]).slice(0, 16);
  const own: OtlpSpan = {
    traceId,
    spanId,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    name: span.name,
    kind: kinds[span.kind],
    startTimeUnixNano: nanoseconds(span.start),
    endTimeUnixNano: nanoseconds(span.end),
    attributes: span.attributes,
    ...(span.events.length === 0
      ? {}
      : {
          events: span.events.map(({ attributes, name, time }) => ({
            timeUnixNano: nanoseconds(time),
            name,
            attributes,
          })),
        }),
    ...(span.error === undefined ? {} : { status: { code: errorStatus, message: span.error } }),
  };
  return [own, ...span.children.flatMap((child) => encoded(child, runId, traceId, spanId))];
}

/** `Span.SpanKind` and `Status.StatusCode` of the protocol. */
const kinds: Readonly<Record<RunSpan['kind'], number>> = { internal: 1, server: 2, client: 3 };
const errorStatus = 2;

/** To the microsecond: whole milliseconds, and what is beyond them, apart, for both together are too many digits. */
function nanoseconds(milliseconds: number): string {
  const whole = Math.floor(milliseconds);
  return String(BigInt(whole) * 1_000_000n + BigInt(Math.floor((milliseconds - whole) * 1000)) * 1000n);
}
