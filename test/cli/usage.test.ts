import { expect, test } from 'vitest';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

test.each([
  { parameters: ['--version'], code: 0, stdout: /^\d+\.\d+\.\d+\n$/, stderr: /^$/ },
  { parameters: ['--help'], code: 0, stdout: /Usage: hybridq/, stderr: /^$/ },
  { parameters: ['runs', '--help'], code: 0, stdout: /export/, stderr: /^$/ },
  { parameters: [], code: 2, stdout: /^$/, stderr: /Usage: hybridq/ },
  { parameters: ['bogus'], code: 2, stdout: /^$/, stderr: /unknown command 'bogus'/ },
  { parameters: ['runs', 'list', '--limit', 'x'], code: 2, stdout: /^$/, stderr: /whole number/ },
  { parameters: ['runs', 'list', '--state', 'x'], code: 2, stdout: /^$/, stderr: /Allowed choices/ },
])('hybridq $parameters', async ({ code, parameters, stderr, stdout }) => {
  await withTemporaryFolder(async (folder) => {
    const outcome = await hybridq(parameters, { folder });
    expect(outcome.code).toBe(code);
    expect(outcome.stdout).toMatch(stdout);
    expect(outcome.stderr).toMatch(stderr);
  });
});
