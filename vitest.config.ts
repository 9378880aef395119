import { defineConfig } from 'vitest/config';

interface SuiteOptions {
  /** Milliseconds a test or a hook may take. */
  readonly timeout: number;
  /** At most so many files run at a time, because each starts whole programs. */
  readonly filesAtATime?: number;
  /**
   * Files share the modules they import. The product keeps no state in modules, and loading all of them anew for every
   * file takes longer than the tests.
   */
  readonly sharesModules?: boolean;
  /** The programs of the product are built for it. */
  readonly startsPrograms?: boolean;
  /** Run before each of its test files, in the same process. */
  readonly setUp?: string;
  /** Its test files, as patterns; all of the folder of its name unless given. */
  readonly include?: readonly string[];
  /** Variables of the environment, for its tests and what they start. */
  readonly environment?: Readonly<Record<string, string>>;
}

const pythonEnvironment = {
  // The packages come uncompiled, and what the first interpreter compiles is for all the others.
  PYTHONDONTWRITEBYTECODE: '',
  // Threads of small matrices only wait for each other.
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
};

const suite = (
  name: string,
  { timeout, filesAtATime, sharesModules = false, startsPrograms = false, setUp, include, environment }: SuiteOptions,
) => ({
  test: {
    name,
    include: [...(include ?? [`test/${name}/**/*.test.ts`])],
    environment: 'node',
    env: { ...environment },
    globalSetup: ['test/support/buildKernels.ts', ...(startsPrograms ? ['test/support/cli/builtProgram.ts'] : [])],
    setupFiles: setUp === undefined ? [] : [setUp],
    testTimeout: timeout,
    hookTimeout: timeout,
    // Projects of another number of workers are a group of their own.
    ...(filesAtATime && { maxWorkers: filesAtATime, sequence: { groupOrder: 1 } }),
    isolate: !sharesModules,
    // What a test waits for may take long where other suites run beside it.
    expect: { poll: { timeout: Math.min(timeout / 2, 60_000) } },
  },
});

export default defineConfig({
  test: {
    // On two cores the default would be a single worker.
    maxWorkers: '100%',
    projects: [
      suite('unit', { timeout: 60_000, sharesModules: true }),
      suite('property', { timeout: 120_000, sharesModules: true }),
      suite('lsp', { timeout: 60_000, startsPrograms: true }),
      suite('cli', { timeout: 120_000, startsPrograms: true }),
      suite('interop', { timeout: 300_000, startsPrograms: true, environment: pythonEnvironment }),
      suite('panel', { timeout: 300_000, include: ['test/e2e/{panel,simulator}/**/*.test.ts'] }),
      suite('e2e', {
        timeout: 300_000,
        // A second editor beside it makes each slower than its user expects, who then presses again what has been heard.
        filesAtATime: 1,
        setUp: 'test/support/failedWindows.ts',
        include: ['test/e2e/{extension/**/,}*.test.ts'],
      }),
    ],
  },
});
