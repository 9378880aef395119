import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';

/** The sample projects of the product. */
export const samplesFolder = join(projectRoot, 'samples');

/** The file of the command line under test. */
export const program = inject('hybridq');

/** What the processes under test keep for the next one, which goes away with the build. */
const cache = join(dirname(program), 'cache');

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface HybridqOptions {
  /** The folder it is called in. */
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** A program with its parameters that starts it, such as one that takes rights away. */
  readonly through?: readonly string[];
  /** What it reads from standard input; nothing unless given. */
  readonly input?: string;
  /** Milliseconds after which a call that has not ended is killed and fails the test. */
  readonly limit?: number;
}

/** A running `hybridq`. */
export interface RunningHybridq {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Outcome>;
  /** Resolves as soon as what it has printed so far fits; rejects when it ends before. */
  printed(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpExecArray>;
}

/** Starts the command line. Nothing of the tester's own settings and credentials reaches it. */
export function startHybridq(parameters: readonly string[], options: HybridqOptions): RunningHybridq {
  const { HOME: home, PATH: path } = process.env;
  const [command = process.execPath, ...first] = [...(options.through ?? []), process.execPath, program];
  const child = spawn(command, [...first, ...parameters], {
    cwd: options.folder,
    env: { HOME: home, PATH: path, NO_COLOR: '1', XDG_CACHE_HOME: cache, ...options.environment },
  });
  child.stdin.end(options.input ?? '');
  const text = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      text[stream] += chunk;
      for (const watch of watchers) watch();
    });
  }
  const limit = options.limit ?? 60_000;
  const timer = setTimeout(() => child.kill('SIGKILL'), limit);
  const ended = once(child, 'close').then(([code, signal]: unknown[]): Outcome => {
    clearTimeout(timer);
    return { code: code as number | null, signal: signal as NodeJS.Signals | null, ...text };
  });
  return {
    child,
    ended,
    printed: async (stream, pattern) =>
      await new Promise((resolve, reject) => {
        const watch = () => {
          const found = pattern.exec(text[stream]);
          if (found === null) return;
          watchers.delete(watch);
          resolve(found);
        };
        watchers.add(watch);
        void ended.then(({ code, stderr }) => reject(new Error(`It ended with ${code} before: ${stderr}`)));
        watch();
      }),
  };
}

/** Calls the command line and waits for its end. */
export async function hybridq(parameters: readonly string[], options: HybridqOptions): Promise<Outcome> {
  return await startHybridq(parameters, options).ended;
}
