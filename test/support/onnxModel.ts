import type { LogisticRegressionState } from '#core/learn/logisticRegression.ts';

/**
 * Just enough of the ONNX format (onnx.proto3, protocol buffers) to write down a linear model, so that tests need no
 * exporter and know exactly what the model computes.
 */

const varintType = 0;
const bytesType = 2;

type Field = readonly [number: number, value: number | string | Uint8Array];

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}

function message(...fields: readonly Field[]): Uint8Array {
  const bytes = fields.flatMap(([number, value]) => {
    if (typeof value === 'number') return [...varint(number * 8 + varintType), ...varint(value)];
    const content = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    return [...varint(number * 8 + bytesType), ...varint(content.length), ...content];
  });
  return Uint8Array.from(bytes);
}

/** Numbers of `TensorProto.DataType`. */
const elementTypes = { float: 1, int64: 7, string: 8, double: 11 } as const;
type ElementType = keyof typeof elementTypes;

function tensorType(element: ElementType, ...shape: (number | string)[]): Uint8Array {
  const dimensions = shape.map((size): Field => [1, message(typeof size === 'number' ? [1, size] : [2, size])]);
  return message([1, message([1, elementTypes[element]], [2, message(...dimensions)])]);
}

/** A list of maps from texts to floats. */
const mapsType = message([4, message([1, message([5, message([1, elementTypes.string], [2, tensorType('float')])])])]);

function weightsTensor(
  name: string,
  element: 'float' | 'double',
  values: readonly number[],
  shape: number[],
): Uint8Array {
  const raw = element === 'float' ? Float32Array.from(values).buffer : Float64Array.from(values).buffer;
  return message(
    ...shape.map((size): Field => [1, size]),
    [2, elementTypes[element]],
    [8, name],
    [9, new Uint8Array(raw)],
  );
}

interface Node {
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: readonly Uint8Array[];
  readonly domain?: string;
}

function node({ attributes = [], domain, inputs, operation, output }: Node): Uint8Array {
  return message(
    ...inputs.map((name): Field => [1, name]),
    [2, output],
    [4, operation],
    ...attributes.map((attribute): Field => [5, attribute]),
    ...(domain === undefined ? [] : [[7, domain] as const]),
  );
}

const whole = (name: string, value: number) => message([1, name], [3, value], [20, 2]);
const wholes = (name: string, values: readonly number[]) =>
  message([1, name], ...values.map((value): Field => [8, value]), [20, 7]);
const texts = (name: string, values: readonly string[]) =>
  message([1, name], ...values.map((value): Field => [9, value]), [20, 8]);

function model(
  nodes: readonly Node[],
  weights: readonly Uint8Array[],
  input: Uint8Array,
  outputs: readonly (readonly [name: string, type: Uint8Array])[],
): Uint8Array {
  const value = (name: string, type: Uint8Array) => message([1, name], [2, type]);
  const graph = message(
    ...nodes.map((one): Field => [1, node(one)]),
    [2, 'graph'],
    ...weights.map((tensor): Field => [5, tensor]),
    [11, value('rows', input)],
    ...outputs.map(([name, type]): Field => [12, value(name, type)]),
  );
  const uses = (domain: string, version: number): Field => [8, message([1, domain], [2, version])];
  return message([1, 8], [7, graph], uses('', 17), uses('ai.onnx.ml', 3));
}

/** The scores of a logistic regression of three or more classes. */
function scores(
  { weights }: LogisticRegressionState,
  element: 'float' | 'double',
): { nodes: Node[]; weights: Uint8Array[] } {
  const width = (weights[0]?.length ?? 1) - 1;
  const byFeature = Array.from({ length: width }, (_, feature) => weights.map((own) => own[feature] ?? 0)).flat();
  return {
    nodes: [
      { operation: 'Gemm', inputs: ['rows', 'weights', 'intercepts'], output: 'scores' },
      { operation: 'Softmax', inputs: ['scores'], output: 'shares', attributes: [whole('axis', 1)] },
      {
        operation: 'ArgMax',
        inputs: ['scores'],
        output: 'position',
        attributes: [whole('axis', 1), whole('keepdims', 0)],
      },
    ],
    weights: [
      weightsTensor('weights', element, byFeature, [width, weights.length]),
      weightsTensor(
        'intercepts',
        element,
        weights.map((own) => own[width] ?? 0),
        [weights.length],
      ),
    ],
  };
}

/** With the position of the class and the probabilities as tensors, in doubles. */
export function onnxClassifier(state: LogisticRegressionState): Uint8Array {
  const { nodes, weights } = scores(state, 'double');
  const classes = state.weights.length;
  return model(nodes, weights, tensorType('double', 'n', (state.weights[0]?.length ?? 1) - 1), [
    ['position', tensorType('int64', 'n')],
    ['shares', tensorType('double', 'n', classes)],
  ]);
}

/** As exporters write classifiers of named classes: the name, and a map from names to probabilities, in floats. */
export function onnxClassifierOfNames(state: LogisticRegressionState, names: readonly string[]): Uint8Array {
  const { nodes, weights } = scores(state, 'float');
  const domain = 'ai.onnx.ml';
  const label: Node = {
    operation: 'LabelEncoder',
    inputs: ['position'],
    output: 'label',
    attributes: [
      wholes(
        'keys_int64s',
        names.map((_, index) => index),
      ),
      texts('values_strings', names),
    ],
    domain,
  };
  const map: Node = {
    operation: 'ZipMap',
    inputs: ['shares'],
    output: 'probabilities',
    attributes: [texts('classlabels_strings', names)],
    domain,
  };
  return model([...nodes, label, map], weights, tensorType('float', 'n', (state.weights[0]?.length ?? 1) - 1), [
    ['label', tensorType('string', 'n')],
    ['probabilities', mapsType],
  ]);
}

/** A sum of the columns by weights, in doubles. */
export function onnxRegressor(weights: readonly number[], intercept: number): Uint8Array {
  return model(
    [{ operation: 'Gemm', inputs: ['rows', 'weights', 'intercepts'], output: 'variable' }],
    [
      weightsTensor('weights', 'double', weights, [weights.length, 1]),
      weightsTensor('intercepts', 'double', [intercept], [1]),
    ],
    tensorType('double', 'n', weights.length),
    [['variable', tensorType('double', 'n', 1)]],
  );
}
