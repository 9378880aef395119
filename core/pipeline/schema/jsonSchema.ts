import * as z from 'zod';
import type { JsonSchema } from '#core/base/yaml/jsonSchema.ts';
import { type CompanionKind, scorecardFileSchema, suiteFileSchema } from './companionSchema.ts';
import { pipelineSchema } from './pipelineSchema.ts';

/** The pipeline format as JSON Schema, for other editors and for completion and hovers in ours. */
export function pipelineJsonSchema(): JsonSchema {
  return namedSchema(pipelineSchema, 'pipeline', 'Hybrid pipeline');
}

/** The format of suites or scorecards as JSON Schema. */
export function companionJsonSchema(kind: CompanionKind): JsonSchema {
  switch (kind) {
    case 'suite':
      return namedSchema(suiteFileSchema, kind, 'Suite of hybrid pipelines');
    case 'scorecard':
      return namedSchema(scorecardFileSchema, kind, 'Scorecard of hybrid pipelines');
  }
}

function namedSchema(schema: z.ZodObject, name: string, title: string): JsonSchema {
  const generated = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
  const open = withExtensionKeys(generated as JsonSchema);
  return { ...open, $id: `urn:hybrid-quantum:${name}:1`, title } as JsonSchema;
}

/** Every block may carry keys that begin with `x-`. */
function withExtensionKeys(schema: JsonSchema): JsonSchema {
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) copy[key] = value;
  if (schema.properties) {
    copy['properties'] = mapValues(schema.properties, withExtensionKeys);
    copy['patternProperties'] = { '^x-': {} };
  }
  if (schema.items) copy['items'] = withExtensionKeys(schema.items);
  if (schema.prefixItems) copy['prefixItems'] = schema.prefixItems.map(withExtensionKeys);
  if (schema.anyOf) copy['anyOf'] = schema.anyOf.map(withExtensionKeys);
  if (typeof schema.additionalProperties === 'object')
    copy['additionalProperties'] = withExtensionKeys(schema.additionalProperties);
  return copy as JsonSchema;
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
