import { bare, type DiagnosticCase, three } from './diagnosticCase.ts';

export const routinesCases: readonly DiagnosticCase[] = [
  {
    code: 'QAS6001',
    firing: [
      three('qubit[2] q; def ‸f(qubit a) { x a; } f(q[0], ⟦q[1]⟧);'),
      three('qubit[2] q; def ‸f(qubit a, qubit b) { cx a, b; } ⟦f(q[0])⟧;'),
      three('qubit[2] q; def ‸f(qubit a) { x a; } f(⟦q⟧);'),
      three('qubit[3] q; def ‸f(qubit[2] a) { x a; } f(⟦q⟧); f(q[0:1]);'),
      three('qubit[3] q; def ‸f(qubit[2] a) { x a; } f(⟦q[0]⟧);'),
      three('def ‸f(int n, qubit[2] a) { rx(n) a; } f(1, ⟦$0⟧);'),
      bare('extern ‸f(int, float) -> float; float y = ⟦f(1)⟧;'),
    ],
    silent: [
      three('qubit[2] q; def f(qubit a, int n) { rx(n) a; } f(q[0], 3);'),
      three(
        'qubit[4] q; qubit[1] r; def f(qubit[2] a, qubit b) { cx a, b; } let c = q[0] ++ q[3]; f(c, q[1]); f(q[1:2], r);',
      ),
      bare('extern f(int, float) -> float; float y = f(1, 2);'),
    ],
  },
  {
    code: 'QAS6001',
    options: { profile: 'spec-3.x' },
    firing: [three('qubit[1] r; def f(qubit b) { x b; } f(⟦r⟧);')],
    silent: [three('qubit r; def f(qubit b) { x b; } f(r);')],
  },
  {
    code: 'QAS6002',
    firing: [
      three('qubit[2] q; def f(qubit a, qubit b) { cx a, b; } f(‸q[0], ⟦q[0]⟧);'),
      three('qubit[3] q; def f(qubit[2] a, qubit b) { cx a, b; } f(‸q[0:1], ⟦q[1]⟧);'),
      three('qubit[3] q; let w = q[1:2]; def f(qubit[2] a, qubit b) { cx a, b; } f(‸w, ⟦q[2]⟧);'),
      three('def f(qubit a, qubit b) { cx a, b; } f(‸$1, ⟦$1⟧);'),
    ],
    silent: [
      three('qubit[4] q; def f(qubit[2] a, qubit[2] b) { cx a, b; } f(q[0:1], q[2:3]); f(q[{0, 2}], q[{1, 3}]);'),
    ],
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
  {
    code: 'QAS6004',
    firing: [
      bare('def ‸f(int n) { n += 1; } int m = ⟦f(1)⟧;'),
      bare('def f(int n) { n += 1; } int m; m = 2 * ⟦f(1)⟧ + 1;'),
      bare('def f(int n) { n += 1; } if (⟦f(1)⟧) { }'),
      bare('extern f(int); def g() -> int { return ⟦f(1)⟧; } int m = g();'),
    ],
    silent: [bare('def f(int n) { n += 1; } f(1); def g(int n) -> int { return n; } int m = g(1); g(2);')],
  },
  {
    code: 'QAS6008',
    firing: [
      bare('extern f(⟦qubit⟧) -> int;'),
      bare('extern f(int) -> ⟦stretch⟧;'),
      bare('extern f(⟦bit[4]⟧, int) -> ⟦bit⟧;'),
    ],
    silent: [bare('extern f(int, uint[8], float, angle[4], bool, duration, complex[float]) -> float;')],
  },
];
