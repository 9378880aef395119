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
      three('qubit[3] q; cx q[0], ⟦q[0]⟧;'),
      three('qubit[3] q; cx q[2], ⟦q[-1]⟧;'),
      three('qubit[3] q; cx q, ⟦q⟧;'),
      three('qubit[3] q; cx q[0], ⟦q⟧;'),
      three('qubit[3] q; let a = q[1:2]; cx q[1], ⟦a[0]⟧;'),
      three('cx $1, ⟦$1⟧;'),
      three('gate g a, b { cx a, ⟦a⟧; x b; }'),
      three('qubit[3] q; ctrl @ cx q[0], q[1], ⟦q[0]⟧;'),
    ],
    silent: [three('qubit[3] q; cx q[0:1], q[1:2]; cx q[0], q[1:2]; cx $0, $1; swap q[0], q[2];')],
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
    code: 'QAS5006',
    firing: [three('gate g a { x a⟦[0]⟧; }')],
    silent: [three('gate g a { x a; } qubit[2] q; g q[0];')],
  },
  {
    code: 'QAS5007',
    firing: [
      three('gate g a { ⟦reset⟧ a; }'),
      three('gate g a { ⟦measure⟧ a; }'),
      three('gate g a { ⟦int⟧ n = 1; x a; }'),
      three('gate g a { x a; ⟦if⟧ (true) { x a; } }'),
    ],
    silent: [three('gate g(t) a, b { x a; barrier a, b; for int i in [0:2] { rx(t) b; } gphase(t); delay[1ns] a; }')],
  },
  {
    code: 'QAS5008',
    firing: [three('def f(qubit a) { x a; } qubit[2] q; h q; ⟦ctrl⟧ @ f q[0], q[1];')],
    silent: [three('gate f a { x a; } qubit[2] q; ctrl @ f q[0], q[1];')],
  },
  {
    code: 'QAS5009',
    firing: [three('qubit[2] q; ctrl(⟦0⟧) @ x q[0];'), three('qubit[2] q; ctrl(⟦1.5⟧) @ x q[0], q[1];')],
    silent: [three('const int n = 2; qubit[3] q; ctrl(n) @ x q[0], q[1], q[2];')],
  },
  {
    code: 'QAS5010',
    firing: [three('gate g a { x a; x ⟦$0⟧; }'), bare('int n = ⟦$0⟧;')],
    silent: [three('x $0; cx $0, $1;')],
  },
  {
    code: 'QAS5012',
    firing: [
      three('qubit q; x q; ⟦h⟧(1);'),
      three('qubit q; def f(qubit a) { x a; } ⟦f⟧ q;'),
      bare('float x = ⟦sin⟧;'),
    ],
    silent: [three('qubit q; def f(qubit a) { x a; } f(q); h q;')],
  },
];
