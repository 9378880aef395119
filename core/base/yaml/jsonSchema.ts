/** A JSON Schema (draft 2020-12) or a part of one. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly (string | number | boolean)[];
  readonly const?: string | number | boolean;
}

/** The part of the schema that governs a path of a file, or undefined where nothing is known. */
export function schemaAt(schema: JsonSchema, path: readonly (string | number)[]): JsonSchema | undefined {
  let current: JsonSchema | undefined = schema;
  for (const part of path) {
    if (!current) return undefined;
    current = typeof part === 'number' ? itemSchema(current, part) : propertySchema(current, part);
  }
  return current;
}

function itemSchema(schema: JsonSchema, index: number): JsonSchema | undefined {
  return schema.prefixItems?.[index] ?? schema.items ?? firstOf(schema.anyOf, (part) => itemSchema(part, index));
}

function propertySchema(schema: JsonSchema, key: string): JsonSchema | undefined {
  const { properties, additionalProperties } = schema;
  if (properties && Object.hasOwn(properties, key)) return properties[key];
  if (typeof additionalProperties === 'object') return additionalProperties;
  return firstOf(schema.anyOf, (part) => propertySchema(part, key));
}

function firstOf<T, U>(list: readonly T[] | undefined, find: (item: T) => U | undefined): U | undefined {
  for (const item of list ?? []) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The keys a block at this path may have. */
export function keysAt(schema: JsonSchema, path: readonly (string | number)[]): readonly string[] {
  return Object.keys(schemaAt(schema, path)?.properties ?? {});
}
