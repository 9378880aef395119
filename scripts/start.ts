import { describeFailure, Failure } from '#core/base/failure.ts';
import { runNode } from './setUp/nodeProgram.ts';

/** Kept with the samples, which `npm run vscode` opens. */
const command = ['run', 'samples/iris-classifier/iris.hybrid.yaml', '--workspace', 'samples'];

/** Builds the product, runs the sample pipeline on the embedded simulator and says how to go on. */
async function main(): Promise<number> {
  process.stdout.write('Building…\n');
  const built = await runNode(['scripts/build.ts']);
  if (built !== 0) return built;
  process.stdout.write(`\nhybridq ${command.join(' ')}\n\n`);
  const ran = await runNode(['dist/hybridq.cjs', ...command]);
  if (ran !== 0) return ran;
  process.stdout.write(
    [
      '',
      'Go on:',
      '  npm run vscode    opens the samples in VS Code (the desktop program if `code` is there, else in the browser)',
      '  npm test          runs every check and test',
      '  npm run package   makes the .vsix file to install in any VS Code',
      '',
    ].join('\n'),
  );
  return 0;
}

try {
  process.exitCode = await main();
} catch (thrown) {
  process.stderr.write(`${describeFailure(Failure.from(thrown))}\n`);
  process.exitCode = 1;
}
