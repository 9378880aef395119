import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { circuitFile } from '#test/support/circuitWorkspace.ts';

const header = `OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
gate own(a, b) x, y { rx(a) x; }
def f(qubit[2] r, int[8] k) -> bit { return measure r[0]; }
extern g(float) -> int;
`;

/** The active signature with its active parameter in `«…»`. */
async function helpAt(marked: string): Promise<string | undefined> {
  const { caret, document, language } = circuitFile(marked);
  const help = await language.signatureHelp?.(document, caret, neverCancelled);
  const signature = help?.signatures[help.activeSignature ?? 0];
  if (!help || !signature) return undefined;
  const range = signature.parameters?.[help.activeParameter ?? 0]?.label;
  if (typeof range === 'string') return signature.label.replace(range, `«${range}»`);
  const [start, end] = range ?? [0, 0];
  return `${signature.label.slice(0, start)}«${signature.label.slice(start, end)}»${signature.label.slice(end)}`;
}

describe('signature help', () => {
  test.each([
    ['the first angle of a gate', 'u3(‸', 'u3(«θ», φ, λ) a'],
    ['another angle', 'u3(pi, ‸', 'u3(θ, «φ», λ) a'],
    ['an angle in the middle of a finished call', 'u3(pi, ‸2, 3) q[0];', 'u3(θ, «φ», λ) a'],
    ['the first qubit', 'cx ‸', 'cx «c», t'],
    ['the next qubit', 'cx q[0], ‸', 'cx c, «t»'],
    ['a qubit after the angles', 'rx(pi) ‸', 'rx(θ) «a»'],
    ['the index of a qubit', 'cx q[0], q[‸', 'cx c, «t»'],
    ['a gate of the program', 'own(1, 2) q[0], ‸', 'own(a, b) x, «y»'],
    ['controls that a modifier adds', 'ctrl @ rx(1) ‸', 'rx(θ) «control», a'],
    ['what comes after controls', 'ctrl(2) @ negctrl @ x q[0], q[1], q[2], ‸', 'x control1, control2, control3, «a»'],
    ['the phase without qubits', 'gphase(‸', 'gphase(«γ») '],
    ['a subroutine', 'bit b = f(q[0:1], ‸', 'f(qubit[2] r, «int[8] k») -> bit'],
    ['an external function', 'int n = g(‸', 'g(«float») -> int'],
    ['a function in an angle', 'rx(sin(‸', 'sin(«float») -> float'],
    ['an angle after a function in it', 'u2(sin(1), ‸', 'u2(φ, «λ») a'],
    ['parentheses in an angle', 'u2(2 * (1 + ‸', 'u2(«φ», λ) a'],
    ['an overload with enough parameters', 'int n = mod(5, ‸', 'mod(int, «int») -> int'],
    ['an optional parameter', 'sizeof(m, ‸', 'sizeof(array[, «dimension»]) -> uint'],
    ['the exponent of a power', 'pow(‸', 'pow(«exponent») @'],
    ['the number of controls', 'ctrl(‸', 'ctrl(«count») @'],
    ['a call in a block', 'if (true) {\n  cx q[0], ‸\n}', 'cx c, «t»'],
    ['a call after a condition', 'if (true) cx q[0], ‸', 'cx c, «t»'],
    ['a call in a loop', 'for int i in [0:1] { cx q[i], ‸ }', 'cx c, «t»'],
    ['a call in the body of a gate', 'gate h2 a, b { cx a, ‸ }', 'cx c, «t»'],
    ['a call that follows one without a semicolon', 'h q[0]\ncx q[0], ‸', 'cx c, «t»'],
  ])('for %s', async (_what, marked, expected) => {
    expect(await helpAt(header + marked)).toBe(expected);
  });

  test.each([
    'cx‸',
    'cx q[0], q[1];‸',
    'cx q[0], // q‸',
    'cx q[0], /* q‸ */ q[1];',
    'qubit ‸',
    'gate new(‸',
    'gate new(a) b, ‸',
    'def h(int a, ‸',
    'int a = (1 + ‸',
    'nothing ‸',
    'measure q‸',
    '‸',
  ])('there is none in %s', async (marked) => {
    expect(await helpAt(header + marked)).toBeUndefined();
  });
});
