import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '#scripts/projectRoot.ts';

/** A span as OpenTelemetry's own messages have decoded it; times in nanoseconds since 1970. */
export interface DecodedSpan {
  readonly trace: string;
  readonly id: string;
  /** Empty for the root of a trace. */
  readonly parent: string;
  readonly name: string;
  readonly kind: string;
  readonly start: string;
  readonly end: string;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly events: readonly {
    readonly name: string;
    readonly time: string;
    readonly attributes: Readonly<Record<string, string | number | boolean>>;
  }[];
  readonly status: string;
  readonly message: string;
  readonly scope: readonly string[];
  readonly resource: Readonly<Record<string, string | number | boolean>>;
}

export interface TraceReceiver {
  readonly url: string;
  spans(): Promise<readonly DecodedSpan[]>;
  close(): Promise<void>;
}

/** Starts a receiver of traces in a Python that has `opentelemetry-proto`, and waits until it listens. */
export async function startTraceReceiver(python: string): Promise<TraceReceiver> {
  const script = join(projectRoot, 'test', 'support', 'openTelemetry', 'receiver.py');
  const child = spawn(python, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const port = await Promise.race([
    once(child.stdout, 'data').then(([line]) => Number(String(line))),
    ended.then(([code]) => {
      throw new Error(`The receiver has ended with ${code}.`);
    }),
  ]);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    spans: async () => (await (await fetch(`${url}/spans`)).json()) as readonly DecodedSpan[],
    close: async () => {
      child.kill();
      await ended;
    },
  };
}
