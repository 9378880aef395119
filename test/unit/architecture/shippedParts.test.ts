import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { bundleOptions, bundles } from '#scripts/bundles.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

/** The files of which something is in the bundle. */
async function shippedFiles(output: string): Promise<readonly string[]> {
  const bundle = bundles.find((each) => each.output === output);
  if (bundle === undefined) throw new Error(`There is no bundle ${output}.`);
  const { metafile } = await build({ ...bundleOptions(projectRoot, bundle, true), write: false, metafile: true });
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
}

// Half of what the editor reads for the extension would be texts that it never shows.
test.each(bundles.map(({ output }) => output))('%s has the messages of schemas in English alone', async (output) => {
  const files = await shippedFiles(output);
  expect(files.filter((file) => /zod\/v4\/locales\/(?!en\.|index\.)/.test(file))).toEqual([]);
});
