import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { analyseProgram } from '#core/openqasm/index.ts';
import { analysePipelineText } from '#core/pipeline/analysis/analysePipeline.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

const snippetFileSchema = z.record(
  z.string(),
  z.strictObject({
    prefix: z.union([z.string(), z.array(z.string())]),
    description: z.string(),
    body: z.array(z.string()),
    include: z.array(z.string()).optional(),
  }),
);
const manifestSchema = z.object({
  contributes: z.object({
    snippets: z.array(z.object({ language: z.string(), path: z.string() })),
    grammars: z.array(z.object({ language: z.string(), scopeName: z.string(), path: z.string() })),
  }),
});
const read = (path: string): unknown => JSON.parse(readFileSync(join(projectRoot, path), 'utf8'));
const { grammars, snippets } = manifestSchema.parse(read('package.json')).contributes;

/** The snippets of a language with every placeholder filled by its default or its first choice. */
function expanded(language: string): { name: string; text: string; prefixes: string[]; include: string[] }[] {
  const files = snippets.filter((contribution) => contribution.language === language);
  expect(files).toHaveLength(1);
  const found = snippetFileSchema.parse(read(files[0]?.path ?? ''));
  return Object.entries(found).map(([name, { body, include, prefix }]) => ({
    name,
    text: fill(body.join('\n')),
    prefixes: [prefix].flat(),
    include: include ?? [],
  }));
}

/** What the editor inserts when every default is accepted; placeholders may hold one level of placeholders. */
function fill(body: string): string {
  const values = new Map<string, string>();
  const choice = /\$\{(\d+)\|([^,|]*)[^}]*\|\}/g;
  const placeholder = /\$\{(\d+):((?:[^${}]|\$\d)*)\}/g;
  const keep = (_: string, index: string, value: string) => {
    values.set(index, value);
    return value;
  };
  const filled = body.replace(choice, keep).replace(placeholder, keep).replace(placeholder, keep);
  return filled.replace(/\$(\d+)/g, (_, index: string) => values.get(index) ?? '');
}

test('the manifest names files that exist', () => {
  for (const { path } of [...snippets, ...grammars]) expect(existsSync(join(projectRoot, path)), path).toBe(true);
  expect(grammars).toEqual([
    { language: 'openqasm', scopeName: 'source.openqasm', path: './syntaxes/openqasm.tmLanguage.json' },
  ]);
});

test('no two snippets of a language share a prefix', () => {
  for (const language of ['openqasm', 'yaml']) {
    const prefixes = expanded(language).flatMap((snippet) => snippet.prefixes);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  }
});

describe('circuit snippets', () => {
  const frame = (text: string) =>
    text.startsWith('OPENQASM')
      ? text
      : `OPENQASM 3.1;\ninclude "stdgates.inc";\nqubit[4] q;\n${text}\nbit[4] result = measure q;\n`;

  test.each(expanded('openqasm'))('$name is right as it is inserted', ({ text }) => {
    expect(text).not.toMatch(/[$|]|\{\d/);
    const { diagnostics } = analyseProgram(frame(text), { path: 'snippet.qasm' });
    // A gate or bit that is only inserted is not used yet.
    const wrong = diagnostics.filter(
      ({ code, severity }) => severity === 'error' || (severity === 'warning' && code !== 'QAS9001'),
    );
    expect(wrong).toEqual([]);
  });

  test('both versions of the language have a whole program', () => {
    const headers = expanded('openqasm').flatMap(({ text }) => /^OPENQASM (\d)/.exec(text)?.[1] ?? []);
    expect(new Set(headers)).toEqual(new Set(['2', '3']));
  });
});

describe('pipeline snippets', () => {
  const base = expanded('yaml').find(({ prefixes }) => prefixes.includes('hybrid-variational'))?.text ?? '';

  test.each(expanded('yaml'))('$name is right as it is inserted', ({ text }) => {
    expect(text).not.toMatch(/\$|\|/);
    const whole = text.startsWith('hybrid: 1') ? text : `${base}\n${text}`;
    const { diagnostics, pipeline } = analysePipelineText(whole, 'snippet.hybrid.yaml');
    expect(diagnostics.filter(({ severity }) => severity !== 'information')).toEqual([]);
    expect(pipeline?.name).toBe('my-pipeline');
  });

  test('announce themselves as pipeline parts, because the editor offers them in every YAML file', () => {
    for (const { include, prefixes } of expanded('yaml')) {
      for (const prefix of prefixes) expect(prefix).toMatch(/^hybrid-/);
      expect(include).toEqual(['**/*.hybrid.yaml', '**/*.hybrid.yml']);
    }
  });
});
