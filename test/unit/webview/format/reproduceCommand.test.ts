import { expect, test } from 'vitest';
import { circuitRun, failedRun, fallbackRun, succeededRun } from '#test/support/fixtures/runRecords.ts';
import { reproduceCommand } from '#webview/format/reproduceCommand.ts';

test('a pipeline is run again with its seed, and on its backend where there is a choice', () => {
  expect(reproduceCommand(succeededRun())).toBe('hybridq run iris.hybrid.yaml --seed 20251122');
  expect(reproduceCommand(failedRun())).toBe('hybridq run iris.hybrid.yaml --backend ionq-aria --seed 20251122');
  expect(reproduceCommand({ ...failedRun(), backend: 'local' })).toContain('--backend local');
  const changes = [
    { path: 'optimise.maxIterations', before: 100, after: 5 },
    { path: 'tags', after: ['a b'] },
  ];
  expect(reproduceCommand({ ...succeededRun(), changes })).toContain(
    ` --set optimise.maxIterations=5 --set 'tags=["a b"]'`,
  );
});

test('a run whose configuration is known is repeated as it was', () => {
  expect(reproduceCommand(fallbackRun())).toBe(`hybridq run --like ${fallbackRun().id}`);
});

test('where the choice is not known the backend is named: a simulation never becomes a job on hardware', () => {
  expect(reproduceCommand({ ...succeededRun(), configuration: undefined })).toContain('--backend local');
  expect(reproduceCommand({ ...succeededRun(), configuration: undefined, backend: '' })).not.toContain('--backend');
});

test('a circuit is simulated again with its shots, inputs and seed', () => {
  expect(reproduceCommand(circuitRun())).toBe(
    "hybridq simulate 'circuits/noisy ghz.qasm' --shots 1024 --input theta=0.25 --seed 42",
  );
});

test('a circuit that ran elsewhere, or that cannot be read, has no command', () => {
  expect(reproduceCommand({ ...circuitRun(), backend: 'ionq-cloud' })).toBeUndefined();
  expect(reproduceCommand({ ...circuitRun(), configuration: 'unknown' })).toBeUndefined();
});

test('file names cannot become options or other commands', () => {
  const command = (file: string) => reproduceCommand({ ...succeededRun(), file, seeds: {} });
  expect(command('--help')).toBe('hybridq run ./--help');
  expect(command("it's; rm -r $HOME.yaml")).toBe("hybridq run 'it'\\''s; rm -r $HOME.yaml'");
});
