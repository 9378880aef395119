import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { bundleOptions, bundles } from '#scripts/bundles.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

/** The shortest way of imports from a file to one whose path has these words, without those that are made when needed. */
async function importChain(entry: string, words: string): Promise<readonly string[] | undefined> {
  const bundle = bundles.find((each) => each.entry === entry);
  if (bundle === undefined) throw new Error(`No bundle begins with ${entry}.`);
  const { metafile } = await build({ ...bundleOptions(projectRoot, bundle, true), write: false, metafile: true });
  const chains = [[entry]];
  const seen = new Set([entry]);
  for (const chain of chains) {
    const file = chain.at(-1) ?? '';
    if (file.includes(words)) return chain;
    for (const { kind, path } of metafile.inputs[file]?.imports ?? []) {
      if (kind === 'dynamic-import' || seen.has(path)) continue;
      seen.add(path);
      chains.push([...chain, path]);
    }
  }
  return undefined;
}

test('the page makes no schema before its first drawing', async () => {
  expect(await importChain('webview/panel.tsx', 'node_modules/zod/')).toBeUndefined();
});

test('it knows how to find what the page is drawn with', async () => {
  expect(await importChain('webview/panel.tsx', 'node_modules/preact/')).toEqual([
    'webview/panel.tsx',
    expect.stringContaining('node_modules/preact/'),
  ]);
});
