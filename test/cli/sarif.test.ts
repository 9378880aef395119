import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { projectRoot } from '#scripts/projectRoot.ts';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const schemaFile = join(projectRoot, 'test', 'fixtures', 'sarif', 'sarif-schema-2.1.0.json');
const schema = z.fromJSONSchema(JSON.parse(await readFile(schemaFile, 'utf8'), withReferences));

/** Zod takes only absolute addresses for `uri-reference`; the characters of RFC 3986 are what is left to check. */
function withReferences(_key: string, value: unknown): unknown {
  const isReference = typeof value === 'object' && value !== null && Reflect.get(value, 'format') === 'uri-reference';
  return isReference ? { type: 'string', pattern: "^[\\w\\-.~:/?#\\[\\]@!$&'()*+,;=%]*$" } : value;
}

/** What the official schema of SARIF 2.1.0 has against a log; empty when it fits. */
function problemsOf(log: unknown): readonly unknown[] {
  return schema.safeParse(log).error?.issues ?? [];
}

/** Files with findings of all severities, with repairs, with related places in other files, and one that is no text. */
const files: Readonly<Record<string, string | Uint8Array>> = {
  'hints.qasm': 'qreg q[1];\nmeasure q[0] -> c[0];\ncreg c[1];\n',
  'my circuits/wrong ü.qasm': 'OPENQASM 3.0;\ninclude "../lib/own.inc";\nqubit q;\nqubit q\nnone q;\nown q;\n',
  'warning.qasm': 'OPENQASM 3.0;\nqubit[2] q;\nreset q;\nqubit spare;\n',
  'lib/own.inc': 'gate own a { missing a; }\n',
  'cycle.qasm': 'OPENQASM 3.0;\ninclude "cycle.qasm";\ninclude "gone.inc";\n',
  'binary.qasm': new Uint8Array([0, 1, 2]),
  'wrong.hybrid.yaml': 'hybrid: 1\nname: [\n',
};

async function sarifOf(names: readonly string[], parameters: readonly string[] = []): Promise<unknown> {
  let log: unknown;
  await withTemporaryFolder(async (folder) => {
    for (const name of names) {
      await mkdir(join(folder, name, '..'), { recursive: true });
      await writeFile(join(folder, name), files[name] ?? '');
    }
    const { stdout } = await hybridq(['check', '.', '--lints', 'all', '--format', 'sarif', ...parameters], { folder });
    log = JSON.parse(stdout);
  });
  return log;
}

test('a log with findings of every kind fits the official schema', async () => {
  const log = await sarifOf(Object.keys(files));
  expect(problemsOf(log)).toEqual([]);
  const text = JSON.stringify(log);
  for (const part of ['relatedLocations', 'fixes', 'toolExecutionNotifications', '"note"', '"warning"', 'HP']) {
    expect(text).toContain(part);
  }
});

test('a log without findings fits it too', async () => {
  expect(problemsOf(await sarifOf([]))).toEqual([]);
});

test('the schema notices what does not fit', async () => {
  const text = JSON.stringify(await sarifOf(['hints.qasm']));
  for (const [right, wrong] of [
    ['"startLine":1', '"startLine":0'],
    ['"helpUri":"https:', '"helpUri":"'],
    ['"driver":', '"pilot":'],
    ['"level":"note"', '"level":"hint"'],
    ['"text"', '"body"'],
    ['"version":"2.1.0"', '"version":"2.0.0"'],
    ['hints.qasm"', 'ä hint.qasm"'],
  ] as const) {
    expect(text).toContain(right);
    expect(problemsOf(JSON.parse(text.replaceAll(right, wrong)))).not.toEqual([]);
  }
});
