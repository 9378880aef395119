import { expect, test } from 'vitest';
import { pipelineName } from '#runner/pipelineName.ts';

test('a run has the name that its pipeline gives, also where the rest of the text cannot be understood', () => {
  expect(pipelineName('/work/iris.hybrid.yaml', 'hybrid: 1\nname: iris-classifier\ndata: [')).toBe('iris-classifier');
  expect(pipelineName('/work/iris.hybrid.json', '{"hybrid": 1, "name": "flowers"}')).toBe('flowers');
});

test('a pipeline without a name is called after its file', () => {
  for (const text of ['', 'hybrid: 1\n', 'name:\n', 'name: [a]\n', '\u0000'])
    expect(pipelineName('/work/iris.hybrid.yaml', text)).toBe('iris');
});
