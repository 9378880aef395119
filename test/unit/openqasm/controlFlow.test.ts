import { expect, test } from 'vitest';
import { ControlFlow } from '#core/openqasm/controlFlow.ts';

const [x, y] = [1, 2];

function flowWithVariables(): ControlFlow {
  const flow = new ControlFlow();
  flow.declare(x);
  flow.declare(y);
  return flow;
}

test('a variable has a value where all ways give it one', () => {
  const flow = flowWithVariables();
  flow.branch([() => flow.assign(x), () => flow.assign(x)]);
  flow.branch([() => flow.assign(y), () => {}]);
  expect([flow.lackOf(x), flow.lackOf(y)]).toEqual([undefined, 'maybe']);
});

test('a way that ends does not count', () => {
  const flow = flowWithVariables();
  flow.branch([() => flow.assign(x), () => flow.leave()]);
  expect([flow.isReachable, flow.lackOf(x), flow.lackOf(y)]).toEqual([true, undefined, 'never']);
  flow.branch([() => flow.leave(), () => flow.leave()]);
  expect(flow.isReachable).toBe(false);
});

test('a loop that may not run gives nothing a value for certain', () => {
  const flow = flowWithVariables();
  flow.loop('maybe', () => flow.assign(x));
  flow.loop('once', () => flow.assign(y));
  expect([flow.lackOf(x), flow.lackOf(y)]).toEqual(['maybe', undefined]);
});

test('after a loop without end, what is known is what is known where it is left', () => {
  const flow = flowWithVariables();
  const { hasExit } = flow.loop('forever', () => {
    flow.branch([
      () => {
        flow.assign(x);
        flow.break();
      },
      () => {},
    ]);
    flow.assign(y);
  });
  expect([hasExit, flow.isReachable, flow.lackOf(x), flow.lackOf(y)]).toEqual([true, true, undefined, 'never']);
});

test('what a way declares is lacking afterwards only as far as that way came', () => {
  const flow = new ControlFlow();
  flow.branch([() => flow.declare(x), () => {}]);
  expect(flow.lackOf(x)).toBe('maybe');
});

test('many branches over many variables take no longer than what happens in them', () => {
  const flow = new ControlFlow();
  const count = 50_000;
  for (let symbol = 0; symbol < count; symbol++) flow.declare(symbol);
  for (let symbol = 0; symbol < count; symbol++) flow.branch([() => flow.assign(symbol), () => {}]);
  expect(flow.lackOf(count - 1)).toBe('maybe');
});
