import { bare, type DiagnosticCase, three, two } from './diagnosticCase.ts';

export const namesCases: readonly DiagnosticCase[] = [
  {
    code: 'QAS3001',
    firing: [
      three('h ⟦q⟧;'),
      three('qubit q; ⟦hh⟧ q;'),
      bare('int a = ⟦b⟧ + 1;'),
      bare('int a = ⟦f⟧(1);'),
      three('qubit[2] qs; h ⟦q⟧[0]; x ‸q[1]; def f() { h ⟦q⟧[0]; } f();'),
      'OPENQASM 3.0; include "stdgates.inc"; qubit q; if (⟦n⟧ > 1) h q;',
    ],
    silent: [three('qubit q; { int q = 1; q += 1; } h q;')],
    repairs: [
      [three('qubit[2] reg; h rge[0]; x rge[1];'), three('qubit[2] reg; h reg[0]; x reg[1];')],
      [two('qreg q[2]; cnot q[0], q[1];'), two('qreg q[2]; cx q[0], q[1];')],
      [bare('float x = ln(2.0);'), bare('float x = log(2.0);')],
      [
        three('qubit[3] q;\nccz q[0], q[1], q[2];'),
        three('gate ccz a, b, c {\n  h c;\n  ccx a, b, c;\n  h c;\n}\nqubit[3] q;\nccz q[0], q[1], q[2];'),
      ],
      [
        'OPENQASM 2.0;\nqreg q[2];\niswap q[0], q[1];',
        'OPENQASM 2.0;\ninclude "qelib1.inc";\ngate iswap a, b {\n  s a;\n  s b;\n  h a;\n  cx a, b;\n  cx b, a;\n  h b;\n}\nqreg q[2];\niswap q[0], q[1];',
      ],
    ],
  },
  {
    code: 'QAS3001',
    options: { path: 'pieces.inc' },
    firing: ['gate g a { ⟦hh⟧ a; }'],
    silent: ['gate g a, b { h a; cu1(1) a, b; CX a, b; rzz(1) a, b; }'],
  },
  {
    code: 'QAS3002',
    firing: [bare('qubit q; ⟦h⟧ q; x q; def f(qubit a) { x a; } f(q);'), 'OPENQASM 2.0;\nqreg q[1]; ⟦sx⟧ q[0];'],
    silent: [three('qubit q; h q;'), two('qreg q[1]; sx q[0];'), bare('qubit q; U(0, 0, 0) q;')],
    repairs: [
      ['OPENQASM 3.0;\nqubit q;\nh q;', 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit q;\nh q;'],
      ['OPENQASM 2.0;\r\nqreg q[1];\r\nh q;', 'OPENQASM 2.0;\r\ninclude "qelib1.inc";\r\nqreg q[1];\r\nh q;'],
      [
        'OPENQASM 3.0;\ninclude "flip.inc";\nqubit q;\nflip q; h q;',
        'OPENQASM 3.0;\ninclude "flip.inc";\ninclude "stdgates.inc";\nqubit q;\nflip q; h q;',
      ],
      ['// no header\nqubit q;\nh q;', '// no header\ninclude "stdgates.inc";\nqubit q;\nh q;'],
    ],
  },
  {
    code: 'QAS3003',
    firing: [three('h ⟦q⟧; x q;\nqubit ‸q;'), 'OPENQASM 3.0;\nqubit q; ⟦h⟧ q; x q;\ninclude "stdgates.inc";'],
    silent: [three('def twice(int n) { twice(n - 1); } qubit q; h q; twice(1);')],
    repairs: [
      [three('h q; x q;\nqubit q;\n'), three('qubit q;\nh q; x q;\n')],
      [three('qubit q;\nflip q;\ngate flip a {\n  x a;\n}\n'), three('qubit q;\ngate flip a {\n  x a;\n}\nflip q;\n')],
      [
        'OPENQASM 3.0;\nqubit q;\nh q;\ninclude "stdgates.inc";\n',
        'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit q;\nh q;\n',
      ],
      [
        'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit q;\nu(0, 0, 0) q;\ninclude "qelib1.inc";\n',
        'OPENQASM 3.0;\ninclude "stdgates.inc";\ninclude "qelib1.inc";\nqubit q;\nu(0, 0, 0) q;\n',
      ],
      [
        three('def f() { for int i in [0:n] { } }\nconst int n = 2;\nf();'),
        three('const int n = 2;\ndef f() { for int i in [0:n] { } }\nf();'),
      ],
    ],
  },
  {
    code: 'QAS3004',
    firing: [
      bare('qubit q; bit ⟦q⟧; reset q;'),
      bare('gate g(a) ⟦a⟧ { }'),
      bare('bit c; { bit c; bit ⟦c⟧; }'),
      bare('defcalgrammar "openpulse"; uint ‸a = 1; defcal ⟦a⟧ $0 { }'),
    ],
    silent: [
      bare('bit c; { bit c; } gate g(c) q { U(c, 0, 0) q; }'),
      bare(
        'defcalgrammar "openpulse"; gate h q { } defcal h $0 { } defcal h $1 { } defcal measure $0 -> bit { } h $0;',
      ),
      bare('defcalgrammar "openpulse"; defcal g(angle[8] t, 2) $0, q { } g(1, 2) $0, $1; gate g(a, b) q, r { }'),
      bare('defcalgrammar "openpulse"; defcal x $0 { } include "stdgates.inc"; x $0;'),
    ],
    repairs: [
      [three('qubit[2] q;\nqubit[2] q;\nh q;'), three('qubit[2] q;\nh q;')],
      [three('qubit q;\nbit q;\nq = measure q;'), three('qubit q;\nbit q2;\nq2 = measure q;')],
      [bare('gate g(a) a { }'), bare('gate g(a) a2 { }')],
      [bare('bit c; bit c2; bit[2] c;'), bare('bit c; bit c2; bit[2] c3;')],
    ],
  },
  {
    code: 'QAS3005',
    firing: [
      two('gate g(⟦pi⟧) a { rx(pi) a; }'),
      three('gate ⟦h⟧ q { U(0, 0, 0) q; }'),
      bare('const float ⟦pi⟧ = 3.0;'),
      'OPENQASM 3.0;\ninclude ‸"stdgates.inc";\nqubit ⟦x⟧; reset x;',
      two('gate ⟦cx⟧ a, b { CX a, b; }'),
      'OPENQASM 3.0;\ngate ⟦h⟧ q { U(0, 0, 0) q; }\ninclude "stdgates.inc";',
    ],
    silent: [
      two('gate rzz(t) a, b { cx a, b; u1(t) b; cx a, b; }'),
      three('gate rzz a, b { cx a, b; }'),
      bare('gate g(pi) q { U(pi, 0, 0) q; }'),
      bare('float real = 1; float log = real; def mod(float x) -> float { return x; } real = mod(log);'),
    ],
    repairs: [
      [three('qubit q;\ngate h a { U(0, 0, 0) a; }\nh q;'), three('qubit q;\nh q;')],
      [three('qubit[2] x;\nx x[1];'), three('qubit[2] x2;\nx x2[1];')],
    ],
  },
  {
    code: 'QAS3006',
    firing: [
      three('input float ‸theta; gate g q { rx(⟦theta⟧) q; ry(theta) q; } qubit a; rx(theta) a; g a;'),
      three('qubit ‸‸a; h a; def f() { h ⟦a⟧; } f(); def g() { x ⟦a⟧; x a; } g();'),
      bare('int n = 3; def f() -> int { for int i in [0:⟦n⟧] { return i; } return n; } n = f();'),
    ],
    silent: [
      three('const float theta = 1; gate g q { rx(theta) q; } qubit a; g a; def f(qubit a) { h a; x $0; } f(a);'),
    ],
    repairs: [
      [
        three('float theta = pi/2;\ngate g q { rx(theta) q; }\nqubit a;\ng a;'),
        three('const float theta = pi/2;\ngate g q { rx(theta) q; }\nqubit a;\ng a;'),
      ],
    ],
  },
  {
    code: 'QAS3007',
    firing: [
      two('qreg q[1]; creg c[1]; rx(⟦c⟧) q[0];'),
      two('qreg q[1]; creg c[1]; rx(pi * sin(-⟦c[0]⟧ / 2)) q[0];'),
      two('qreg q[1]; if (⟦pi⟧ == 1) x q[0];'),
      three('bit c; qubit q; h q; h ⟦c⟧;'),
      three('qubit q; ⟦q⟧ q;'),
      bare('qubit q; int n; n = ⟦q⟧ + 1;'),
      bare('qubit q; int n; measure q -> ⟦n⟧;'),
      bare('qubit q; reset q; measure q -> ⟦q⟧;'),
      bare('int n = 1; n = ⟦n⟧(2);'),
      three('gate g(t) a { x ⟦t⟧; }'),
      three('qubit q; let a = q; h a; int n; n = ⟦a⟧ + 1;'),
      bare('let a = ⟦1 + 2⟧;'),
      bare('int n; bit c; qubit q; c = ⟦n⟧ q;'),
      bare('def f(qubit q) { reset q; } f(⟦2⟧);'),
      bare('def f(qubit q) -> int { return 1; } let a = ⟦sin(0.5)⟧;'),
    ],
    silent: [
      three('bit c; bool b; qubit q; c = measure q; b = measure q; h q;'),
      // In OpenQASM 2 the parameters and qubits of a gate hide no gates.
      two('gate g(rx) h { h h; rx(rx) h; } qreg q[1]; g(1) q[0];'),
    ],
  },
  {
    code: 'QAS3008',
    firing: [
      bare('{ ⟦qubit⟧ q; reset q; }'),
      bare('if (true) { ⟦gate⟧ g q { } }'),
      bare('{ ⟦input⟧ int n; n + 1; }'),
      bare('{ ⟦array⟧[int, 2] a; a[0] = 1; }'),
      bare('{ ⟦extern⟧ f(int) -> int; f(1); }'),
      bare('{ ⟦def⟧ f() { } f(); }'),
      bare('{ ⟦output⟧ int n; n = 1; }'),
      bare('defcalgrammar "openpulse"; { ⟦defcal⟧ g $0 { } }'),
      bare('{ ⟦defcalgrammar⟧ "openpulse"; }'),
      bare('def f() { ⟦qubit⟧ q; reset q; } f();'),
    ],
    silent: [bare('qubit q; { bit c; c = measure q; int n; let a = q; reset a; }')],
  },
  {
    code: 'QAS3009',
    firing: [
      bare('int ‸n = 1; if (n > 0) { int ⟦n⟧ = 2; n += 1; }'),
      bare('int ‸i = 1; for int ⟦i⟧ in [0:2] { } i += 1;'),
      bare('const int ‸n = 2; def f(int ⟦n⟧) -> int { return n; } int m = f(n);'),
    ],
    silent: [
      // What a body does not see is not hidden by its names.
      three('qubit q; float w = 1; gate g(w) q { rx(w) q; } g(w) q; def f(qubit q) { h q; } f(q);'),
      // Nobody takes the parameter for the gate of the library.
      three('gate g(p) x { rx(p) x; } gate f(g) q { rx(g) q; } qubit q; g(1) q; f(1) q;'),
      bare('if (true) { int n = 1; n += 1; } else { int n = 2; n += 1; }'),
    ],
    repairs: [
      [
        bare('int n = 1;\nif (n > 0) {\n  int n = 2;\n  n += n;\n}\nn = 3;'),
        bare('int n = 1;\nif (n > 0) {\n  int n2 = 2;\n  n2 += n2;\n}\nn = 3;'),
      ],
    ],
  },
  {
    code: 'QAS3010',
    firing: [three('gate g q { h q; ⟦g⟧ q; }')],
    silent: [three('gate g q { h q; } gate f q { g q; g q; }')],
  },
];
