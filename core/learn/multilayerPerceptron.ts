import { hyperbolicTangentOf } from '#core/base/elementary/exponential.ts';
import { powerOf } from '#core/base/elementary/power.ts';
import { Failure } from '#core/base/failure.ts';
import { type RandomStream, randomStream } from '#core/base/random.ts';
import { type Matrix, rowOf, zeroMatrix } from './matrix.ts';
import { softmax } from './softmax.ts';

export interface PerceptronSettings {
  /** Sizes of the hidden layers; default [16]. */
  readonly hidden?: readonly number[];
  readonly activation?: 'relu' | 'tanh';
  /** Passes over the samples; default 200. */
  readonly epochs?: number;
  /** Samples per step; default 32, all of them when there are fewer. */
  readonly batch?: number;
  /** Step size of Adam; default 0.01. */
  readonly learningRate?: number;
  /** Strength of the L2 penalty on weights; default 1e-4. */
  readonly penalty?: number;
}

/** What the last layer's sums become: class probabilities by a softmax, or themselves. */
export type PerceptronOutput = 'classes' | 'numbers';

/** A trained multilayer perceptron as plain JSON. */
export interface PerceptronState {
  readonly use: 'mlp';
  readonly output: PerceptronOutput;
  readonly activation: 'relu' | 'tanh';
  readonly layers: readonly PerceptronLayer[];
}

interface PerceptronLayer {
  readonly inputs: number;
  /** outputs × (inputs + 1), the bias last in each row. */
  readonly weights: readonly number[];
}

/**
 * Trains by Adam on shuffled batches; the loss is the cross-entropy of classes or half the squared error of numbers.
 * Weights start uniform within ±√(6 / (inputs + outputs)) (Glorot and Bengio, 2010).
 * @param targets samples × outputs: one column per class, 1 for the class of the row, or numbers
 * @param seed draws the start and the order of the samples
 * @throws Failure `invalid-input` for bad options
 */
export function trainPerceptron(
  samples: Matrix,
  targets: Matrix,
  output: PerceptronOutput,
  settings: PerceptronSettings,
  seed: number,
): PerceptronState {
  const { hidden = [16], activation = 'relu', epochs = 200, learningRate = 0.01, penalty = 1e-4 } = settings;
  const batch = Math.min(settings.batch ?? 32, samples.rows);
  for (const [name, value] of [
    ...hidden.map((size) => ['hidden', size] as const),
    ['epochs', epochs] as const,
    ['batch', batch] as const,
  ])
    if (!(Number.isInteger(value) && value >= 1))
      throw new Failure('invalid-input', `The option ${name} of mlp must be a whole number above 0, not ${value}.`);
  const stream = randomStream(seed, 'mlp');
  const network = new Network([samples.columns, ...hidden, targets.columns], activation, output, stream);
  const adam = network.weights.map((weights) => new AdamMoments(weights.length));
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = stream.permutation(samples.rows);
    for (let from = 0; from < order.length; from += batch) {
      const rows = order.slice(from, from + batch);
      const slopes = network.weights.map((weights) => new Float64Array(weights.length));
      for (const row of rows) network.addSlopes(rowOf(samples, row), rowOf(targets, row), slopes);
      step++;
      network.weights.forEach((weights, layer) => {
        const own = slopes[layer] as Float64Array;
        const width = network.widthOf(layer);
        for (let index = 0; index < own.length; index++) {
          const isBias = index % width === width - 1;
          own[index] =
            (own[index] as number) / rows.length + (isBias ? 0 : penalty * (weights[index] as number)) / samples.rows;
        }
        (adam[layer] as AdamMoments).move(weights, own, learningRate, step);
      });
    }
  }
  return {
    use: 'mlp',
    output,
    activation,
    layers: network.weights.map((weights, layer) => ({ inputs: network.widthOf(layer) - 1, weights: [...weights] })),
  };
}

/** Class probabilities or numbers, samples × outputs. */
export function perceptronValues(state: PerceptronState, samples: Matrix): Matrix {
  const inputs = state.layers[0]?.inputs ?? 0;
  if (samples.columns !== inputs)
    throw new Failure(
      'invalid-input',
      `The model mlp was fitted on ${inputs} features but is given ${samples.columns}.`,
    );
  const rows = Array.from({ length: samples.rows }, (_, row) =>
    lastOf(
      activations(
        rowOf(samples, row),
        state.layers.map(({ weights }) => Float64Array.from(weights)),
        state.activation,
        state.output,
      ),
    ),
  );
  const values = zeroMatrix(samples.rows, rows[0]?.length ?? 0);
  rows.forEach((row, index) => {
    values.values.set(row, index * values.columns);
  });
  return values;
}

