import * as z from 'zod';
import type { JsonSchema } from '#core/base/yaml/jsonSchema.ts';
import { pipelineJsonSchema } from '#core/pipeline/schema/jsonSchema.ts';
import {
  generatedDataOptions,
  modelOptions,
  optimiserOptions,
  solverOptions,
  stepOptions,
  templateOptions,
} from '#core/pipeline/schema/options.ts';

/** The keys of a pipeline file as Markdown tables, one per top-level block, from the descriptions in the schema. */
export function pipelineFormatTables(): string {
  const schema = pipelineJsonSchema();
  const required = new Set(schema.required ?? []);
  const top = Object.entries(schema.properties ?? {});
  const scalars = top.filter(([, part]) => innerKeys(part, '').length === 0);
  const blocks = top.filter(([, part]) => innerKeys(part, '').length > 0);
  const sections = [
    table(scalars.map(([key, part]) => ({ key, part, needed: required.has(key) }))),
    ...blocks.map(([key, part]) => `### \`${key}\`\n\n${part.description ?? ''}\n\n${table(innerKeys(part, ''))}`),
    optionsSection('Options of data sets that are drawn', generatedDataOptions),
    optionsSection('Options of preprocessing steps', stepOptions),
    optionsSection('Options of optimisers', optimiserOptions),
    optionsSection('Options of models', modelOptions),
    optionsSection('Options of built-in circuits', templateOptions),
    optionsSection('Options of solvers', solverOptions),
  ];
  return sections.join('\n\n');
}

/** What may stand under `with`, by what it belongs to. */
function optionsSection(title: string, options: Readonly<Record<string, z.ZodType>>): string {
  const blocks = Object.entries(options).map(([name, schema]) => {
    const rows = innerKeys(z.toJSONSchema(schema) as JsonSchema, '');
    return rows.length === 0 ? `\`${name}\` has no options.` : `\`${name}\`:\n\n${table(rows)}`;
  });
  return `### ${title}\n\n${blocks.join('\n\n')}`;
}

interface Row {
  readonly key: string;
  readonly part: JsonSchema;
  readonly needed: boolean;
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ key, part, needed }) => `| \`${key}\`${needed ? ' *' : ''} | ${kind(part)} | ${part.description ?? ''} |`,
  );
  return ['| Key | Value | Meaning |', '| --- | --- | --- |', ...lines].join('\n');
}

function innerKeys(part: JsonSchema, prefix: string): Row[] {
  const rows: Row[] = [];
  const named = typeof part.additionalProperties === 'object' ? part.additionalProperties : undefined;
  if (part.properties) {
    const required = new Set(part.required ?? []);
    for (const [key, inner] of Object.entries(part.properties)) {
      rows.push({ key: `${prefix}${key}`, part: inner, needed: required.has(key) });
      rows.push(...innerKeys(inner, inner.items ? `${prefix}${key}` : `${prefix}${key}.`));
    }
  } else if (part.items) rows.push(...innerKeys(part.items, `${prefix}[].`));
  else if (named) rows.push(...innerKeys(named, `${prefix}<name>.`));
  return rows;
}

/** Bounds are in the schema, but nothing else than this page reads them. */
interface Bounded extends JsonSchema {
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
}

/** `from 1`, `above 0`, `from 0 to 1`; nothing where any number will do. */
function bounds({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: Bounded): string {
  const isLimit = (value: number | undefined) => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  const parts = [
    ...(isLimit(minimum) ? [`from ${minimum}`] : []),
    ...(isLimit(exclusiveMinimum) ? [`above ${exclusiveMinimum}`] : []),
    ...(isLimit(maximum) ? [`to ${maximum}`] : []),
    ...(isLimit(exclusiveMaximum) ? [`below ${exclusiveMaximum}`] : []),
  ];
  return parts.map((part) => ` ${part}`).join('');
}

function kind(part: JsonSchema): string {
  if (part.const !== undefined) return `\`${part.const}\``;
  if (part.enum) return part.enum.map((value) => `\`${value}\``).join(', ');
  if (part.anyOf) return [...new Set(part.anyOf.map(kind))].join(' or ');
  switch (part.type) {
    case 'string':
      return 'text';
    case 'integer':
      return `whole number${bounds(part)}`;
    case 'number':
      return `number${bounds(part)}`;
    case 'array':
      if (part.prefixItems) return `[${part.prefixItems.map(kind).join(', ')}]`;
      return part.items ? `list of ${kind(part.items)}` : 'list';
    case 'object':
      return 'block';
    case undefined:
      return 'anything';
    default:
      return [part.type]
        .flat()
        .map((type) => (type === 'string' ? 'text' : type))
        .join(' or ');
  }
}
