import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import * as z from 'zod';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { neovimPath, runNeovimSession } from '#test/support/neovim.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const inCi = process.env['CI'] !== undefined && process.env['CI'] !== '' && process.env['CI'] !== 'false';

/** Neovim, or why there is none. Where it must be there, its absence is an error. */
async function neovimOrReason(): Promise<{ readonly path: string } | { readonly reason: string }> {
  try {
    return { path: await neovimPath() };
  } catch (thrown) {
    if (inCi || !Failure.is(thrown)) throw thrown;
    return { reason: describeFailure(thrown) };
  }
}

const neovim = await neovimOrReason();
if ('reason' in neovim) console.warn(`\n!!! The session with Neovim is SKIPPED: ${neovim.reason}\n`);

const findingSchema = z.object({ code: z.string(), line: z.number(), column: z.number(), message: z.string() });
/** Lua writes an empty list as an empty object. */
const findingsSchema = z.union([z.array(findingSchema), z.object({}).transform(() => [])]);
const resultsSchema = z.object({
  problem: z.string().optional(),
  neovim: z.string(),
  opened: findingsSchema,
  hover: z.string(),
  definition: z.object({ file: z.string(), cursor: z.tuple([z.number(), z.number()]) }),
  completion: z.array(z.object({ word: z.string(), kind: z.string() })),
  renamed: z.object({ main: z.string(), included: z.string() }),
  formatted: z.string(),
  mended: findingsSchema,
  exit: z.number(),
});

const main = `OPENQASM 3.0;
include "stdgates.inc";
include "own.inc";
qubit[2] q;
own q[0],   q[1];
hh q[0];
r
`;
const included = 'gate own a, b { cx a, b; }\n';

describe.skipIf('reason' in neovim)('Neovim’s own client, with hybridq lsp --stdio,', () => {
  let results: z.infer<typeof resultsSchema>;

  beforeAll(async () => {
    if (!('path' in neovim)) return;
    await withTemporaryFolder(async (folder) => {
      const file = join(folder, 'main.qasm');
      await Promise.all([writeFile(file, main), writeFile(join(folder, 'own.inc'), included)]);
      const written = await runNeovimSession(neovim.path, {
        command: [process.execPath, inject('hybridq'), 'lsp', '--stdio'],
        folder,
        file,
        included: join(folder, 'own.inc'),
        settings: { openqasm: { lints: 'off' } },
        hover: [4, 1],
        definition: [4, 1],
        complete: [6, 1],
        prefix: 'r',
        rename: [4, 1],
        newName: 'mine',
        mend: [5, 'h q[0];'],
      });
      const { problem } = z.object({ problem: z.string().optional() }).parse(written);
      if (problem !== undefined) throw new Error(problem);
      results = resultsSchema.parse(written);
    });
  });

  test('shows the findings that the server sends, at their places', () => {
    expect(results.opened.map(({ code, column, line }) => [code, line, column])).toContainEqual(['QAS3001', 5, 0]);
  });

  test('shows what a name is', () => {
    expect(results.hover).toContain('gate own a, b');
  });

  test('goes to the definition in the included file', () => {
    expect(results.definition.file).toMatch(/own\.inc$/);
    expect(results.definition.cursor).toEqual([1, 5]);
  });

  test('completes, and inserts no placeholders that it does not understand', () => {
    const words = results.completion.map(({ word }) => word);
    expect(words.some((word) => word.startsWith('rx'))).toBe(true);
    expect(words.filter((word) => /\$\{?\d/.test(word))).toEqual([]);
  });

  test('renames in both files', () => {
    expect(results.renamed.main).toContain('mine q[0],   q[1];');
    expect(results.renamed.included).toContain('gate mine a, b');
  });

  test('formats', () => {
    expect(results.formatted).toContain('\nmine q[0], q[1];\n');
  });

  test('takes findings back when they are mended, and ends the server', () => {
    expect(results.mended.map(({ line }) => line)).not.toContain(5);
    expect(results.exit).toBe(0);
  });
});
