import { bare, type DiagnosticCase, three, two } from './diagnosticCase.ts';

export const controlFlowCases: readonly DiagnosticCase[] = [
  {
    code: 'QAS7001',
    firing: [
      bare('⟦break;⟧'),
      bare('if (true) { ⟦continue;⟧ }'),
      bare('⟦return⟧;'),
      bare('int n; switch (n) { case 1 { ⟦break;⟧ } }'),
      // A subroutine inside a loop is not part of it, and is an error of its own.
      bare('def f() { ⟦break;⟧ } f();'),
    ],
    silent: [
      bare('while (true) { if (false) { continue; } break; } def f() -> int { return 1; } f(); end;'),
      bare('for int i in [0:2] { switch (i) { case 1 { break; } default { continue; } } }'),
    ],
    repairs: [
      [
        bare('int n;\nswitch (n) {\n  case 1 {\n    n = 2;\n    break;\n  }\n}'),
        bare('int n;\nswitch (n) {\n  case 1 {\n    n = 2;\n  }\n}'),
      ],
    ],
  },
  {
    code: 'QAS7002',
    firing: [
      bare('duration d = 1ns; if (⟦d⟧) { }'),
      bare('complex z = 1 + 2im; while (⟦z⟧) { }'),
      bare('array[int, 2] a = {1, 2}; if (⟦a⟧) { }'),
    ],
    silent: [
      bare(
        'bit b; bit[3] c; int n; uint[8] u; bool t; float f; if (b) { } if (c) { } if (n) { } if (u) { } if (t) { }',
      ),
      bare('bit[3] c; float f; angle a; if (f) { } if (c == 2) { } if (a) { } if (1ns < 2ns) { } while (!c[0]) { }'),
      two('qreg q[1]; creg c[1]; if (c == 1) x q[0];'),
    ],
  },
  {
    code: 'QAS7003',
    firing: [
      bare('bit[2] c; switch (⟦c⟧) { case 1 { } }'),
      bare('bool b; switch (⟦b⟧) { case 1 { } }'),
      bare('int n; ⟦switch⟧ (n) { }'),
      bare('int n; ⟦switch⟧ (n) { default { } }'),
      bare('int n; const int m = 2; switch (n) { case 1, ‸2 { } case 3, ⟦m⟧ { } }'),
      bare('int n; switch (n) { case 1 { } ‸default { } ⟦default⟧ { } }'),
      bare('int n; switch (n) { ⟦default⟧ { } case 1 { } }'),
      bare('int n; switch (n) { case 1 { } ⟦n⟧ = 2; case 2 { } }'),
      bare('int n; switch (n) { case ⟦1.5⟧ { } case ⟦true⟧ { } }'),
    ],
    silent: [
      bare(
        'int n; uint[4] u; const int m = 3; switch (n) { case 1, 2 { } case m { } default { } } switch (u) { case 0b1 { } }',
      ),
      bare('bit[2] c; switch (int[2](c)) { case 0 { } }'),
    ],
    repairs: [
      [bare('bit[4] c; switch (c) { case 1 { } }'), bare('bit[4] c; switch (int(c)) { case 1 { } }')],
      [
        bare('int n;\nswitch (n) {\n  default { n = 1; }\n  case 1 { }\n}'),
        bare('int n;\nswitch (n) {\n  case 1 { }\n  default { n = 1; }\n}'),
      ],
      [bare('int n; switch (n) { default { } case 1 { } }'), bare('int n; switch (n) { case 1 { } default { } }')],
    ],
  },
  {
    code: 'QAS7004',
    firing: [
      bare('int n; switch (n) { case 1 { ⟦qubit⟧ q; reset q; } }'),
      bare('int n; switch (n) { case 1 { if (true) { ⟦array⟧[int, 2] a; a[0] = 1; } } }'),
      bare('int n; switch (n) { case 1 { ⟦def⟧ f() { } f(); } default { ⟦gate⟧ g q { } } }'),
    ],
    silent: [bare('int n; qubit q; switch (n) { case 1 { int m = 2; let a = q; reset a; n = m; } }')],
  },
  {
    code: 'QAS7005',
    firing: [
      bare('int n; end; ⟦n = 1; n = 2;⟧'),
      bare('def f() -> int { return 1; ⟦int n = 2; if (n > 1) { n = 3; }⟧ } int m = f();'),
      bare('int n; for int i in [0:2] { if (i == 1) { break; ⟦n = 1;⟧ } else { continue; } ⟦n = 2;⟧ }'),
      bare('int n; while (true) { if (n > 1) { end; } } ⟦n = 1;⟧'),
      three(
        'def f(qubit q) -> bit { if (true) { return measure q; } else { return measure q; } ⟦h q;⟧ } qubit r; bit c = f(r);',
      ),
      bare('int n; switch (n) { case 1 { end; } default { end; } } ⟦n = 1;⟧'),
    ],
    silent: [
      bare('int n; if (n > 1) { end; } n = 1; for int i in [0:2] { if (i == 1) { continue; } n = 2; } n = 3;'),
      bare('int n; while (true) { if (n > 1) { break; } } n = 1;'),
      bare('int n; switch (n) { case 1 { end; } } n = 1;'),
      // What only declares does nothing where it stands.
      bare('end; gate g q { }'),
      bare('def f(int n) -> int { for int i in [0:n] { return i; } return 5; } int n = f(1);'),
    ],
  },
  {
    code: 'QAS7006',
    firing: [
      bare('int n; while (⟦true⟧) { n += 1; }'),
      bare('int n; while (⟦1 < 2⟧) { while (n > 1) { break; } }'),
      bare('const bool go = false; int n; while (⟦go⟧) { n = 1; }'),
    ],
    silent: [
      bare('int n; while (true) { n += 1; if (n > 9) { break; } }'),
      bare('int n; while (true) { while (true) { end; } }'),
      bare('def f() -> int { while (true) { return 1; } } int n = f(); while (n > 1) { n -= 1; }'),
    ],
  },
];
