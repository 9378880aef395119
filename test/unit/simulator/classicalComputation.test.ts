import { describe, expect, it } from 'vitest';
import type { Circuit, Condition, Operation } from '#core/circuit/circuit.ts';
import type { ClassicalExpression, ClassicalVariable, ScalarType } from '#core/circuit/classical.ts';
import { RunTimeFault } from '#core/circuit/runTimeFault.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { circuit, gate, measure, reset, when } from '#test/support/circuitBuilder.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

const int: ScalarType = { kind: 'int' };
const bool: ScalarType = { kind: 'bool' };
const float: ScalarType = { kind: 'float', width: 64 };

const number = (value: number, type: ScalarType = int): ClassicalExpression => ({ kind: 'constant', type, value });
const variable = (index: number, type: ScalarType = int): ClassicalExpression => ({
  kind: 'variable',
  type,
  variable: index,
});
const bit = (index: number): ClassicalExpression => ({ kind: 'bits', type: bool, bits: [index] });
const binary = (
  operator: Extract<ClassicalExpression, { kind: 'binary' }>['operator'],
  left: ClassicalExpression,
  right: ClassicalExpression,
  type: ScalarType = int,
): ClassicalExpression => ({ kind: 'binary', operator, left, right, type });
const set = (index: number, value: ClassicalExpression): Operation => ({
  kind: 'assign',
  target: { kind: 'variable', variable: index },
  value,
});
const holds = (expression: ClassicalExpression): Condition => ({ kind: 'expression', expression });
const isOne = (index: number): Condition => ({ kind: 'compare', bits: [index], operator: '==', value: 1 });
const loop = (condition: Condition, body: readonly Operation[]): Operation => ({ kind: 'while', condition, body });

function withVariables(
  base: Circuit,
  variables: readonly ClassicalVariable[],
  outputs: readonly number[] = [],
): Circuit {
  return {
    ...base,
    variables,
    ...(outputs.length > 0 && {
      outputs: outputs.map((index) => ({
        name: variables[index]?.name ?? '',
        value: { kind: 'variable', type: variables[index]?.type ?? int, variable: index },
      })),
    }),
  };
}

function run(input: Circuit, options: { shots?: number; probabilities?: boolean; amplitudes?: boolean } = {}) {
  return simulate(input, { shots: 1000, seed: 7, ...options }, simulationContext);
}

function faultOf(work: () => unknown): RunTimeFault {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof RunTimeFault) return thrown;
    throw thrown;
  }
  throw new Error('Nothing went wrong.');
}

describe('loops', () => {
  const untilZero = [gate('h', 0), measure(0, 0), loop(isOne(0), [gate('h', 0), measure(0, 0)])];

  it('repeat until success: the probability of the endless rest is left out', () => {
    const result = run(circuit(1, untilZero, { bits: 1 }), { probabilities: true });
    expect(result.counts).toEqual({ '0': 1000 });
    expect(result.probabilities?.['0']).toBeCloseTo(1, 12);
  });

  it('count their passes', () => {
    const operations = [gate('h', 0), measure(0, 0)];
    const counting = [
      ...operations,
      set(0, number(1)),
      loop(isOne(0), [...operations, set(0, binary('+', variable(0), number(1)))]),
    ];
    const input = withVariables(circuit(1, counting, { bits: 1 }), [{ name: 'tries', type: int }], [0]);
    const { outcomes = [] } = run(input, { probabilities: true });
    for (const { probability, values } of outcomes.slice(0, 20)) {
      expect(probability).toBeCloseTo(2 ** -Number(values['tries']), 12);
    }
    expect(outcomes.reduce((sum, { count }) => sum + count, 0)).toBe(1000);
  });

  it('end with a fault at their place when they never do', () => {
    const endless = { ...loop(holds({ kind: 'constant', type: bool, value: true }), []), source: { start: 3, end: 9 } };
    const fault = faultOf(() => run(circuit(1, [endless, gate('x', 0)], { bits: 1 })));
    expect(fault).toMatchObject({ reason: 'invalid-circuit', source: { start: 3, end: 9 } });
    expect(fault.message).toContain('may never end');
  });
});

describe('angles', () => {
  it('are computed from what was measured', () => {
    const angle = binary('*', { kind: 'cast', type: float, operand: bit(0) }, number(Math.PI, float), float);
    const operations = [
      gate('h', 0),
      measure(0, 0),
      gate('rx', 1, { op: 'classical', expression: angle }),
      measure(1, 1),
    ];
    const { probabilities = {} } = run(circuit(2, operations, { bits: 2 }), { probabilities: true });
    expect(Object.keys(probabilities).sort()).toEqual(['00', '11']);
    expect(probabilities['00']).toBeCloseTo(0.5, 12);
  });

  it('must come out finite', () => {
    const expression = binary('/', number(1, float), number(0, float), float);
    const operation = { ...gate('rx', 0, { op: 'classical', expression }), source: { start: 1, end: 2 } };
    const fault = faultOf(() => run(circuit(1, [operation, measure(0, 0)], { bits: 1 })));
    expect(fault).toMatchObject({ source: { start: 1, end: 2 } });
  });
});

