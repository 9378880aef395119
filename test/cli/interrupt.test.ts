import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startHybridq } from '#test/support/cli/hybridq.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

/** Runs for minutes. Longer than what fits between two processes: when all of it is written, the program reads. */
const endless = `OPENQASM 3.0;
include "stdgates.inc";
${`// ${'-'.repeat(997)}\n`.repeat(500)}
qubit[14] q;
bit[14] c;
for int layer in [0:20] {
  for int i in [0:12] { ry(0.1 * i) q[i]; cx q[i], q[i + 1]; }
}
c = measure q;
`;

test('Ctrl+C ends a simulation with a sentence and code 130', async () => {
  await withTemporaryFolder(async (folder) => {
    const parameters = [
      'simulate',
      '-',
      '--noise',
      'superconducting',
      '--method',
      'trajectories',
      '--shots',
      '10000000',
    ];
    const running = startHybridq(parameters, { folder, input: endless });
    await once(running.child.stdin, 'finish');
    running.child.kill('SIGINT');
    const { code, signal, stderr, stdout } = await running.ended;
    expect({ code, signal, stdout }).toEqual({ code: 130, signal: null, stdout: '' });
    expect(stderr).toBe('\nCancelling; press Ctrl+C again to stop at once.\nerror: Cancelled.\n');
  });
});
