import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** A file of a made-up project, the line it consists of, and the rule that line breaks; undefined when it is allowed. */
const cases: readonly (readonly [string, string, string | undefined])[] = [
  ['core/openqasm/scan.ts', "import { base } from '#core/base/base.ts';", undefined],
  ['core/base/clock.ts', "import { scan } from '#core/openqasm/openqasm.ts';", 'core/base: foreign room'],
  ['core/circuit/angle.ts', "import { scan } from '#core/openqasm/openqasm.ts';", 'core/circuit: foreign room'],
  ['core/circuit/lower/program.ts', "import { scan } from '#core/openqasm/openqasm.ts';", undefined],
  [
    'core/circuit/draw.ts',
    "import { lower } from '#core/circuit/lower/lower.ts';",
    'core/circuit: only through core/circuit/lower',
  ],
  ['core/pipeline/plan.ts', "import type { Job } from '#core/backends/backends.ts';", undefined],
  ['core/pipeline/price.ts', "import { backends } from '#core/backends/backends.ts';", 'core/pipeline: types only'],
  ['core/language/hover.ts', "import { analysis } from '#core/pipeline/analysis.ts';", undefined],
  ['core/language/lens.ts', "import { engine } from '#core/pipeline/engine/engine.ts';", 'core/language: foreign room'],
  ['core/learn/table.ts', "import { readFileSync } from 'node:fs';", 'core is pure'],
  ['webview/page.ts', "import { readFileSync } from 'node:fs';", 'webview is a page'],
  ['webview/side.ts', "import { extension } from '#client/client.ts';", 'webview: foreign room'],
  ['server/start.ts', "import { extension } from '#client/client.ts';", 'server: foreign room'],
  ['client/host.ts', "import { server } from '#server/server.ts';", 'client: foreign room'],
  ['client/window.ts', "import { window } from 'vscode';", undefined],
  ['server/window.ts', "import { window } from 'vscode';", 'vscode only in client'],
  ['webview/grid.ts', "import { grid } from '@vscode/webview-ui-toolkit';", 'toolkit only in kit'],
  ['webview/ui/kit.ts', "import { grid } from '@vscode/webview-ui-toolkit';", undefined],
  ['cli/check.ts', "import { tests } from '#test/test.ts';", 'cli: foreign room'],
  ['cli/parse.ts', "import { tool } from 'tool';", 'shipped code uses dependencies'],
  ['cli/lost.ts', "import { nothing } from './nowhere.ts';", 'resolvable'],
  ['core/learn/mutual.ts', "import { back } from './recursion.ts';", undefined],
  ['core/learn/recursion.ts', "import { mutual } from './mutual.ts';\nexport const back = mutual;", undefined],
  [
    'core/optimise/inner/step.ts',
    "import { loop } from '../loop.ts';\nexport const step = loop;",
    'no circle across folders',
  ],
];

/** What the cases import. */
const targets = [
  'core/base/base.ts',
  'core/openqasm/openqasm.ts',
  'core/circuit/lower/lower.ts',
  'core/backends/backends.ts',
  'core/pipeline/analysis.ts',
  'core/pipeline/engine/engine.ts',
  'client/client.ts',
  'server/server.ts',
  'test/test.ts',
];

const packages = ['@vscode/webview-ui-toolkit', 'tool'];

let folder: string;
let result: ICruiseResult;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'rooms-')));
  await write('package.json', JSON.stringify(manifest));
  for (const name of packages) {
    await write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    await write(`node_modules/${name}/index.js`, '');
  }
  for (const path of targets) await write(path, 'export type Job = string;');
  await write('core/optimise/loop.ts', "import { step } from './inner/step.ts';\nexport const loop = step;");
  for (const [path, text] of cases) await write(path, text);
  const { default: rules } = (await import(new URL('../../../.dependency-cruiser.mjs', import.meta.url).href)) as {
    default: IConfiguration;
  };
  const cruised = await cruise(
    ['core', 'server', 'client', 'webview', 'cli', 'test'],
    { ...rules.options, baseDir: folder, validate: true, ruleSet: rules },
    { exportsFields: ['exports'], conditionNames: ['import', 'types'] },
  );
  result = cruised.output as ICruiseResult;
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the import rules', () => {
  test.for(cases)('%s: %s', ([path, , rule]) => {
    const broken = result.summary.violations
      .filter(({ from }) => from === path)
      .map((violation) => violation.rule.name);
    expect([...new Set(broken)]).toEqual(rule === undefined ? [] : [rule]);
  });
});

const manifest = {
  name: 'rooms',
  type: 'module',
  imports: { '#core/*': './core/*', '#client/*': './client/*', '#server/*': './server/*', '#test/*': './test/*' },
  dependencies: { '@vscode/webview-ui-toolkit': '1.0.0' },
  devDependencies: { tool: '1.0.0' },
};

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}
