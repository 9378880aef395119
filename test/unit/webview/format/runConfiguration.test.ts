import { expect, test } from 'vitest';
import { circuitRun, succeededRun } from '#test/support/fixtures/runRecords.ts';
import {
  circuitConfiguration,
  configuredBackends,
  configuredTask,
  isRepeatable,
} from '#webview/format/runConfiguration.ts';

test('what a configuration says is read', () => {
  const configuration = { hybrid: 1, task: 'classification', backends: { local: {}, forte: {} } };
  const record = { ...succeededRun(), configuration };
  expect(configuredTask(record)).toBe('classification');
  expect(configuredBackends(record)).toEqual(['local', 'forte']);
  expect(isRepeatable(record)).toBe(true);
  const circuit = { ...circuitRun(), configuration: { shots: 20, seed: 3, inputs: { theta: 0.5 } } };
  expect(circuitConfiguration(circuit)).toEqual({ shots: 20, seed: 3, inputs: { theta: 0.5 } });
  expect(circuitConfiguration({ ...circuit, configuration: { shots: 20 } })).toEqual({ shots: 20, inputs: {} });
});

test.each([
  undefined,
  null,
  'unknown',
  7,
  [],
  { hybrid: 2, task: 1, backends: ['local'] },
  { shots: '20' },
  { shots: 20, seed: 'x' },
  { shots: 20, inputs: [] },
  { shots: 20, inputs: { theta: '0' } },
])('of %j nothing is claimed', (configuration) => {
  const record = { ...succeededRun(), configuration };
  expect(configuredTask(record)).toBeUndefined();
  expect(configuredBackends(record)).toBeUndefined();
  expect(isRepeatable(record)).toBe(false);
  expect(circuitConfiguration(record)).toBeUndefined();
});
