import { expect, test, vi } from 'vitest';
import { openqasmHover } from '#core/language/openqasm/hover/openqasmHover.ts';
import { analyseProgram } from '#core/openqasm/index.ts';

test('a hover over a call looks at few statements of a large program', () => {
  const lines = Array.from({ length: 2000 }, (_, index) => `cx q[${index % 7}], q[7];`);
  const analysis = analyseProgram(`OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[8] q;\n${lines.join('\n')}\n`);
  const { statements, text } = analysis.tree;
  const looks = [vi.spyOn(statements, 'at'), vi.spyOn(statements, 'kindAt')];
  const hover = openqasmHover(analysis, text.lastIndexOf('cx'));
  expect(JSON.stringify(hover?.contents)).toContain('gate cx c, t');
  const count = looks.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThan(20);
});
