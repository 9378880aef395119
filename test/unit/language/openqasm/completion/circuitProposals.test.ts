import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import { afterAccepting, completionsAt } from '#test/support/openqasmCompletions.ts';
import { circuitOf, unitaryOf } from '#test/support/programUnitary.ts';

const v3 = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n';
const v2 = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n';

describe('well-known circuits', () => {
  test.each([
    ['OpenQASM 3', `${v3}qubit[3] q;\n‸`],
    ['OpenQASM 2', `${v2}qreg q[3];\n‸`],
  ])('transform as Fourier did in %s', async (_, program) => {
    const matrix = unitaryOf(await afterAccepting(program, 'quantum fourier transform'));
    matrix.forEach((row, index) => {
      row.forEach(([re, im], column) => {
        const angle = (2 * Math.PI * index * column) / 8;
        expect(re).toBeCloseTo(Math.cos(angle) / Math.sqrt(8), 12);
        expect(im).toBeCloseTo(Math.sin(angle) / Math.sqrt(8), 12);
      });
    });
  });

  test('entangle all qubits of the register', async () => {
    const [first, ...rest] = unitaryOf(await afterAccepting(`${v3}qubit[4] data;\n‸`, 'ghz state')).map(
      ([column]) => column,
    );
    expect(first?.[0]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(rest.at(-1)?.[0]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(rest.slice(0, -1)).toEqual(rest.slice(0, -1).map(() => [0, 0]));
  });

  test('bring their register where there is none', async () => {
    expect(circuitOf(await afterAccepting(`${v3}‸`, 'teleportation')).qubitCount).toBe(3);
    expect(circuitOf(await afterAccepting(`${v2}‸`, 'ghz state')).qubitCount).toBe(3);
  });

  test('are called unlike the snippets of the editor', async () => {
    const snippets: Record<string, { prefix: string | string[] }> = JSON.parse(
      readFileSync(join(projectRoot, 'snippets', 'openqasm.json'), 'utf8'),
    );
    const prefixes = new Set(Object.values(snippets).flatMap(({ prefix }) => prefix));
    const { items } = await completionsAt(`${v3}‸`);
    const circuits = items.filter(({ kind }) => kind === 15).map(({ label }) => label);
    expect(circuits).toHaveLength(3);
    expect(circuits.filter((label) => prefixes.has(label))).toEqual([]);
  });
});
