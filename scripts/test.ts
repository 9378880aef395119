import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { projectRoot } from './projectRoot.ts';
import { codeServerFolder } from './setUp/codeServer.ts';
import { runNode, runNodeQuietly } from './setUp/nodeProgram.ts';
import { sideBySide } from './testing/sideBySide.ts';
import { type StageResult, summary } from './testing/stageResult.ts';
import { readSuiteReport, readVitestReport } from './testing/testReports.ts';

interface Stage {
  readonly name: string;
  /** Shown when the stage begins. */
  readonly purpose: string;
  /** Runs what `npm run build` makes. */
  readonly needsBuild: boolean;
  /** What the machine may lack. */
  readonly needs: readonly Need[];
  /** One that runs beside the others of its kind and prints nothing before `run` says so. */
  readonly isCheck?: boolean;
  /** One that runs when all others have ended, because it measures or depends on when things happen. */
  readonly isAlone?: boolean;
  /** @param label stands before what it prints, when it is not alone */
  run(label?: string): Promise<StageResult>;
}

interface Need {
  readonly what: string;
  /** Brings it to the machine. */
  readonly bring: () => Promise<unknown>;
}

const inCi = process.env['CI'] !== undefined && process.env['CI'] !== '' && process.env['CI'] !== 'false';
const results = join(projectRoot, 'test-results');
const minute = 60_000;

/**
 * How many suites run at a time. Every one of them waits now and then, for a slow last file or for what an editor draws,
 * and two of them leave no processor idle.
 */
const suitesAtATime = 2;

const interopNeeds: readonly Need[] = [
  { what: 'a Python environment', bring: () => setUpProgram('pythonEnvironment') },
  { what: 'MLflow', bring: () => setUpProgram('mlflowEnvironment') },
  { what: 'the ONNX runtime', bring: () => setUpProgram('onnxEnvironment') },
  { what: "OpenTelemetry's messages", bring: () => setUpProgram('openTelemetryEnvironment') },
  { what: 'pyarrow', bring: () => setUpProgram('tablesEnvironment') },
];
const browserNeed: Need = { what: 'a browser', bring: () => setUpProgram('chromium') };
const editorNeeds: readonly Need[] = [browserNeed, { what: 'the editor', bring: codeServerFolder }];

/** In the order in which they begin. */
const stages: readonly Stage[] = [
  check('types', 'Types', ['node_modules/typescript-native/bin/tsc', '-b']),
  check('lint', 'Style and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']),
  check('architecture', 'Who may import whom', [
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    ...['--config', '.dependency-cruiser.mjs', '--output-type', 'err-long'],
    ...['core', 'platform', 'server', 'runner', 'cli', 'client', 'webview', 'scripts', 'bench', 'test'],
  ]),
  check('dead-code', 'Unused files, exports and dependencies', ['node_modules/knip/bin/knip.js', '--no-progress']),
  check('build', 'Bundles', ['scripts/build.ts']),
  suite('unit', 'Modules by themselves', { minutes: 25 }),
  suite('property', 'Laws over random inputs', { minutes: 25 }),
  // Some of its files and of the next take minutes, during which others have the rest of the processors.
  suite('interop', 'Against Python libraries and official clients', { minutes: 30, needs: interopNeeds }),
  suite('panel', 'Panels in a browser', { minutes: 25, needsBuild: true, needs: [browserNeed] }),
  suite('cli', 'The command line', { minutes: 40, needsBuild: true }),
  suite('lsp', 'The language server over its protocol', { minutes: 15 }),
  // Whatever is slow beside it moves the focus between two keys of a user, who would look and type again.
  suite('e2e', 'A real editor, driven like a user', {
    minutes: 40,
    needsBuild: true,
    needs: editorNeeds,
    isAlone: true,
  }),
  {
    name: 'vscode',
    purpose: 'Inside the extension host of a real editor',
    needsBuild: true,
    needs: editorNeeds,
    // It measures how long the editor is busy at a time while a simulation runs.
    isAlone: true,
    async run(label) {
      const report = join(results, 'vscode.json');
      await rm(report, { force: true });
      const code = await runNode(['test/vscode/run.ts', report], { timeLimit: 20 * minute, label });
      return readSuiteReport('vscode', report, code);
    },
  },
];

/** A stage that is one program and counts as one test; what it prints is shown when it fails. */
function check(name: string, purpose: string, args: readonly string[]): Stage {
  return {
    name,
    purpose,
    needsBuild: false,
    needs: [],
    isCheck: true,
    async run() {
      const { code, output } = await runNodeQuietly(args, 10 * minute);
      if (code === 0) return { name, passed: 1, failed: [], skipped: [] };
      const shown = output.trimEnd();
      const failed = [{ title: `${purpose}: see the output of this stage above`, error: shown }];
      return { name, passed: 0, failed, skipped: [], output: shown };
    },
  };
}

function suite(
  name: string,
  purpose: string,
  options: {
    readonly minutes: number;
    readonly needsBuild?: boolean;
    readonly needs?: Stage['needs'];
    readonly isAlone?: boolean;
  },
): Stage {
  return {
    name,
    purpose,
    needsBuild: options.needsBuild ?? false,
    needs: options.needs ?? [],
    isAlone: options.isAlone ?? false,
    async run(label) {
      const report = join(results, `${name}.json`);
      await rm(report, { force: true });
      const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', name];
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      const timeLimit = options.minutes * minute;
      const code = await runNode([...vitest, ...reporters], { timeLimit, label });
      return readVitestReport(name, report, code);
    },
  };
}

