import { describe, expect, test } from 'vitest';
import { type Matrix, mapEntries, matrixFromRows, matrixToRows } from '#core/learn/matrix.ts';
import { emptyCells } from '#core/pipeline/data/learningData.ts';
import { prepareSplit } from '#core/pipeline/engine/preparedSplit.ts';
import type { TransformAnswer, TransformRequest } from '#core/pipeline/python/pythonPort.ts';
import { type FakePython, withoutPython, workWith } from '#test/support/fakePython.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline } from '#test/support/pipelineRuns.ts';

const data = {
  features: matrixFromRows([
    [0, 10],
    [2, 20],
    [4, 30],
    [8, 0],
    [6, 5],
  ]),
  names: ['a', 'b'],
  target: { kind: 'classes', classes: ['x', 'y'] },
  targets: [0, 1, 0, 1, 1],
} as const;
/** Row 4 is in neither part. */
const split = { train: [2, 0, 1], validation: [], test: [3] };
const code = 'with: { import: mine.steps.Doubled }';

function prepared(preprocess: string, transform: NonNullable<FakePython['transform']>, repeat = 0) {
  return prepareSplit(resolvedPipeline(pipelineText({ preprocess })), data, split, repeat, workWith({ transform }));
}

const doubled = (rows: Matrix) => mapEntries(rows, (value) => 2 * value);
const answerOf = (request: TransformRequest): TransformAnswer => ({ parts: request.parts.map(doubled) });

describe('a step in Python', () => {
  test('learns from the training rows and sees every part by itself, between steps of ours', async () => {
    const asked: TransformRequest[] = [];
    const steps = `[{ use: minmax }, { use: python, ${code} }, { use: minmax, with: { range: [0, 5] } }]`;
    const { test: tested, train } = await prepared(steps, (request) => {
      asked.push(request);
      return answerOf(request);
    });
    const [request] = asked;
    expect(asked).toHaveLength(1);
    expect(request && matrixToRows(request.fit)).toEqual([
      [1, 1],
      [0, 0],
      [0.5, 0.5],
    ]);
    expect(request?.targets).toEqual([0, 0, 1]);
    expect(request?.names).toEqual(['a', 'b']);
    expect(request?.parts.map(matrixToRows)).toEqual([
      [
        [1, 1],
        [0, 0],
        [0.5, 0.5],
      ],
      [[2, -0.5]],
      [[1.5, -0.25]],
    ]);
    // Doubled to [0, 2] and scaled to [0, 5] on the training rows.
    expect(matrixToRows(train.preprocessed)[0]).toEqual([5, 5]);
    expect(matrixToRows(tested.preprocessed)).toEqual([[10, -2.5]]);
  });

  test('learns from all rows only where the file says so', async () => {
    const asked: TransformRequest[] = [];
    await prepared(`[{ use: python, fitOn: all, ${code} }]`, (request) => {
      asked.push(request);
      return answerOf(request);
    });
    expect(asked[0] && matrixToRows(asked[0].fit)).toEqual(matrixToRows(data.features));
    expect(asked[0]?.targets).toEqual(data.targets);
  });

  test('gets unsigned seeds that repeats and steps do not share', async () => {
    const seeds: number[] = [];
    const steps = `[{ use: python, ${code} }, { use: python, ${code} }]`;
    for (const repeat of [0, 1])
      await prepared(
        steps,
        (request) => {
          seeds.push(request.seed);
          return answerOf(request);
        },
        repeat,
      );
    expect(new Set(seeds).size).toBe(4);
    expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
  });

  test('names its columns as written, as its code says, or by numbers', async () => {
    const select = (column: string) => `, { use: select-columns, with: { columns: [${column}, ${column}] } }`;
    const first = async (step: string, column: string, names?: string[]) => {
      const { train } = await prepared(`[${step}${select(column)}]`, (request) => ({
        ...answerOf(request),
        ...(names ? { names } : {}),
      }));
      return matrixToRows(train.preprocessed)[0];
    };
    const written = code.replace(' }', ', outputs: [u, v] }');
    expect(await first(`{ use: python, ${written} }`, 'v', ['p', 'q'])).toEqual([60, 60]);
    expect(await first(`{ use: python, ${code} }`, 'p', ['p', 'q'])).toEqual([8, 8]);
    expect(await first(`{ id: twice, use: python, ${code} }`, 'twice2', ['p', 'p'])).toEqual([60, 60]);
  });

  test.each<[string, (request: TransformRequest) => TransformAnswer, RegExp]>([
    ['too few rows', ({ parts }) => ({ parts: parts.map(() => matrixFromRows([[1, 2]])) }), /made 1 rows of 3/],
    ['too few parts', () => ({ parts: [] }), /answered 0 of 3 requests/],
    [
      'columns that change',
      ({ parts }) => ({
        parts: parts.map((part, index) => matrixFromRows(matrixToRows(part).map(([a = 0]) => (index ? [a] : [a, a])))),
      }),
      /2 columns at first and 1 later/,
    ],
    [
      'values that are not finite',
      ({ parts }) => ({ parts: parts.map((part) => mapEntries(part, () => Number.POSITIVE_INFINITY)) }),
      /not finite/,
    ],
  ])('is refused for %s', async (_, transform, message) => {
    await expect(prepared(`[{ use: python, ${code} }]`, transform)).rejects.toThrow(message);
  });

  test('is refused for another number of columns than it promises, and where there is no interpreter', async () => {
    const promised = code.replace(' }', ', outputs: 3 }');
    const pipeline = resolvedPipeline(
      pipelineText({
        quantum: '{ qubits: 3, featureMap: { use: angle }, ansatz: { use: real-amplitudes } }',
        preprocess: `[{ use: python, ${promised} }]`,
      }),
    );
    await expect(prepareSplit(pipeline, data, split, 0, workWith({ transform: answerOf }))).rejects.toThrow(
      'mine.steps.Doubled gave 2 columns, but outputs of the step python says 3.',
    );
    await expect(prepareSplit(pipeline, data, split, 0, withoutPython)).rejects.toThrow(/needs Python/);
  });
});

