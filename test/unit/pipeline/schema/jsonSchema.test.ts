import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type JsonSchema, keysAt, schemaAt } from '#core/base/yaml/jsonSchema.ts';
import { choiceMeaning } from '#core/pipeline/schema/choiceMeanings.ts';
import { companionJsonSchema, pipelineJsonSchema } from '#core/pipeline/schema/jsonSchema.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { pipelineFormatTables } from '#test/support/pipelineFormatTable.ts';

/** Run the tests with `-u` to write the generated files anew. */
const root = '../../../../';

test('the schema for other editors is the one of this version', async () => {
  const text = `${JSON.stringify(pipelineJsonSchema(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot(`${root}media/schemas/hybrid-pipeline.schema.json`);
});

test.each(['suite', 'scorecard'] as const)('so is the one of a %s', async (kind) => {
  const text = `${JSON.stringify(companionJsonSchema(kind), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot(`${root}media/schemas/hybrid-${kind}.schema.json`);
});

test('every key of every format is described', () => {
  const schemas = {
    pipeline: pipelineJsonSchema(),
    suite: companionJsonSchema('suite'),
    scorecard: companionJsonSchema('scorecard'),
  };
  const silent = Object.entries(schemas).flatMap(([name, schema]) => undescribedKeys(schema, name));
  expect(silent).toEqual([]);
});

function undescribedKeys(schema: JsonSchema, path: string): string[] {
  const inner = Object.entries(schema.properties ?? {}).flatMap(([key, part]) => [
    ...(part.description ? [] : [`${path}.${key}`]),
    ...undescribedKeys(part, `${path}.${key}`),
  ]);
  const items = [schema.items, ...(schema.anyOf ?? [])].flatMap((part) => (part ? undescribedKeys(part, path) : []));
  const named =
    typeof schema.additionalProperties === 'object' ? undescribedKeys(schema.additionalProperties, path) : [];
  return [...inner, ...items, ...named];
}

test('every value that a key can have is explained', () => {
  const silent = [pipelineJsonSchema(), companionJsonSchema('suite'), companionJsonSchema('scorecard')].flatMap(
    (schema) => unexplainedValues(schema, []),
  );
  expect(silent).toEqual([]);
});

function unexplainedValues(schema: JsonSchema, path: readonly (string | number)[]): string[] {
  const own = (schema.enum ?? []).filter((choice) => choiceMeaning(path, String(choice)) === undefined);
  const parts: readonly (readonly [JsonSchema | undefined, readonly (string | number)[]])[] = [
    ...Object.entries(schema.properties ?? {}).map(([key, part]) => [part, [...path, key]] as const),
    ...(schema.anyOf ?? []).map((part) => [part, path] as const),
    [schema.items, [...path, 0]],
    [typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined, [...path, 'name']],
  ];
  return [
    ...own.map((choice) => `${path.join('.')}: ${choice}`),
    ...parts.flatMap(([part, place]) => (part ? unexplainedValues(part, place) : [])),
  ];
}

test('the documentation lists every key of this version', async () => {
  const path = join(projectRoot, 'docs', 'pipeline-format.md');
  const written = await readFile(path, 'utf8');
  const marker = 'A star marks a key that must be written.\n';
  const intro = written.slice(0, written.indexOf(marker) + marker.length);
  await expect(`${intro}\n${pipelineFormatTables()}\n`).toMatchFileSnapshot(`${root}docs/pipeline-format.md`);
});

describe('the schema by path', () => {
  const schema = pipelineJsonSchema();

  test('finds keys in blocks, lists, and named entries', () => {
    expect(keysAt(schema, ['quantum', 'kernel'])).toContain('bandwidth');
    expect(keysAt(schema, ['preprocess', 3])).toEqual(['id', 'use', 'with', 'fitOn']);
    expect(keysAt(schema, ['backends', 'anything', 'price'])).toContain('perShot');
    expect(schemaAt(schema, ['task'])?.enum).toContain('ground-state');
    expect(schemaAt(schema, ['nothing', 'there'])).toBeUndefined();
  });

  test('describes every key of the first two levels', () => {
    const undescribed = Object.entries(schema.properties ?? {}).filter(([, part]) => !part.description);
    expect(undescribed.map(([key]) => key)).toEqual([]);
  });
});
