import { bare, type DiagnosticCase, three } from './diagnosticCase.ts';

export const routinesCases: readonly DiagnosticCase[] = [
  {
    code: 'QAS6001',
    firing: [three('qubit[2] q; def f(qubit a) { x a; } ⟦f(q[0], q[1])⟧;')],
    silent: [three('qubit[2] q; def f(qubit a, int n) { rx(n) a; } f(q[0], 3);')],
  },
  {
    code: 'QAS6003',
    firing: [
      bare('def ⟦f⟧(int n) -> int { if (n > 1) { return n; } } int m = f(1);'),
      bare('def ⟦f⟧(int n) -> int { n += 1; } int m = f(1);'),
      bare('def ⟦f⟧(int n) -> int { while (n > 1) { return n; } } int m = f(1);'),
      bare('def ‸f() -> int { ⟦return⟧; } int m = f();'),
      bare('def ‸f() { return ⟦1⟧; } f();'),
      bare('def ⟦f⟧(int n) -> int { switch (n) { case 1 { return 1; } } } int m = f(1);'),
    ],
    silent: [
      bare('def f(int n) -> int { if (n > 1) { return n; } else { return 0; } } int m = f(1);'),
      bare('def f(int n) -> int { while (true) { n += 1; if (n > 9) { return n; } } } int m = f(1);'),
      bare('def f(int n) -> int { switch (n) { case 1 { return 1; } default { end; } } } int m = f(1);'),
      bare('def f(int n) -> int { for int i in [1:3] { return i; } } int m = f(1);'),
      bare('def f(int n) { if (n > 1) { return; } n = 2; } f(1);'),
      bare('def f(qubit q) -> bit { return measure q; } qubit r; bit c = f(r);'),
    ],
  },
];
