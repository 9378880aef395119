import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keysAt, schemaAt } from '#core/base/yaml/jsonSchema.ts';
import { pipelineJsonSchema } from '#core/pipeline/schema/jsonSchema.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { pipelineFormatTables } from '#test/support/pipelineFormatTable.ts';

/** Run the tests with `-u` to write the generated files anew. */
const root = '../../../../';

test('the schema for other editors is the one of this version', async () => {
  const text = `${JSON.stringify(pipelineJsonSchema(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot(`${root}media/schemas/hybrid-pipeline.schema.json`);
});

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
