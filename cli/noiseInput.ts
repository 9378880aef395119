import { resolve } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import type { NoiseModel } from '#core/simulator/noise/noiseModel.ts';
import { noisePresetNames } from '#core/simulator/noise/noisePresets.ts';
import { noisePreset, readNoiseModel } from '#core/simulator/noise/readNoiseModel.ts';
import { readInputText } from '#platform/inputFile.ts';
import type { CommandContext } from './commandContext.ts';

/**
 * The noise model of an argument: the name of a built-in one, or a file.
 * @throws Failure `not-found`, `unreadable`, and `invalid-input` with the place of the first mistake
 */
export async function readNoise(argument: string, context: CommandContext): Promise<NoiseModel> {
  const preset = noisePresetNames.find((name) => name === argument);
  if (preset !== undefined) return noisePreset(preset);
  const text = await readInputText(resolve(context.folder, argument), { name: argument }).catch((thrown: unknown) => {
    if (!Failure.is(thrown, 'not-found')) throw thrown;
    throw new Failure('not-found', thrown.message, {
      ...(thrown.place && { place: thrown.place }),
      advice: `Name a file, or a built-in model: ${noisePresetNames.join(', ')}.`,
    });
  });
  return readNoiseModel(text, argument);
}
