import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Analysis, analyseProgram } from '#core/openqasm/index.ts';
import { PlainStatementBinder } from '#core/openqasm/plainStatementBinder.ts';
import { flatCircuit } from '#test/support/arbitraries/flatCircuits.ts';
import { mutatedProgram, samplePrograms } from '#test/support/arbitraries/openqasmText.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** What an analysis says that could depend on how its statements were bound. */
function findings(text: string): unknown {
  const analysis: Analysis = analyseProgram(text, {
    path: 'main.qasm',
    readInclude: (request) => ({ kind: 'found', path: request, text: samplePrograms[2] ?? '' }),
  });
  return analysis.files.map(({ diagnostics, symbolOfToken }) => ({
    diagnostics,
    names: Array.from(symbolOfToken, (symbol) => analysis.symbols[symbol]?.name),
  }));
}

describe('statements bound from tokens mean what statements bound from nodes mean', () => {
  test.each([
    ['circuits', flatCircuit],
    ['broken programs', mutatedProgram],
  ])('%s', (_, programs) => {
    fc.assert(
      fc.property(programs, (text) => {
        const fast = findings(text);
        const fromNodes = vi.spyOn(PlainStatementBinder.prototype, 'bind').mockReturnValue(false);
        const branchesFromNodes = vi.spyOn(PlainStatementBinder.prototype, 'bindBranch').mockReturnValue(false);
        const slow = findings(text);
        fromNodes.mockRestore();
        branchesFromNodes.mockRestore();
        expect(fast).toEqual(slow);
      }),
      { numRuns: 800 },
    );
  });
});

test('an ordinary circuit needs no nodes', () => {
  const bind = vi.spyOn(PlainStatementBinder.prototype, 'bind');
  const text = `OPENQASM 2.0; include "qelib1.inc"; qreg q[4]; qreg r[4]; creg c[4];
h q; cx q[0],q[1]; rz(0.25) q[2]; u3(pi/2,-pi/4,2*pi) q[3]; cx q, r; ccx q[0],q[1],r[0]; barrier q,r[0]; reset q[0]; h q[0];
measure q[0] -> c[0]; measure q -> c;`;
  expect(analyseProgram(text).diagnostics).toEqual([]);
  expect(bind.mock.results.map(({ value }) => value)).toEqual(Array(11).fill(true));
});

test('an ordinary circuit with feedback needs no nodes for its branches', () => {
  const bind = vi.spyOn(PlainStatementBinder.prototype, 'bindBranch');
  const text = `OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; bit[2] c; bit d;
x q; c = measure q; d = measure q[0]; if (c[0]) { x q[1]; } if (d) z q[0]; if (c[1]) { c[0] = measure q[0]; } c = measure q;`;
  expect(analyseProgram(text).diagnostics).toEqual([]);
  expect(bind.mock.results.map(({ value }) => value)).toEqual([true, true, true]);
});
