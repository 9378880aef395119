import { expect, test } from 'vitest';
import { circuitRun, failedRun, succeededRun } from '#test/support/fixtures/runRecords.ts';
import { reproduceCommand } from '#webview/format/reproduceCommand.ts';

test('a pipeline is run again with its seed, and with its backend where that is not the default', () => {
  expect(reproduceCommand(succeededRun())).toBe('hybridq run iris.hybrid.yaml --seed 20251122');
  expect(reproduceCommand(failedRun())).toBe('hybridq run iris.hybrid.yaml --backend ionq-aria --seed 20251122');
});

test('a circuit is simulated again with its shots, inputs and seed', () => {
  expect(reproduceCommand(circuitRun())).toBe(
    "hybridq simulate 'circuits/noisy ghz.qasm' --shots 1024 --input theta=0.25 --seed 42",
  );
});

test('without a readable configuration the shots are those that were counted', () => {
  const record = { ...circuitRun(), configuration: 'unknown', file: 'ghz.qasm' };
  expect(reproduceCommand(record)).toBe('hybridq simulate ghz.qasm --shots 1024 --seed 42');
});

test('file names cannot become options or other commands', () => {
  const command = (file: string) => reproduceCommand({ ...succeededRun(), file, seeds: {} });
  expect(command('--help')).toBe('hybridq run ./--help');
  expect(command("it's; rm -r $HOME.yaml")).toBe("hybridq run 'it'\\''s; rm -r $HOME.yaml'");
});