describe('switches', () => {
  const choose = (isExhaustive: boolean): Operation => ({
    kind: 'switch',
    subject: { kind: 'bits', type: { kind: 'bits', width: 2 }, bits: [0, 1] },
    cases: [
      { values: [0, 3], body: [gate('x', 2)] },
      { values: [1], body: [gate('id', 2)] },
    ],
    otherwise: [],
    isExhaustive,
  });
  const prepared = (first: boolean, second: boolean, rest: Operation) => {
    const flips = [first, second].flatMap((flip, qubit) => (flip ? [gate('x', qubit)] : []));
    return circuit(3, [...flips, measure(0, 0), measure(1, 1), rest, measure(2, 2)], { bits: 3 });
  };

  it('run the case of the value, or the others', () => {
    expect(run(prepared(false, false, choose(false))).counts).toEqual({ '100': 1000 });
    expect(run(prepared(true, false, choose(false))).counts).toEqual({ '001': 1000 });
    expect(run(prepared(false, true, choose(false))).counts).toEqual({ '010': 1000 });
    expect(run(prepared(true, true, choose(false))).counts).toEqual({ '111': 1000 });
  });

  it('are left by a fault where no other value may occur', () => {
    expect(faultOf(() => run(prepared(false, true, choose(true)))).message).toContain('2');
  });
});

describe('classical computation that only concerns the result', () => {
  it('keeps final measurements one sample, so that amplitudes are there', () => {
    const sum = binary('+', { kind: 'cast', type: int, operand: bit(0) }, { kind: 'cast', type: int, operand: bit(1) });
    const operations = [gate('h', 0), gate('h', 1), measure(0, 0), set(0, sum), measure(1, 1), set(0, sum)];
    const input = withVariables(circuit(2, operations, { bits: 2 }), [{ name: 'ones', type: int }], [0]);
    const later = { ...input, operations: operations.filter((_, index) => index !== 3) };
    expect(run(later, { amplitudes: true }).amplitudes).toHaveLength(4);
    const { outcomes = [] } = run(later, { probabilities: true });
    expect(outcomes.map(({ probability, values }) => [values['ones'], Number(probability?.toFixed(12))])).toEqual([
      [0, 0.25],
      [1, 0.5],
      [2, 0.25],
    ]);
    // The first sum reads a bit that is measured later, so it cannot wait for the final sample.
    expect(() => run(input, { amplitudes: true })).toThrow('measures, resets or branches in its middle');
  });

  it('sees the bits of every sample', () => {
    const fix: Operation = {
      kind: 'conditional',
      condition: isOne(0),
      body: [{ kind: 'assign', target: { kind: 'bits', bits: [1] }, value: bit(0) }],
      otherwise: [],
    };
    const { counts } = run(circuit(1, [gate('h', 0), measure(0, 0), fix], { bits: 2 }));
    expect(Object.keys(counts).sort()).toEqual(['00', '11']);
  });
});

it('arrays are kept per way and copied, indices count from either end', () => {
  const type = { kind: 'array', base: int, shape: [2, 2] } as const;
  const element = (...indices: ClassicalExpression[]): ClassicalExpression => ({
    kind: 'element',
    type: int,
    variable: 0,
    indices,
  });
  const store = (value: ClassicalExpression, ...indices: ClassicalExpression[]): Operation => ({
    kind: 'assign',
    target: { kind: 'element', variable: 0, indices },
    value,
  });
  const operations = [
    gate('h', 0),
    measure(0, 0),
    store(number(5), { kind: 'cast', type: int, operand: bit(0) }, number(-1)),
    set(1, { kind: 'variable', type, variable: 0 }),
    store(binary('+', element(number(0), number(1)), number(1)), number(1), number(0)),
    reset(0),
    when([0], 1, [gate('x', 0)]),
  ];
  const input = withVariables(
    circuit(1, operations, { bits: 1 }),
    [
      { name: 'a', type },
      { name: 'b', type },
    ],
    [0, 1],
  );
  const { outcomes = [] } = run(input);
  expect(outcomes.map(({ values }) => values)).toEqual([
    {
      a: [
        [0, 0],
        [1, 5],
      ],
      b: [
        [0, 0],
        [0, 5],
      ],
    },
    {
      a: [
        [0, 5],
        [6, 0],
      ],
      b: [
        [0, 5],
        [0, 0],
      ],
    },
  ]);
  const outside = { ...input, operations: [store(number(1), number(2), number(0))] };
  expect(faultOf(() => run(outside)).message).toBe('The index 2 is outside the 2 elements; valid are -2 to 1.');
});
