import * as z from 'zod';
import { type JsonSchema, schemaAt } from '#core/base/yaml/jsonSchema.ts';
import { nodeAt, type SourceNode, type SourcePath } from '#core/base/yaml/sourceNode.ts';
import { pipelineJsonSchema } from '#core/pipeline/schema/jsonSchema.ts';
import { modelOptions, optimiserOptions, stepOptions, templateOptions } from '#core/pipeline/schema/options.ts';

/**
 * The part of the format that governs a path of a file; under `with`, the options of what the block uses.
 * @param format of whole files, for those who ask often
 */
export function schemaOfPath(
  root: SourceNode | undefined,
  path: SourcePath,
  format: JsonSchema = pipelineJsonSchema(),
): JsonSchema | undefined {
  const index = path.indexOf('with');
  const options = index < 0 ? undefined : optionsOf(root, path.slice(0, index));
  if (!options) return schemaAt(format, path);
  const schema = z.toJSONSchema(options, { target: 'draft-2020-12', io: 'input' }) as JsonSchema;
  // The key `with` itself is explained by the format.
  return path.length === index + 1 ? { ...schemaAt(format, path), ...schema } : schemaAt(schema, path.slice(index + 1));
}

function optionsOf(root: SourceNode | undefined, block: SourcePath): z.ZodObject | undefined {
  const [first, second] = block;
  const named = (key: string, usual = '') => {
    const node = nodeAt(root, [...block, key]);
    return node?.kind === 'scalar' ? String(node.value) : usual;
  };
  if (first === 'preprocess') return own(stepOptions, named('use'));
  if (first === 'optimise') return own(optimiserOptions, named('method', 'cobyla'));
  if (first === 'head' || (first === 'benchmark' && second === 'baselines')) return own(modelOptions, named('use'));
  if (first === 'quantum') return own(templateOptions, named('use'));
  return undefined;
}

function own(options: Readonly<Record<string, z.ZodObject>>, name: string): z.ZodObject | undefined {
  return Object.hasOwn(options, name) ? options[name] : undefined;
}
