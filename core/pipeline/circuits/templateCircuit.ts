import { Failure } from '#core/base/failure.ts';
import { randomStream } from '#core/base/random.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { amplitudeFeatureMap } from '#core/circuit/templates/amplitudeEncoding.ts';
import { efficientSu2, realAmplitudes, rotationLayers } from '#core/circuit/templates/ansatze.ts';
import { doubleExcitation } from '#core/circuit/templates/doubleExcitation.ts';
import {
  angleFeatureMap,
  basisFeatureMap,
  hamiltonianFeatureMap,
  iqpFeatureMap,
  separableFeatureMap,
  zzFeatureMap,
} from '#core/circuit/templates/featureMaps.ts';
import { featureMapWidth } from '../schema/featureMapWidth.ts';
import { templateOptions } from '../schema/options.ts';
import type { TemplateUse } from '../schema/resolvedPipeline.ts';

/** The built-in circuits this version can build. */
export const runnableTemplates = [
  'zz',
  'iqp',
  'angle',
  'separable',
  'amplitude',
  'basis',
  'hamiltonian',
  'real-amplitudes',
  'efficient-su2',
  'rot-ring',
  'double-excitation',
] as const;

type RunnableTemplate = (typeof runnableTemplates)[number];

export function isRunnableTemplate(use: string): use is RunnableTemplate {
  return (runnableTemplates as readonly string[]).includes(use);
}

/**
 * The circuit of a built-in feature map, whose parameters are its features, or ansatz.
 * @throws Failure `unsupported` for a name this version cannot build, `invalid-input` for options that do not fit
 */
export function templateCircuit(template: TemplateUse<string>, qubits: number): Circuit {
  const { use, reps, entanglement } = template;
  if (!isRunnableTemplate(use))
    throw new Failure('unsupported', `The circuit ${use} is not available in this version.`, {
      advice: `Available are: ${runnableTemplates.join(', ')}; or name an OpenQASM file.`,
    });
  switch (use) {
    case 'zz':
      return zzFeatureMap(qubits, reps, entanglement);
    case 'iqp':
      return iqpFeatureMap(qubits, reps, entanglement);
    case 'angle': {
      const options = templateOptions.angle.safeParse(template.with);
      if (!options.success)
        throw new Failure('invalid-input', 'The feature map angle knows only the option axis: x, y or z.');
      return angleFeatureMap(qubits, options.data.axis ?? 'y');
    }
    case 'separable':
      return separableFeatureMap(qubits, reps);
    case 'amplitude':
      if (qubits > amplitudeQubits)
        throw new Failure('invalid-input', `The feature map amplitude takes at most ${amplitudeQubits} qubits.`, {
          advice: `${amplitudeQubits} qubits hold ${2 ** amplitudeQubits} features.`,
        });
      return amplitudeFeatureMap(qubits);
    case 'basis':
      return basisFeatureMap(qubits);
    case 'hamiltonian':
      return hamiltonianCircuit(template, qubits);
    case 'real-amplitudes':
      return realAmplitudes(qubits, reps, entanglement);
    case 'efficient-su2':
      return efficientSu2(qubits, reps, entanglement);
    case 'rot-ring':
      return rotationLayers(qubits, reps, entanglement);
    case 'double-excitation':
      if (qubits !== 4)
        throw new Failure('invalid-input', `The circuit double-excitation has 4 qubits, not ${qubits}.`, {
          advice: 'Set quantum.qubits to 4, or use another ansatz.',
        });
      return doubleExcitation();
  }
}

/** More amplitudes than this no table has columns for, and the circuit would grow beyond any use. */
const amplitudeQubits = 12;

function hamiltonianCircuit({ reps, with: written }: TemplateUse<string>, qubits: number): Circuit {
  if (qubits < 2)
    throw new Failure('invalid-input', 'The feature map hamiltonian needs a qubit more than there are features.');
  const options = templateOptions.hamiltonian.safeParse(written);
  if (!options.success)
    throw new Failure('invalid-input', 'The feature map hamiltonian knows the options time, seed and rotations.');
  const { rotations, seed = 1, time = 1 } = options.data;
  if (rotations && rotations.length !== 3 * qubits)
    throw new Failure(
      'invalid-input',
      `The feature map hamiltonian needs ${3 * qubits} rotations (three a qubit), not ${rotations.length}.`,
    );
  const stream = randomStream(seed, 'hamiltonian');
  const drawn = Array.from({ length: 3 * qubits }, () => 2 * Math.PI * stream.uniform());
  return hamiltonianFeatureMap(qubits, { time, steps: reps, rotations: rotations ?? drawn });
}

/** How many parameters a built-in circuit has, without building it; undefined for one this version does not know. */
export function templateParameterCount(template: TemplateUse<string>, qubits: number): number | undefined {
  const { use, reps } = template;
  if (use === 'qaoa') return 2 * reps;
  if (!isRunnableTemplate(use)) return undefined;
  switch (use) {
    case 'zz':
    case 'iqp':
    case 'angle':
    case 'separable':
    case 'amplitude':
    case 'basis':
    case 'hamiltonian':
      return featureMapWidth(use, qubits);
    case 'real-amplitudes':
      return qubits * (reps + 1);
    case 'efficient-su2':
      return 2 * qubits * (reps + 1);
    case 'rot-ring':
      return 3 * qubits * reps;
    case 'double-excitation':
      return 1;
  }
}