/** Test support belongs to the tests, which nothing imports; so its set-up programs are run, not imported. */
async function setUpProgram(
  name:
    | 'chromium'
    | 'pythonEnvironment'
    | 'mlflowEnvironment'
    | 'onnxEnvironment'
    | 'openTelemetryEnvironment'
    | 'tablesEnvironment',
): Promise<void> {
  const { code, output } = await runNodeQuietly(['test/support/setUp.ts', name], 15 * minute);
  if (code !== 0) throw new Failure('unsupported', output.trim());
}

/** Without names, every stage; with names, those stages and the build when one of them runs it. */
function chosenStages(names: readonly string[]): readonly Stage[] {
  if (names.length === 0) return stages;
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    const known = stages.map(({ name }) => name).join(', ');
    throw new Failure('invalid-input', `There is no stage ${unknown.join(', ')}.`, { advice: `Stages: ${known}.` });
  }
  const chosen = stages.filter(({ name }) => names.includes(name));
  const build = chosen.some(({ needsBuild }) => needsBuild);
  return stages.filter((stage) => chosen.includes(stage) || (build && stage.name === 'build'));
}

/** Brings one after another what the stages need, while those that need nothing run already. */
function bringNeeds(chosen: readonly Stage[]): ReadonlyMap<Need, Promise<Failure | undefined>> {
  const brought = new Map<Need, Promise<Failure | undefined>>();
  let last: Promise<unknown> = Promise.resolve();
  for (const need of chosen.flatMap(({ needs }) => needs)) {
    if (brought.has(need)) continue;
    const outcome = last.then(need.bring).then(() => undefined, Failure.from);
    brought.set(need, outcome);
    last = outcome;
  }
  return brought;
}

async function runStage(
  stage: Stage,
  buildFailed: boolean,
  brought: ReadonlyMap<Need, Promise<Failure | undefined>>,
  label: string | undefined,
): Promise<StageResult> {
  const none = { name: stage.name, passed: 0, failed: [], skipped: [] };
  if (stage.needsBuild && buildFailed) return { ...none, failed: [{ title: 'not run, because the build failed' }] };
  for (const need of stage.needs) {
    const failure = await brought.get(need);
    if (failure !== undefined) {
      const reason = `${need.what} is missing and could not be had: ${describeFailure(failure)}`;
      if (inCi) return { ...none, failed: [{ title: reason }] };
      process.stdout.write(`\n!!! The whole stage "${stage.name}" is SKIPPED: ${reason}\n\n`);
      return { ...none, skipped: [reason] };
    }
  }
  return stage.run(label);
}

async function timed(stage: Promise<StageResult>) {
  const began = performance.now();
  const outcome = await stage;
  return { outcome, milliseconds: performance.now() - began };
}

async function main(): Promise<void> {
  const outcomes = new Map<Stage, StageResult>();
  const chosen = chosenStages(process.argv.slice(2));
  const checks = chosen.filter(({ isCheck }) => isCheck);
  const suites = chosen.filter(({ isCheck }) => isCheck !== true);
  const brought = bringNeeds(chosen);
  const finish = async (stage: Stage, running: ReturnType<typeof timed>): Promise<void> => {
    const { milliseconds, outcome } = await running;
    if (outcome.output !== undefined) process.stdout.write(`${outcome.output}\n`);
    const seconds = (milliseconds / 1000).toFixed(1);
    process.stdout.write(`── ${stage.name}: ${outcome.failed.length === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`);
    outcomes.set(stage, outcome);
  };
  // Each of the checks uses little more than one processor.
  const running = checks.map((stage) => ({ stage, outcome: timed(stage.run()) }));
  for (const { stage, outcome } of running) {
    process.stdout.write(`\n── ${stage.name}: ${stage.purpose}\n`);
    await finish(stage, outcome);
  }
  const buildFailed = [...outcomes.values()].some(({ name, failed }) => name === 'build' && failed.length > 0);
  const width = Math.max(...suites.map(({ name }) => name.length));
  const begin = async (stage: Stage): Promise<void> => {
    process.stdout.write(`\n── ${stage.name}: ${stage.purpose}\n`);
    const label = suites.length > 1 ? `${stage.name.padEnd(width)} │ ` : undefined;
    await finish(stage, timed(runStage(stage, buildFailed, brought, label)));
  };
  const alone = suites.filter(({ isAlone }) => isAlone);
  await sideBySide(
    suites.filter((stage) => !alone.includes(stage)),
    suitesAtATime,
    begin,
  );
  await sideBySide(alone, 1, begin);
  const inOrder = chosen.flatMap((stage) => outcomes.get(stage) ?? []);
  process.stdout.write(`\n${summary(inOrder)}\n`);
  process.exitCode = inOrder.some(({ failed }) => failed.length > 0) ? 1 : 0;
}

try {
  await main();
} catch (thrown) {
  process.stderr.write(`${describeFailure(Failure.from(thrown))}\n`);
  process.exitCode = 2;
}
