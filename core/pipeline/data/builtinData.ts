import { Failure } from '#core/base/failure.ts';
import { randomStream } from '#core/base/random.ts';
import { adHocData } from '#core/learn/generators/adHocData.ts';
import { barsAndStripes, fourBitParity } from '#core/learn/generators/bitPatterns.ts';
import { blobs, circles, linearlySeparable, moons } from '#core/learn/generators/pointClouds.ts';
import type { Table } from '#core/learn/table.ts';
import { type GeneratedDataSet, generatedDataOptions } from '../schema/options.ts';

/**
 * Draws a built-in data set; the same options and seed give the same table on every host.
 * @param options as written under `with`
 * @throws Failure `invalid-input` for options that do not fit, and for so many cells that they would not fit into memory
 */
export function generatedData(name: GeneratedDataSet, options: unknown, seed: number): Table {
  const stream = randomStream(seed, 'data', name);
  switch (name) {
    case 'moons': {
      const { samples = 200, noise = 0.1 } = checked(name, options);
      return moons({ samples: bounded(samples, 2), noise }, stream);
    }
    case 'circles': {
      const { samples = 200, noise = 0.05, factor = 0.5 } = checked(name, options);
      return circles({ samples: bounded(samples, 2), noise, factor }, stream);
    }
    case 'blobs': {
      const { samples = 200, features = 2, centers = 3, deviation = 1 } = checked(name, options);
      return blobs({ samples: bounded(samples, features), features, centers, deviation }, stream);
    }
    case 'linearly-separable': {
      const { samples = 300, features = 2, margin = 0.02 * features } = checked(name, options);
      return linearlySeparable({ samples: bounded(samples, features), features, margin }, stream);
    }
    case 'parity-4':
      checked(name, options);
      return fourBitParity();
    case 'bars-and-stripes': {
      const { samples = 200, size = 4, noise = 0 } = checked(name, options);
      return barsAndStripes({ samples: bounded(samples, size * size), size, noise }, stream);
    }
    case 'ad-hoc': {
      const { samples = 50, features = 2, gap = 0.3 } = checked(name, options);
      return adHocData({ samples: bounded(samples, features), features, gap }, stream);
    }
  }
}

function checked<Name extends GeneratedDataSet>(
  name: Name,
  options: unknown,
): ReturnType<(typeof generatedDataOptions)[Name]['parse']> {
  const outcome = generatedDataOptions[name].safeParse(options);
  if (outcome.success) return outcome.data as ReturnType<(typeof generatedDataOptions)[Name]['parse']>;
  const path = outcome.error.issues[0]?.path ?? [];
  const where = path.length > 0 ? ` (${path.join('.')})` : '';
  throw new Failure('invalid-input', `The options of the data set ${name}${where} do not fit it.`);
}

const mostCells = 10_000_000;

function bounded(samples: number, features: number): number {
  if (samples * features <= mostCells) return samples;
  throw new Failure('invalid-input', `${samples} rows of ${features} features are too many to draw.`, {
    advice: `Keep rows times features below ${mostCells}.`,
  });
}