class Network {
  readonly weights: readonly Float64Array[];
  readonly #sizes: readonly number[];
  readonly #activation: 'relu' | 'tanh';
  readonly #output: PerceptronOutput;

  constructor(sizes: readonly number[], activation: 'relu' | 'tanh', output: PerceptronOutput, stream: RandomStream) {
    this.#sizes = sizes;
    this.#activation = activation;
    this.#output = output;
    this.weights = sizes.slice(1).map((outputs, layer) => {
      const width = this.widthOf(layer);
      const bound = Math.sqrt(6 / (width - 1 + outputs));
      return Float64Array.from({ length: outputs * width }, (_, index) =>
        index % width === width - 1 ? 0 : bound * (2 * stream.uniform() - 1),
      );
    });
  }

  /** Entries of one row of a layer's weights: its inputs and the bias. */
  widthOf(layer: number): number {
    return (this.#sizes[layer] as number) + 1;
  }

  /** Adds the gradient of one sample's loss by all weights (backpropagation). */
  addSlopes(sample: Float64Array, target: Float64Array, slopes: readonly Float64Array[]): void {
    const values = activations(sample, this.weights, this.#activation, this.#output);
    // Softmax with cross-entropy and identity with half the squared error have the same derivative by the sums.
    let errors = lastOf(values).map((value, index) => value - (target[index] as number));
    for (let layer = this.weights.length - 1; layer >= 0; layer--) {
      const inputs = values[layer] as Float64Array;
      const width = inputs.length + 1;
      const weights = this.weights[layer] as Float64Array;
      const own = slopes[layer] as Float64Array;
      const below = new Float64Array(inputs.length);
      errors.forEach((error, output) => {
        const start = output * width;
        for (let input = 0; input < inputs.length; input++) {
          own[start + input] = (own[start + input] as number) + error * (inputs[input] as number);
          below[input] = (below[input] as number) + error * (weights[start + input] as number);
        }
        own[start + inputs.length] = (own[start + inputs.length] as number) + error;
      });
      errors = below.map((error, index) => {
        const value = inputs[index] as number;
        return error * (this.#activation === 'relu' ? Number(value > 0) : 1 - value * value);
      });
    }
  }
}

/** The sample, then what every layer makes of it. */
function activations(
  sample: Float64Array,
  weights: readonly Float64Array[],
  activation: 'relu' | 'tanh',
  output: PerceptronOutput,
): Float64Array[] {
  const values = [sample];
  weights.forEach((own, layer) => {
    const inputs = lastOf(values);
    const width = inputs.length + 1;
    const sums = Float64Array.from({ length: own.length / width }, (_, row) => {
      let sum = own[row * width + inputs.length] as number;
      for (let input = 0; input < inputs.length; input++)
        sum += (own[row * width + input] as number) * (inputs[input] as number);
      return sum;
    });
    const last = layer === weights.length - 1;
    if (!last) values.push(sums.map((sum) => (activation === 'relu' ? Math.max(0, sum) : hyperbolicTangentOf(sum))));
    else values.push(output === 'classes' ? softmax(sums) : sums);
  });
  return values;
}

function lastOf(values: readonly Float64Array[]): Float64Array {
  return values[values.length - 1] as Float64Array;
}

/** Running moments of Adam (Kingma and Ba, 2015) with its usual decay rates. */
class AdamMoments {
  readonly #first: Float64Array;
  readonly #second: Float64Array;

  constructor(size: number) {
    this.#first = new Float64Array(size);
    this.#second = new Float64Array(size);
  }

  move(weights: Float64Array, slopes: Float64Array, learningRate: number, step: number): void {
    const [firstDecay, secondDecay] = [0.9, 0.999];
    const rate = (learningRate * Math.sqrt(1 - powerOf(secondDecay, step))) / (1 - powerOf(firstDecay, step));
    for (let index = 0; index < weights.length; index++) {
      const slope = slopes[index] as number;
      const first = firstDecay * (this.#first[index] as number) + (1 - firstDecay) * slope;
      const second = secondDecay * (this.#second[index] as number) + (1 - secondDecay) * slope * slope;
      this.#first[index] = first;
      this.#second[index] = second;
      weights[index] = (weights[index] as number) - (rate * first) / (Math.sqrt(second) + 1e-8);
    }
  }
}
