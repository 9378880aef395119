import { describeFailure, Failure } from '#core/base/failure.ts';
import { chromiumPath } from '#scripts/setUp/chromium.ts';
import {
  mlflowEnvironment,
  onnxEnvironment,
  openTelemetryEnvironment,
  pythonEnvironment,
  tablesEnvironment,
} from './pythonEnvironment.ts';

const programs: Readonly<Record<string, () => Promise<string>>> = {
  chromium: chromiumPath,
  pythonEnvironment,
  mlflowEnvironment,
  onnxEnvironment,
  openTelemetryEnvironment,
  tablesEnvironment,
};

/** `node test/support/setUp.ts chromium` brings a program to this machine and prints where it is. */
async function main(what: string): Promise<string> {
  const bring = programs[what];
  if (bring === undefined) {
    throw new Failure('invalid-input', `Name what to set up: ${Object.keys(programs).join(', ')}.`);
  }
  return await bring();
}

try {
  process.stdout.write(`${await main(process.argv[2] ?? '')}\n`);
} catch (thrown) {
  process.stderr.write(`${describeFailure(Failure.from(thrown))}\n`);
  process.exitCode = 1;
}
