import { bare, type DiagnosticCase, three, two } from './diagnosticCase.ts';

export const quantumCases: readonly DiagnosticCase[] = [
  {
    code: 'QAS5001',
    firing: [
      three('qubit[3] q; ⟦cx⟧ q[0];'),
      three('qubit[3] q; h q[0], ⟦q[1], q[2]⟧;'),
      three('qubit[3] q; ctrl @ ⟦x⟧ q[0];'),
      three('qubit[3] q; gphase(1) ⟦q[0]⟧;'),
    ],
    silent: [three('qubit[3] q; ctrl(2) @ x q[0], q[1], q[2]; inv @ cx q[0], q[1]; negctrl @ gphase(1) q[0];')],
  },
  {
    code: 'QAS5002',
    firing: [three('qubit q; ⟦rx⟧ q;'), three('qubit q; rx(1, ⟦2, 3⟧) q;'), three('qubit q; h(⟦1⟧) q;')],
    silent: [three('qubit q; rx(1) q; h() q; u3(1, 2, 3) q;')],
  },
  {
    code: 'QAS5003',
    firing: [
      three('qubit[3] q; h ⟦q[{0, 0}]⟧; cx q[0], q[{1, 2}];'),
      three('qubit[3] q; def f(qubit[2] a) { h a; } f(⟦q[{1, -2}]⟧);'),
      three('qubit[3] q; cx q[0], ⟦q[0]⟧;'),
      three('qubit[3] q; cx q[2], ⟦q[-1]⟧;'),
      three('qubit[3] q; cx q, ⟦q⟧;'),
      three('qubit[3] q; cx q[0], ⟦q⟧;'),
      three('qubit[3] q; let a = q[1:2]; cx ‸q[1], ⟦a[0]⟧;'),
      three('qubit[5] q; let a = q[1:4]; let b = a[1:2]; cx b, ⟦q[2:3]⟧;'),
      three('qubit[6] q; cx q[0:2:4], ⟦q[4:-2:0]⟧;'),
      three('qubit[4] q; cx q[{0, 2}], ⟦q[{1, 2}]⟧;'),
      three('qubit[3] q; ctrl(2) @ gphase(1) q[0], ⟦q[0]⟧;'),
      three('qubit[10000] q; cx q[9999], ⟦q⟧;'),
      three('cx $1, ⟦$1⟧;'),
      three('gate g a, b { cx a, ⟦a⟧; x b; }'),
      three('qubit[3] q; ctrl @ cx q[0], q[1], ⟦q[0]⟧;'),
    ],
    silent: [
      three('qubit[3] q; cx q[0:1], q[1:2]; cx q[0], q[1:2]; cx q[0:2:2], q[1:-1:0]; cx $0, $1; swap q[0], q[2];'),
    ],
  },
  {
    code: 'QAS5004',
    firing: [three('qubit[3] a; qubit[2] b; cx a, ⟦b⟧;'), two('qreg a[3]; qreg b[2]; cx a,⟦b⟧;')],
    silent: [three('qubit[3] a; qubit[3] b; qubit c; cx a, b; cx a, c; ccx c, a, b;')],
  },
  {
    code: 'QAS5005',
    firing: [
      bare('qubit[3] q; bit[2] c; ⟦c = measure q⟧;'),
      bare('qubit[3] q; bit[2] c; measure ⟦q -> c⟧;'),
      two('qreg q[2]; creg c[2]; h q; measure ⟦q -> c[0]⟧;'),
      bare('qubit[3] q; bit[2] c = ⟦measure q⟧;'),
    ],
    silent: [
      bare(
        'qubit[3] q; bit[3] c; c = measure q; c[0] = measure q[1]; c[0:1] = measure q[1:2]; qubit[1] r; bit d = measure r;',
      ),
    ],
  },
  {
    code: 'QAS5005',
    options: { profile: 'strict-2.0' },
    firing: [two('qreg q[1]; creg c[1]; x q[0]; measure ⟦q -> c[0]⟧; measure ⟦q[0] -> c⟧;')],
    silent: [two('qreg q[1]; creg c[1]; x q[0]; measure q -> c; measure q[0] -> c[0];')],
  },
  {
    code: 'QAS5006',
    firing: [
      three('gate g a { x a⟦[0]⟧; for int i in [0:2] { x a[i]; } }'),
      three('gate g a, b { cx a⟦[0]⟧, b⟦[0]⟧; }'),
    ],
    silent: [three('gate g a { x a; } qubit[2] q; g q[0];')],
    repairs: [[three('gate g a { x a[0]; }'), three('gate g a { x a; }')]],
  },
  {
    code: 'QAS5007',
    firing: [
      three('gate g a { ⟦reset⟧ a; }'),
      three('gate g a { ⟦measure⟧ a; }'),
      three('gate g a { ⟦int⟧ n = 1; x a; }'),
      three('gate g a { x a; ⟦if⟧ (true) { x a; } }'),
      three('gate g a { for int i in [0:2] { ⟦measure⟧ a; } }'),
      three('gate g a { ⟦let⟧ b = a; x b; }'),
      three('def f(qubit q) { x q; } gate g a { ⟦f⟧(a); }'),
      three('gate g a { x a; ⟦end⟧; }'),
    ],
    silent: [three('gate g(t) a, b { x a; barrier a, b; for int i in [0:2] { rx(t) b; } gphase(t); delay[1ns] a; }')],
  },
  {
    code: 'QAS5008',
    firing: [
      three('qubit[2] q; h q; ⟦ctrl⟧ @ measure q[0];'),
      three('qubit[2] q; h q; ⟦inv⟧ @ reset q;'),
      three('qubit[2] q; h q; ⟦pow(2)⟧ @ barrier q;'),
      three('def ‸f(qubit a) { x a; } qubit[2] q; h q; ⟦ctrl⟧ @ f(q[0]);'),
      three('def f(qubit a) { x a; } qubit[2] q; h q; ⟦ctrl⟧ @ f q[0], q[1];'),
    ],
    silent: [three('gate f a { x a; } qubit[2] q; ctrl @ f q[0], q[1];')],
  },
  {
    code: 'QAS5009',
    firing: [three('qubit[2] q; ctrl(⟦0⟧) @ x q[0];'), three('qubit[2] q; ctrl(⟦1.5⟧) @ x q[0], q[1];')],
    silent: [three('const int n = 2; qubit[3] q; ctrl(n) @ x q[0], q[1], q[2];')],
  },
  {
    code: 'QAS5010',
    firing: [three('gate g a { x a; x ⟦$0⟧; }'), bare('int n = ⟦$0⟧;'), bare('let a = ⟦$0⟧; reset a;')],
    silent: [three('x $0; cx $0, $1;')],
  },
  {
    code: 'QAS5010',
    options: { target: { name: 'the machine', qubits: 3 } },
    firing: [three('x ⟦$3⟧; cx $0, ⟦$7⟧; reset ⟦$4⟧;')],
    silent: [three('x $2; cx $0, $1;')],
  },
  {
    code: 'QAS5011',
    firing: [
      bare('qubit[2] q; bit[2] c; let a = ‸q ++ ⟦c⟧; reset a;'),
      bare('qubit[2] q; bit[2] c; let a = ‸c ++ ⟦q[0]⟧; a[0] = measure q[1];'),
      bare('qubit[3] q; let a = ‸q[0:1] ++ ⟦q[1:2]⟧; reset a;'),
      bare('qubit[3] q; let a = q[0:1]; let b = ‸a ++ ⟦q[0]⟧; reset b;'),
      bare('qubit[3] q; let a = ⟦q[{0, 2, 0}]⟧; reset a;'),
      bare('qubit[1] q; let a = ‸q ++ ⟦q⟧; reset a;'),
    ],
    silent: [
      bare('qubit[3] q; qubit r; let a = q[0:1] ++ r ++ q[2]; let b = a[0]; reset a; reset b;'),
      bare('bit[2] c; bit d; let e = c ++ d; qubit[3] q; e = measure q;'),
      bare('qubit[4] q; for int i in [0:1] { let a = q[i] ++ q[i + 1]; reset a; }'),
    ],
  },
  {
    code: 'QAS5011',
    options: { profile: 'spec-3.x' },
    firing: [bare('qubit[3] q; qubit ‸r; let a = q ++ ⟦r⟧; reset a;'), bare('bit[2] c; bit ‸d; let e = ⟦d⟧ ++ c;')],
    silent: [bare('qubit[3] q; qubit[1] r; let a = q[0] ++ q[1:2] ++ r; reset a; let b = q[2];')],
  },
  {
    code: 'QAS5012',
    firing: [
      three('qubit q; x q; ⟦h⟧(1);'),
      three('qubit q; def f(qubit a) { x a; } ⟦f⟧ q;'),
      bare('float x = ⟦sin⟧;'),
    ],
    silent: [three('qubit q; def f(qubit a) { x a; } f(q); h q;')],
    repairs: [
      [
        three('qubit[2] q; def f(int n, qubit[2] a) { rx(n) a[0]; }\nf(2) q;'),
        three('qubit[2] q; def f(int n, qubit[2] a) { rx(n) a[0]; }\nf(2, q);'),
      ],
      [three('qubit[2] q;\nrx(pi, q[0]);'), three('qubit[2] q;\nrx(pi) q[0];')],
      [three('qubit[2] q;\ncx(q[0], q[1]);'), three('qubit[2] q;\ncx q[0], q[1];')],
    ],
  },
];