describe('missing values', () => {
  const holed = { ...data, features: mapEntries(data.features, (value) => (value === 4 ? Number.NaN : value)) };
  const accepting = `[{ use: python, with: { import: mine.steps.Filled, accepts: missing } }]`;

  test('reach a step in Python that accepts them, and are means for models of the raw columns', async () => {
    const asked: TransformRequest[] = [];
    const pipeline = resolvedPipeline(pipelineText({ preprocess: accepting }));
    const filled = (rows: Matrix) => mapEntries(rows, (value) => (Number.isNaN(value) ? -1 : value));
    const transform = (request: TransformRequest): TransformAnswer => {
      asked.push(request);
      return { parts: request.parts.map(filled) };
    };
    const { train } = await prepareSplit(pipeline, holed, split, 0, workWith({ transform }));
    // The training rows are 2, 0 and 1; row 2 has no first value.
    expect(asked[0] && matrixToRows(asked[0].fit)[0]).toEqual([Number.NaN, 30]);
    expect(matrixToRows(train.preprocessed)[0]).toEqual([-1, 30]);
    expect(matrixToRows(train.raw)[0]).toEqual([1, 30]);
    expect(train.standardized.values.every(Number.isFinite)).toBe(true);
  });

  test('are refused without, behind another step, and where the answer has some', async () => {
    const cells = (preprocess: string) => emptyCells(resolvedPipeline(pipelineText({ preprocess })).preprocess);
    expect(cells(accepting)).toBe('missing');
    expect(cells(`[{ use: select-columns, with: { columns: [a] } }, ${accepting.slice(1)}`)).toBe('missing');
    expect(cells(`[{ use: python, ${code} }]`)).toBe('refused');
    expect(cells(`[{ use: standardize }, ${accepting.slice(1)}`)).toBe('refused');
    const pipeline = resolvedPipeline(pipelineText({ preprocess: accepting }));
    const transform = (request: TransformRequest): TransformAnswer => ({ parts: request.parts });
    await expect(prepareSplit(pipeline, holed, split, 0, workWith({ transform }))).rejects.toThrow(
      /values that are not finite numbers/,
    );
  });
});
