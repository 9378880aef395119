import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import {
  environmentAddress,
  environmentHeaders,
  environmentResource,
  environmentTimeout,
  isTrusted,
  tracesAddress,
} from '#runner/openTelemetry/otlpServer.ts';
import { sendTrace } from '#runner/openTelemetry/sendTrace.ts';
import { type OtlpReceiver, startOtlpReceiver } from '#test/support/emulators/otlpReceiver.ts';
import { exampleResult, exampleRun } from '#test/support/runs/exampleRun.ts';

describe('the environment', () => {
  test('names a collector, to which the path for traces is added, or the very address for traces', () => {
    expect(environmentAddress({})).toBeUndefined();
    expect(environmentAddress({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318' })).toBe('http://c:4318');
    const both = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://t/v1/traces' };
    expect(environmentAddress(both)).toBe('http://t/v1/traces');
    expect(tracesAddress('http://c:4318')).toBe('http://c:4318/v1/traces');
    expect(tracesAddress('https://c/otlp/')).toBe('https://c/otlp/v1/traces');
    expect(tracesAddress('https://c/v1/traces?tenant=a')).toBe('https://c/v1/traces?tenant=a');
    for (const wrong of ['collector', 'ftp://c', 'grpc://c:4317', 'https://ada:secret@c'])
      expect(() => tracesAddress(wrong)).toThrow(/The address of the OpenTelemetry collector/);
  });

  test('holds headers, of which those for traces win and those that are none are left out', () => {
    expect(
      environmentHeaders({
        OTEL_EXPORTER_OTLP_HEADERS:
          'Authorization=Basic%20YTpi, x-tenant = one,nonsense,=x,bad%0Aname=y,z=%0d%0aevil: 1',
        OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-tenant=two',
      }),
    ).toEqual({ authorization: 'Basic YTpi', 'x-tenant': 'two' });
    expect(environmentHeaders({})).toEqual({});
  });

  test('gives headers only to the server it names, or to this machine', () => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example:4318' };
    expect(isTrusted('https://collector.example:4318/v1/traces', environment)).toBe(true);
    for (const other of ['https://collector.example/v1/traces', 'https://evil.example/v1/traces'])
      expect(isTrusted(other, environment)).toBe(false);
    expect(isTrusted('https://collector.example:4318/v1/traces', {})).toBe(false);
    for (const here of ['http://localhost:4318/', 'http://127.0.0.1:9/', 'http://[::1]:9/'])
      expect(isTrusted(here, {})).toBe(true);
    expect(isTrusted('http://localhost.evil.example/', {})).toBe(false);
  });

  test('describes the process and limits how long it waits', () => {
    expect(environmentResource({ OTEL_RESOURCE_ATTRIBUTES: 'team=a%20b,service.name=x' })).toEqual({
      team: 'a b',
      'service.name': 'x',
    });
    expect(environmentResource({ OTEL_RESOURCE_ATTRIBUTES: 'service.name=x', OTEL_SERVICE_NAME: 'y' })).toEqual({
      'service.name': 'y',
    });
    expect(environmentTimeout({})).toBe(10_000);
    expect(environmentTimeout({ OTEL_EXPORTER_OTLP_TIMEOUT: '2500' })).toBe(2500);
    expect(environmentTimeout({ OTEL_EXPORTER_OTLP_TIMEOUT: 'soon' })).toBe(10_000);
  });
});

describe('a collector', () => {
  let receiver: OtlpReceiver;
  let pauses: number[];
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
    pauses = [];
  });
  afterEach(async () => await receiver.close());

  const clock: Clock = { now: () => 0, monotonic: () => 0, sleep: async (pause) => void pauses.push(pause) };
  const record = exampleRun('a-1', { state: 'succeeded', endedAt: 1_700_000_001_000, result: exampleResult([1]) });
  const send = (url = tracesAddress(receiver.url)) =>
    sendTrace(record, [], {
      ...{ url, headers: { 'x-tenant': 'two' }, resource: { 'service.name': 'mine' }, timeout: 10_000 },
      ...{ http: createHttpClient(), clock, signal: neverCancelled },
    });

  test('gets the trace as JSON, with the headers', async () => {
    const { requests, traceId } = await send();
    expect(receiver.received).toMatchObject([
      { path: '/v1/traces', headers: { 'content-type': 'application/json', 'x-tenant': 'two' }, body: requests[0] },
    ]);
    expect(requests[0]?.resourceSpans[0]?.scopeSpans[0]?.spans[0]).toMatchObject({ traceId, name: 'RUN example' });
  });

  test('is asked again when it is busy, but not for as long as it likes', async () => {
    const answers = [503, 429];
    receiver.fault = () => {
      const status = answers.shift();
      return status === undefined ? undefined : { status };
    };
    await send();
    expect(receiver.received).toHaveLength(1);
    expect(pauses).toHaveLength(2);
    receiver.fault = () => ({ status: 503 });
    await expect(send()).rejects.toMatchObject({ reason: 'backend-down' });
    expect(Math.max(...pauses)).toBeLessThanOrEqual(5000);
  });

  test.each([
    [{ status: 401 }, 'auth', 'OTEL_EXPORTER_OTLP_HEADERS'],
    [{ status: 404 }, 'not-found', '4318'],
    [{ status: 415 }, 'invalid-input', 'JSON'],
    [{ status: 413 }, 'too-large', 'collector'],
    [{ status: 302 }, 'invalid-input', 'collector'],
    [{ status: 400, body: { message: 'no such field' } }, 'invalid-input', 'collector'],
    [{ status: 200, body: { partialSuccess: { rejectedSpans: '3', errorMessage: 'too old' } } }, 'invalid-input', ''],
  ])('that answers %j is told of with what to do', async (fault, reason, advice) => {
    receiver.fault = () => fault;
    await expect(send()).rejects.toMatchObject({ reason, advice: expect.stringContaining(advice) });
  });

  test('says what it dropped and why', async () => {
    receiver.fault = () => ({ status: 200, body: { partialSuccess: { rejectedSpans: 3, errorMessage: 'too old' } } });
    await expect(send()).rejects.toThrow(/dropped 3 of the spans: too old/);
    receiver.fault = () => ({ status: 400, body: { message: 'no such field' } });
    await expect(send()).rejects.toThrow(/refused \/v1\/traces: no such field/);
  });

  test('that is not there is offline', async () => {
    await expect(send('http://127.0.0.1:9/v1/traces')).rejects.toMatchObject({ reason: 'offline' });
  });
});
