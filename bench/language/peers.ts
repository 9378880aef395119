import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { cachedFolder } from '#scripts/setUp/cachedFolder.ts';
import { requireNpm, requireProgram } from '#scripts/setUp/program.ts';

/** The peers as npm has them; the reference grammar comes from the repository of the language. */
export const peerVersions = { antlr4ng: '3.0.16', 'antlr-ng': '1.0.10', 'qsharp-lang': '1.32.5-dev' } as const;

const grammarRepository = 'https://github.com/openqasm/openqasm';

/** Where the programs of the peers are. */
export interface Peers {
  /** The module that exports the parser generated from the reference grammar. */
  readonly antlr: string;
  /** The folder of the package `qsharp-lang`. */
  readonly qdk: string;
}

/**
 * Brings the peers into `.cache/`: installs them from npm and generates the parser of the reference grammar.
 * @param grammarFolder has `qasm3Lexer.g4` and `qasm3Parser.g4`; without one, the repository of the language is cloned
 * @throws Failure `unknown` when npm, git or the generator fails
 */
export async function bringPeers(grammarFolder: string | undefined): Promise<Peers> {
  const versions = Object.entries(peerVersions).map(([name, version]) => `${name}@${version}`);
  const folder = await cachedFolder(`bench-language-${Object.values(peerVersions).join('-')}`, async (target) => {
    await writeFile(join(target, 'package.json'), '{ "private": true, "type": "module" }\n');
    await requireNpm('Installing the peers', ['install', '--no-audit', '--no-fund', ...versions], target);
    await generateParser(target, grammarFolder);
  });
  return { antlr: join(folder, 'antlr.mjs'), qdk: join(folder, 'node_modules', 'qsharp-lang') };
}

async function generateParser(folder: string, grammarFolder: string | undefined): Promise<void> {
  const source = grammarFolder === undefined ? await cloneGrammar(folder) : resolve(grammarFolder);
  const generated = join(folder, 'generated');
  await mkdir(generated);
  const generator = join(folder, 'node_modules', 'antlr-ng', 'dist', 'cli', 'runner.js');
  // The parser reads the token numbers of the lexer, so the lexer comes first.
  for (const grammar of ['qasm3Lexer.g4', 'qasm3Parser.g4']) {
    await copyFile(join(source, grammar), join(generated, grammar));
    const args = [generator, '-Dlanguage=TypeScript', '--lib', generated, '-o', generated, grammar];
    await requireProgram('Generating the reference parser', process.execPath, args, { cwd: generated });
  }
  await build({
    stdin: {
      contents: [
        `export { CharStream, CommonTokenStream, PredictionMode } from 'antlr4ng';`,
        `export { qasm3Lexer } from './generated/qasm3Lexer.ts';`,
        `export { qasm3Parser } from './generated/qasm3Parser.ts';`,
      ].join('\n'),
      resolveDir: folder,
    },
    outfile: join(folder, 'antlr.mjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
}

async function cloneGrammar(folder: string): Promise<string> {
  const clone = join(folder, 'openqasm');
  await rm(clone, { recursive: true, force: true });
  await requireProgram('Fetching the reference grammar', 'git', ['clone', '--depth', '1', grammarRepository, clone]);
  return join(clone, 'source', 'grammar');
}
