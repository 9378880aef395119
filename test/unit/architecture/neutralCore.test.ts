import { glob } from 'node:fs/promises';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { kernelSources } from '#scripts/kernels.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

test('core bundles for a platform that is neither Node nor a browser', async () => {
  const modules: string[] = [];
  for await (const found of glob('core/**/*.ts', { cwd: projectRoot })) {
    const path = found.replaceAll('\\', '/');
    // AssemblyScript, which becomes a WebAssembly module.
    if (!path.startsWith(`${kernelSources}/`)) modules.push(path);
  }
  const result = await build({
    absWorkingDir: projectRoot,
    stdin: {
      contents: modules.map((path) => `import './${path}';`).join('\n'),
      resolveDir: projectRoot,
    },
    bundle: true,
    write: false,
    metafile: true,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
  const bundled = Object.keys(result.metafile.inputs);
  expect(modules.length).toBeGreaterThan(0);
  expect(modules.filter((path) => !bundled.includes(path))).toEqual([]);
});
