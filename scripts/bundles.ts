import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { Failure } from '#core/base/failure.ts';

/** One shipped file: what it is built from and for which host. */
export interface Bundle {
  readonly entry: string;
  readonly output: string;
  readonly host: 'node' | 'browser';
  readonly executable?: boolean;
}

/** Every bundle of the product (one each for extension, server, runner, CLI and every panel). */
export const bundles: readonly Bundle[] = [
  { entry: 'client/extension.ts', output: 'dist/extension.cjs', host: 'node' },
  { entry: 'server/main.ts', output: 'dist/server.cjs', host: 'node' },
  { entry: 'runner/main.ts', output: 'dist/runner.cjs', host: 'node' },
  { entry: 'platform/simulatorWorker.ts', output: 'dist/simulatorWorker.cjs', host: 'node' },
  { entry: 'platform/aws/awsSdk.ts', output: 'dist/aws.cjs', host: 'node' },
  { entry: 'cli/main.ts', output: 'dist/hybridq.cjs', host: 'node', executable: true },
  { entry: 'cli/commandLine.ts', output: 'dist/commandLine.cjs', host: 'node' },
  { entry: 'webview/panel.tsx', output: 'dist/webview/panel.js', host: 'browser' },
];

/**
 * esbuild's options for one bundle. Node bundles are CommonJS for the oldest Node of a supported editor (22), with
 * `vscode` left to the host; the panel is one classic script with its style sheet beside it. Production bundles are
 * minified and carry no source map; development bundles are readable and do.
 * @throws Failure `not-found` when the entry does not exist.
 */
export function bundleOptions(root: string, bundle: Bundle, production: boolean): BuildOptions {
  const entry = join(root, bundle.entry);
  if (!existsSync(entry)) {
    throw new Failure('not-found', `${bundle.entry}, the source of ${bundle.output}, does not exist.`);
  }
  const common: BuildOptions = {
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: join(root, bundle.output),
    bundle: true,
    minify: production,
    sourcemap: production ? false : 'linked',
    sourcesContent: false,
    legalComments: 'none',
    metafile: true,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
  };
  if (bundle.host === 'browser') {
    return {
      ...common,
      platform: 'browser',
      format: 'iife',
      target: ['chrome128'],
      jsx: 'automatic',
      jsxImportSource: 'preact',
      loader: { '.svg': 'text', '.ttf': 'file', '.woff2': 'file' },
    };
  }
  return {
    ...common,
    platform: 'node',
    format: 'cjs',
    target: ['node22'],
    external: ['vscode'],
    // A CommonJS file has no import.meta; entries that look for files beside themselves ask for its url.
    define: { ...common.define, 'import.meta.url': 'bundleUrl' },
    banner: {
      js: `${bundle.executable ? '#!/usr/bin/env node\n' : ''}const bundleUrl = require('node:url').pathToFileURL(__filename).href;`,
    },
    // mjs builds of dependencies are the ones with working static imports; several `main` builds are UMD wrappers.
    mainFields: ['module', 'main'],
  };
}
