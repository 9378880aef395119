import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { OpenqasmSettings } from '#core/language/openqasm/openqasmSettings.ts';
import { defaultSettings } from '#core/language/openqasm/openqasmSettings.ts';
import { circuitFile } from '#test/support/circuitWorkspace.ts';

const header = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n';

/** The text with the hints in `«…»` where they are shown. */
async function hinted(text: string, chosen: Partial<OpenqasmSettings['inlayHints']> = {}): Promise<string> {
  const inlayHints = { ...defaultSettings.inlayHints, ...chosen };
  const { document, language } = circuitFile(header + text, { inlayHints });
  const whole = document.lines.rangeAt({ start: 0, end: document.text.length });
  const hints = (await language.inlayHints?.(document, whole, neverCancelled)) ?? [];
  return hints
    .map(({ label, position }) => ({ label, offset: document.lines.offsetAt(position) }))
    .toSorted((a, b) => b.offset - a.offset)
    .reduce((shown, { label, offset }) => `${shown.slice(0, offset)}«${label}»${shown.slice(offset)}`, document.text)
    .slice(header.length);
}

describe('inlay hints', () => {
  test.each([
    ['sums of angles', 'qubit q; rx(pi/2 + pi/4«= 3π/4») q;'],
    ['constants in angles', 'const int n = 8; qubit q; rz(-2*pi/n«= −π/4») q;'],
    ['angles that are no multiple of π', 'qubit q; rx(sqrt(2)«= 1.41421») q;'],
    ['functions and powers', 'qubit q; rx(2**3«= 8») q; rx(arccos(0)«= π/2») q;'],
    ['quotients that are cut off', 'qubit q; pow(1/2«= 0») @ x q;'],
    ['constants', 'const int n = 2 ** 4«= 16»; const float f = n * pi«= 16π»; const int m = 3;'],
    ['sizes', 'const int n = 2; qubit[n + 1«= 3»] q; bit[n«= 2»] c; array[int, n«= 2», 2] a;'],
    ['aliases', 'qubit[4] q; let a«: qubit[3]» = q[1:3]; let b«: qubit» = q[0];'],
    [
      'how often a loop runs',
      'const int n = 3; for int i in [0:n]«×4» { } for int i in [4:-2:n-3]«×3» { } for int i in [n:0]«×0» { }',
    ],
    ['broadcast calls', 'qubit[3] q; qubit r; h q«×3»; cx r, q«×3»; cx q[0], r; cx q[0:1], r«×2»;'],
    [
      'what is inside of blocks',
      'const int n = 3; qubit q; if (true) { for int i in [0:1] { rx(pi/n + pi«= 4π/3») q; } }',
    ],
  ])('show %s', async (_what, expected) => {
    expect(await hinted(expected.replaceAll(/«[^»]*»/g, ''))).toBe(expected);
  });

  test.each([
    'qubit q; rx(1.5) q; rx(-0.25e-3) q; rx(pi) q; rx(pi/2) q; rx(-3*pi/4) q; rx(2*(pi/8)) q;',
    'input angle theta; qubit q; rx(theta) q; rx(theta/2 + pi) q;',
    'gate g(a) x { rx(a/2) x; }',
    'for int i in [0:3] { } for int i in {1, 2} { }',
    'qubit[1] q; h q; qubit r; h r;',
    'qubit q; rx(missing) q; rx() q; rx(1/0) q; let a = ; qubit[n] r;',
  ])('say nothing where the text says it or nobody knows: %s', async (text) => {
    expect(await hinted(text)).toBe(text);
  });

  test('name parameters when the setting asks for it', async () => {
    const parameterNames = true;
    expect(await hinted('qubit q; U(«θ:»pi, «φ:»0, «λ:»1) q;'.replaceAll(/«[^»]*»/g, ''), { parameterNames })).toBe(
      'qubit q; U(«θ:»pi, «φ:»0, «λ:»1) q;',
    );
    const subroutine = 'def f(int k, int m) { } int m = 1; f(«k:»2, m);';
    expect(await hinted(subroutine.replaceAll(/«[^»]*»/g, ''), { parameterNames })).toBe(subroutine);
  });

  test('of a sort are off when the setting says so', async () => {
    const text = 'const int n = 2 + 1; qubit[n] q; let a = q; rx(pi/n + 0) q; h q;';
    const all = { values: false, sizes: false, broadcasts: false };
    expect(await hinted(text, all)).toBe(text);
    expect(await hinted(text, { ...all, sizes: true })).toContain('qubit[n«= 3»]');
    expect(await hinted(text, { ...all, values: true })).toContain('rx(pi/n + 0«= π/3»)');
    expect(await hinted(text, { ...all, broadcasts: true })).toContain('h q«×3»');
  });

  test('are those of the range', async () => {
    const { document, language, ranges } = circuitFile(
      `${header}qubit[2] q;\nh q;\n⟦h q;\nif (true) {\n  x q;⟧\n  y q;\n}\nh q;\n`,
    );
    const [{ range } = { range: document.lines.rangeAt({ start: 0, end: 0 }) }] = ranges;
    const hints = (await language.inlayHints?.(document, range, neverCancelled)) ?? [];
    expect(hints.map(({ position }) => position.line)).toEqual([4, 6]);
  });

  test('are no more than an editor can show', async () => {
    const { document, language } = circuitFile(`${header}qubit[2] q;\n${'h q;\n'.repeat(3000)}`);
    const whole = document.lines.rangeAt({ start: 0, end: document.text.length });
    expect(await language.inlayHints?.(document, whole, neverCancelled)).toHaveLength(1000);
  });
});
