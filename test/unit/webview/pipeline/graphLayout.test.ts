import { describe, expect, test } from 'vitest';
import { shownGraph } from '#test/support/fixtures/pipelineGraphs.ts';
import { type GraphLayout, layoutGraph, stepTowards } from '#webview/pipeline/graphLayout.ts';

const layout = layoutGraph(await shownGraph());
const placeOf = ({ places }: GraphLayout, id: string) => {
  const found = places.find(({ node }) => node.id === id);
  if (!found) throw new Error(`There is no step ${id}.`);
  return found;
};

describe('the places of steps', () => {
  test('do not overlap and are within the graph', () => {
    for (const [index, one] of layout.places.entries()) {
      expect(one.x).toBeGreaterThan(0);
      expect(one.x + one.width).toBeLessThan(layout.width);
      expect(one.y + one.height).toBeLessThan(layout.height);
      for (const other of layout.places.slice(index + 1)) {
        const isApart =
          one.x + one.width < other.x ||
          other.x + other.width < one.x ||
          one.y + one.height < other.y ||
          other.y + other.height < one.y;
        expect(isApart, `${one.node.id} and ${other.node.id}`).toBe(true);
      }
    }
  });

  test('lead down along the flow, with the optimiser beside what it trains', () => {
    const flow = [
      'data',
      'split',
      'preprocess 0',
      'preprocess 1',
      'featureMap',
      'ansatz',
      'measure',
      'answer',
      'compare',
    ];
    const ys = flow.map((id) => placeOf(layout, id).y);
    expect(ys).toEqual(ys.toSorted((one, other) => one - other));
    expect(new Set(flow.map((id) => placeOf(layout, id).x)).size).toBe(1);
    expect(placeOf(layout, 'optimise').y).toBe(placeOf(layout, 'ansatz').y);
  });
});

test('connections begin and end at the edges of their steps, and cross no other step', () => {
  for (const { edge, points } of layout.routes) {
    const [from, to] = [placeOf(layout, edge.from), placeOf(layout, edge.to)];
    const onEdge = ([x, y]: readonly [number, number], { height, width, x: left, y: top }: typeof from) =>
      ((x === left || x === left + width) && y >= top && y <= top + height) ||
      ((y === top || y === top + height) && x >= left && x <= left + width);
    expect(onEdge(points[0] ?? [0, 0], from), `${edge.from} → ${edge.to}`).toBe(true);
    expect(onEdge(points.at(-1) ?? [0, 0], to), `${edge.from} → ${edge.to}`).toBe(true);
    for (const [index, [x, y]] of points.entries()) {
      const [nextX, nextY] = points[index + 1] ?? [x, y];
      const crossed = layout.places.find(
        (place) =>
          place !== from &&
          place !== to &&
          Math.max(x, nextX) > place.x &&
          Math.min(x, nextX) < place.x + place.width &&
          Math.max(y, nextY) > place.y &&
          Math.min(y, nextY) < place.y + place.height,
      );
      expect(crossed?.node.id, `${edge.from} → ${edge.to}`).toBeUndefined();
    }
  }
});

test('features that pass the circuit have a way of their own', async () => {
  const scoring = layoutGraph(
    await shownGraph(
      'hybrid: 1\nname: a\npattern: quantum-scoring\ntask: classification\ndata: { source: { path: rows.csv }, target: kind }\nquantum: { qubits: 2, featureMap: { use: zz, reps: 2 }, measure: { observables: [Z0] } }\n',
    ),
  );
  const passing = scoring.routes.find(({ edge }) => edge.label === 'features' && edge.to === 'head');
  expect(passing?.points).toHaveLength(4);
  expect(Math.min(...(passing?.points.map(([x]) => x) ?? []))).toBeGreaterThan(0);
});

test('arrow keys lead along connections, forwards and backwards', () => {
  const from = (id: string, direction: 'up' | 'down' | 'left' | 'right') => stepTowards(layout, id, direction)?.id;
  expect(from('data', 'down')).toBe('split');
  expect(from('split', 'up')).toBe('data');
  expect(from('split', 'right')).toBe('baseline knn');
  expect(from('ansatz', 'right')).toBe('optimise');
  expect(from('optimise', 'left')).toBe('ansatz');
  expect(from('backend 0', 'down')).toBe('backend 1');
  expect(from('baseline knn', 'down')).toBe('compare');
  expect(from('data', 'left')).toBeUndefined();
});
