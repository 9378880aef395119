import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { circuitWorkspace } from '#test/support/circuitWorkspace.ts';

test('includes that lead to a file are links to it', async () => {
  const { document, language, ranges, uriOf } = circuitWorkspace({
    'main.qasm': `include "stdgates.inc";
include "⟦lib/own.inc⟧";
include '⟦one.inc⟧';
include "missing.inc";
// include "one.inc";
pragma see https://example.org
`,
    'lib/own.inc': 'include "../two.inc";',
    'one.inc': '',
    'two.inc': '',
  });
  const links = await language.documentLinks?.(document, neverCancelled);
  expect(links).toEqual([
    { range: ranges[0]?.range, target: uriOf('lib/own.inc') },
    { range: ranges[1]?.range, target: uriOf('one.inc') },
  ]);
});
