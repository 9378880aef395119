import { Failure } from '#core/base/failure.ts';
import { LineTable, type OffsetRange } from '#core/base/textRange.ts';
import { keysAt } from '#core/base/yaml/jsonSchema.ts';
import { type FileKind, parseYaml } from '#core/base/yaml/parseYaml.ts';
import { schemaProblems } from '#core/base/yaml/schemaProblems.ts';
import {
  entryOf,
  keyRangeAt,
  plainValue,
  rangeAt,
  type SourceMapping,
  type SourcePath,
} from '#core/base/yaml/sourceNode.ts';
import { calibrationSnapshotJsonSchema, calibrationSnapshotSchema } from '#core/circuit/device/calibrationSnapshot.ts';
import { isIbmProperties, snapshotOfIbmProperties } from '#core/circuit/device/ibmProperties.ts';
import { buildNoiseModel } from './buildNoiseModel.ts';
import { noiseModelOfCalibration } from './calibratedNoise.ts';
import { noiseFileJsonSchema, noiseFileSchema } from './noiseFileSchema.ts';
import type { NoiseModel } from './noiseModel.ts';
import { type NoisePresetName, noisePresets } from './noisePresets.ts';

const noiseFile: FileKind = {
  name: 'noise model file',
  beginning: 'noise: 1',
  whenEmpty: 'A noise model begins with `noise: 1`; a calibration snapshot with `calibration: 1`.',
};

/** What is wrong at some place of a file. */
export interface FileProblem {
  readonly message: string;
  readonly range: OffsetRange;
}

/**
 * Reads a noise model file, or makes a model of a calibration snapshot, or of the properties IBM's service gives of a
 * device; in YAML or JSON. The formats are described in docs/noise-models.md.
 * @param path for messages
 * @throws Failure `invalid-input` that names the first mistake and its place
 */
export function readNoiseModel(text: string, path: string): NoiseModel {
  const refuse = ([first, ...more]: readonly FileProblem[]): never => {
    const { character, line } = new LineTable(text).positionAt(first?.range.start ?? 0);
    const others =
      more.length === 0 ? {} : { advice: `${more.length} more of its mistakes are to be mended after it.` };
    throw new Failure('invalid-input', first?.message ?? 'The file cannot be read.', {
      place: { path, line, character },
      ...others,
    });
  };
  const { problems, root } = parseYaml(text, noiseFile);
  if (problems.length > 0 || root === undefined) return refuse(problems);
  if (entryOf(root, 'calibration')) return readSnapshot(root, refuse);
  const value = plainValue(root);
  if (isIbmProperties(value)) return noiseModelOfCalibration(snapshotOfIbmProperties(value));
  if (!entryOf(root, 'noise')) {
    return refuse([
      {
        message:
          'This is neither a noise model (`noise: 1`), nor a calibration snapshot (`calibration: 1`), nor the properties of an IBM device.',
        range: rangeAt(root, []),
      },
    ]);
  }
  return readModel(root, refuse);
}

/** A built-in model; its numbers are made up. */
export function noisePreset(name: NoisePresetName): NoiseModel {
  return readNoiseModel(noisePresets[name], name);
}

type Refusal = (problems: readonly FileProblem[]) => never;

function readModel(root: SourceMapping, refuse: Refusal): NoiseModel {
  const outcome = noiseFileSchema.safeParse(plainValue(root));
  if (!outcome.success) {
    const schema = noiseFileJsonSchema();
    const known = (path: SourcePath) => keysAt(schema, path);
    return refuse(schemaProblems(outcome.error.issues, root, known, 'a noise model'));
  }
  const base = outcome.data.preset === undefined ? undefined : noisePreset(outcome.data.preset);
  return buildNoiseModel(outcome.data, base, (path, message) => {
    return refuse([{ message, range: path.length === 0 ? rangeAt(root, path) : keyRangeAt(root, path) }]);
  });
}

function readSnapshot(root: SourceMapping, refuse: Refusal): NoiseModel {
  const outcome = calibrationSnapshotSchema.safeParse(plainValue(root));
  if (!outcome.success) {
    const schema = calibrationSnapshotJsonSchema();
    const known = (path: SourcePath) => keysAt(schema, path);
    return refuse(schemaProblems(outcome.error.issues, root, known, 'a calibration snapshot'));
  }
  return noiseModelOfCalibration(outcome.data);
}
