import { type DiagnosticCase, three } from './diagnosticCase.ts';

export const routinesCases: readonly DiagnosticCase[] = [
  {
    code: 'QAS6001',
    firing: [three('qubit[2] q; def f(qubit a) { x a; } ⟦f(q[0], q[1])⟧;')],
    silent: [three('qubit[2] q; def f(qubit a, int n) { rx(n) a; } f(q[0], 3);')],
  },
];
