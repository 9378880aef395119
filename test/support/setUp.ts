import { describeFailure, Failure } from '#core/base/failure.ts';
import { chromiumPath } from './chromium.ts';
import { pythonEnvironment } from './pythonEnvironment.ts';

/** `node test/support/setUp.ts chromium|pythonEnvironment` brings it to this machine and prints where it is. */
async function main(what: string | undefined): Promise<string> {
  switch (what) {
    case 'chromium':
      return chromiumPath();
    case 'pythonEnvironment':
      return pythonEnvironment();
    default:
      throw new Failure('invalid-input', 'Name what to set up: chromium or pythonEnvironment.');
  }
}

try {
  process.stdout.write(`${await main(process.argv[2])}\n`);
} catch (thrown) {
  process.stderr.write(`${describeFailure(Failure.from(thrown))}\n`);
  process.exitCode = 1;
}
