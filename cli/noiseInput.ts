import { resolve } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import type { NoiseModel } from '#core/simulator/noise/noiseModel.ts';
import { noisePresetNames } from '#core/simulator/noise/noisePresets.ts';
import { noisePreset, readNoiseModel } from '#core/simulator/noise/readNoiseModel.ts';
import { readInputText } from '#platform/inputFile.ts';
import type { CommandContext } from './commandContext.ts';

/**
 * The noise model of an argument: the name of a built-in one, or a file. Says what was made of values that cannot be meant
 * as they are.
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
  const model = readNoiseModel(text, argument);
  const { messageColours: colours, messages } = context;
  for (const note of model.notes)
    messages.write(`${colours.bold(`${argument}:`)} ${colours.yellow('warning')}: ${note}\n`);
  return model;
}
