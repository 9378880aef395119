import * as z from 'zod';
import { decodeUtf8 } from '#core/base/decodeUtf8.ts';
import { Failure } from '#core/base/failure.ts';
import type { PipelineFiles } from '../enginePorts.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';

const startSchema = z.array(z.number()).min(1);
const startsSchema = z.array(startSchema).min(1);

/**
 * Reads the starting parameters of a circuit (`interface.parameters.init: file`): a JSON list of numbers in radians, or a
 * list of such lists of one length, a start each for the restarts of the optimiser.
 * @throws Failure `invalid-input` for anything else, and those of the file
 */
export async function readStartingParameters(
  path: string,
  files: PipelineFiles,
): Promise<readonly (readonly number[])[]> {
  const problem = (why: string, cause?: unknown) =>
    new Failure('invalid-input', `${path} does not hold starting parameters: ${why}.`, {
      place: { path },
      advice: 'Write a JSON list of numbers, or a list of such lists, one for each restart.',
      ...(cause === undefined ? {} : { cause }),
    });
  let content: unknown;
  try {
    content = JSON.parse(decodeUtf8(await files.read(path), path).replace(/^\uFEFF/, ''));
  } catch (thrown) {
    throw thrown instanceof SyntaxError ? problem('it is not valid JSON', thrown) : thrown;
  }
  const one = startSchema.safeParse(content);
  const several = one.success ? [one.data] : startsSchema.safeParse(content).data;
  if (!several) throw problem('it is no list of numbers');
  if (several.some(({ length }) => length !== several[0]?.length)) throw problem('its lists have different lengths');
  return several;
}

/**
 * The pipeline with its starting parameters, where a file holds them.
 * @throws Failure as {@link readStartingParameters}; `invalid-input` where no file is named
 */
export async function withStartingParameters(
  pipeline: ResolvedPipeline,
  files: PipelineFiles,
): Promise<ResolvedPipeline> {
  const { interface: contract } = pipeline;
  const { file, init } = contract.parameters;
  if (init !== 'file') return pipeline;
  if (file === undefined)
    throw new Failure('invalid-input', 'Starting parameters are to come from a file, but none is named.', {
      advice: 'Name a JSON file under interface.parameters.file.',
    });
  const starts = await readStartingParameters(file, files);
  return { ...pipeline, interface: { ...contract, parameters: { ...contract.parameters, starts } } };
}
