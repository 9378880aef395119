import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { analyseProgram } from '#core/openqasm/index.ts';
import { languageDocument, memoryWorkspace, openqasmLanguage } from '#test/support/languageDocuments.ts';
import { applyTextEdits } from '#test/support/markedDocument.ts';

const uri = 'file:///project/program.qasm';

/** Programs whose names are few and live in many scopes, so that a new name is often taken somewhere. */
const programs: readonly string[] = [
  `OPENQASM 3.0;
include "stdgates.inc";
input angle m;
const int n = 2;
qubit[n] q; bit[n] c;
gate g(a, b) x1, y1 { rx(a / 2) x1; ctrl @ rz(-b) x1, y1; }
gate a x1, b { g(pi, 1) x1, b; }
def f(qubit[2] q, int k) -> bit { int v = k; if (v > 1) { int w = v - 2; x q[w]; } return measure q[0]; }
for int i in [0:n - 1] { h q[i]; for int k in [0:i] { int v = k; rz(v * m) q[v]; } }
let p1 = q[0:1];
g(m, n) p1[0], p1[1];
a p1[1], q[0];
c[0] = f(q, n);
if (c[0]) { int m = 1; rx(m) q[0]; } else { int n = 2; rx(n) q[1]; }
`,
  `OPENQASM 2.0;
include "qelib1.inc";
qreg q[2]; creg c[2];
gate foo(t, u1) a, b { cx a, b; rz(t ^ 2) b; rx(u1) a; }
gate bar(t) a, c { foo(t, t) a, c; h a; }
bar(1) q[1], q[0];
foo(pi / 2, 1) q[0], q[1];
if (c == 1) x q[0];
measure q -> c;
`,
];

test.each(programs)('the program is sound: %#', (program) => {
  expect(meaningOf(program)).toMatchObject({ errors: [], circuit: expect.stringContaining('operations') });
});

const newName = fc.constantFrom(
  ...['q', 'c', 'n', 'm', 't', 'g', 'f', 'a', 'b', 'i', 'k', 'v', 'w', 'x1', 'y1', 'r', 'p1', 'foo', 'bar'],
  ...['fresh', 'θ', 'pi', 'sin', 'h', 'cx', 'u1', 'gate', 'bit', 'input', '2x', 'U'],
);

/** What a program does, without what it calls things and where it says so. */
function meaningOf(text: string): unknown {
  const analysis = analyseProgram(text);
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  const lowered = lowerProgram(analysis);
  const strip = (key: string, value: unknown) => (['name', 'label', 'source'].includes(key) ? undefined : value);
  return { errors, circuit: lowered.ok ? JSON.stringify(lowered.value, strip) : 'none' };
}

async function renamed(text: string, offset: number, to: string): Promise<string> {
  const document = languageDocument(text, uri);
  const position = document.lines.positionAt(offset);
  const edit = await openqasmLanguage(memoryWorkspace({}, [document])).rename?.(document, position, to, neverCancelled);
  return applyTextEdits(text, edit?.changes?.[uri] ?? []);
}

const place = fc
  .constantFrom(...programs)
  .chain((text) => fc.record({ text: fc.constant(text), offset: fc.nat(text.length) }));

test('a program does the same after a rename as before, or the rename is refused', async () => {
  let accepted = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(place, newName, async ({ offset, text }, to) => {
      try {
        const after = await renamed(text, offset, to);
        if (after === text) return;
        accepted++;
        expect(meaningOf(after)).toEqual(meaningOf(text));
      } catch (thrown) {
        if (!Failure.is(thrown)) throw thrown;
        expect(['unsupported', 'invalid-input', 'conflict']).toContain(thrown.reason);
        refused++;
      }
    }),
    { numRuns: 600 },
  );
  expect(Math.min(accepted, refused)).toBeGreaterThan(50);
});

test('a rename to a new name and back is the program that was there', async () => {
  await fc.assert(
    fc.asyncProperty(place, async ({ offset, text }) => {
      const there = await renamed(text, offset, 'fresh').catch(() => text);
      if (there === text) return;
      // The name that was there: the words differ in nothing else.
      const at = there.indexOf('fresh');
      const [name = ''] = /^[\p{L}_\d]+/u.exec(text.slice(at)) ?? [];
      expect(await renamed(there, at, name)).toBe(text);
    }),
    { numRuns: 200 },
  );
});
