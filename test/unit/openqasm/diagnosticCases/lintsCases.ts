import { bare, type DiagnosticCase, three, two } from './diagnosticCase.ts';

export const lintsCases: readonly DiagnosticCase[] = [
  {
    code: 'QAS9001',
    firing: [
      three('qubit q; h q; qubit ⟦spare⟧;'),
      three('qubit q; h q; const int ⟦n⟧ = 1;'),
      three('gate g(⟦t⟧) a, ⟦b⟧ { h a; }'),
      'OPENQASM 3.0; include ⟦"stdgates.inc"⟧; qubit q; U(0, 0, 0) q;',
      three('qubit q; h q; let ⟦a⟧ = q;'),
      three('qubit q; h q; include ⟦"flip.inc"⟧;'),
      three('qubit q; h q; gate ⟦g⟧ a { h a; } def ⟦f⟧() { } extern ⟦e⟧() -> int;'),
      three('qubit q; h q; input float ⟦w⟧; int ⟦n⟧ = 2; bit[2] ⟦c⟧; measure q;'),
      three('def f(int ⟦n⟧) { int ⟦m⟧ = 1; } qubit q; h q; f(1);'),
      three('qubit q; h q; bit ⟦c⟧ = measure q; output int n; n = 1; if (true) { bit ⟦d⟧ = measure q; }'),
    ],
    silent: [
      three('gate g(t) a { rx(t) a; }'),
      three('qubit q; for int i in [0:3] { h q; }'),
      two('gate idle(t) a,b { } qreg q[2]; idle(1) q[0],q[1]; h q;'),
      three('gate g(_t) a, _b { h a; } qubit[2] q; qubit _spare; g(1) q[0], q[1]; output int n; n = 1;'),
      three('qubit q; h q; include "flip.inc"; flip q;'),
      three('qubit[2] q; h q; bit[2] c = measure q;'),
      two('qreg q[2]; creg c[2]; gate g(param0, param1) a { rx(pi) a; } g(1, 2) q;'),
      // A file that does something itself is not included for its names, nor is one that includes what is used.
      three('include "acts.inc"; include "nests.inc"; qubit q; flip q; h q;'),
    ],
    repairs: [
      [three('qubit q;\nlet a = q; // the same\nh q;'), three('qubit q;\n// the same\nh q;')],
      [three('qubit q;\n@kept\nconst int n = 1;\nh q;'), three('qubit q;\nh q;')],
      [three('qubit q;\ninclude "flip.inc";\nh q;'), three('qubit q;\nh q;')],
      [
        three('qubit q; h q;\nbit c = measure q;\noutput int n; n = 1;'),
        three('qubit q; h q;\nmeasure q;\noutput int n; n = 1;'),
      ],
      [three('qubit[2] q;\ngate g(t) a { h a; }\ng(1) q;'), three('qubit[2] q;\ngate g(_t) a { h a; }\ng(1) q;')],
    ],
  },
  {
    code: 'QAS9002',
    firing: [
      bare('int ‸n; int m = ⟦n⟧ + 1; m = n;'),
      bare('int n; ⟦n⟧ += 1;'),
      bare('int n; input bool b; if (b) { n = 1; } int m = ⟦n⟧;'),
      bare('int n; input int k; while (k > 1) { n = 1; break; } int m = ⟦n⟧;'),
      bare('int n; input int k; switch (k) { case 1 { n = 1; } } int m = ⟦n⟧;'),
      bare('int n; input int k; for int i in [0:k] { n = i; } int m = ⟦n⟧;'),
      bare('int n; for int i in [0:2] { int m = ⟦n⟧ + i; n = m; }'),
      bare('qubit q; bit ‸c; if (⟦c⟧) { reset q; }'),
      bare('qubit[2] q; bit[2] c; c[0] = measure q[0]; if (⟦c[1]⟧) { reset q; }'),
      bare('qubit[2] q; bit[2] c; int n = int[2](⟦c⟧);'),
      bare('int k; qubit[2] q; reset q[⟦k⟧];'),
      bare('def f() -> int { int n; return ⟦n⟧; } int m = f();'),
      bare('array[int, 2] a; int n = ⟦a[0]⟧;'),
    ],
    silent: [
      bare('int n; n = 1; int m = n; output int k; k = m;'),
      bare('int n; input bool b; if (b) { n = 1; } else { n = 2; } int m = n;'),
      bare('int n; input bool b; if (b) { end; } else { n = 2; } int m = n;'),
      bare('int n; for int i in [0:2] { n = i; } int m = n;'),
      bare('int n; while (true) { n = 1; break; } int m = n;'),
      bare('int n; input int k; switch (k) { case 1 { n = 1; } default { n = 2; } } int m = n;'),
      bare(
        'qubit[3] q; bit[3] c; for int i in [0:2] { c[i] = measure q[i]; } if (c[1]) { reset q; } if (c == 2) { reset q; }',
      ),
      bare(
        'qubit[2] q; bit[2] c; c[0] = measure q[0]; if (c == 1) { reset q; } measure q[1] -> c[1]; if (c[1]) { reset q; }',
      ),
      bare('qubit[2] q; bit[2] c; let d = c[1]; d = measure q[1]; if (c[1]) { reset q; }'),
      bare('qubit q; bit c; while (true) { c = measure q; if (c) { break; } }'),
      bare(
        'array[int, 2] a; a[0] = 1; int n = a[1]; def f(mutable array[int, 2] b) { b[0] = 1; } array[int, 2] d; f(d); n = d[0];',
      ),
      bare('stretch s; qubit q; delay[s] q; array[int, 2] a; uint n = sizeof(a); duration d = s;'),
      two('qreg q[1]; creg c[1]; if (c == 0) x q[0];'),
    ],
  },
  {
    code: 'QAS9003',
    firing: [
      two('qreg q[2]; creg c[2]; h q[0]; measure q[0] -> c[0]; ⟦measure q[1] -> c[1];⟧'),
      two('qreg q[2]; creg c[2]; h q; reset q[1]; measure q[0] -> c[0]; ⟦measure q[1] -> c[1];⟧'),
      bare('bit c = ⟦measure $1⟧;'),
      // q[1] is entangled with nothing that is measured.
      two('qreg ⟦q⟧[3]; creg c[1]; h q[0]; h q[1]; cx q[1],q[2]; measure q[0] -> c[0];'),
      three('qubit q; qubit ⟦r⟧; h q; h r; bit c = measure q;'),
    ],
    silent: [
      // A register as a whole may have idle qubits.
      two('qreg q[2]; creg c[2]; h q[0]; measure q -> c;'),
      two('qreg q[3]; creg c[1]; h q[1]; cx q[1],q[2]; cx q[2],q[0]; measure q[0] -> c[0];'),
      two('qreg q[2]; h q[0]; cx q[0],q[1];'),
      three('qubit[2] q; for int i in [0:1] { h q[i]; } bit[2] c; c[0] = measure q[0]; c[1] = measure q[1];'),
      three('def f(qubit a) { h a; } qubit[2] q; f(q[0]); bit c = measure q[0];'),
      three('qubit q; qubit r; h q; h r;\npragma braket result state_vector\nbit c = measure q;'),
    ],
  },
  {
    code: 'QAS9004',
    firing: [
      two('qreg q[1]; ‸h q[0]; ⟦h q[0];⟧ x q[0];'),
      two('qreg q[2]; ‸cx q[0],q[1]; ⟦cx q[0],q[1];⟧'),
      two('qreg q[2]; ‸cz q[0],q[1]; ⟦cz q[1],q[0];⟧'),
      two('qreg q[2]; ‸s q; ⟦sdg q;⟧'),
      two('qreg q[2]; ‸h q[0]; x q[1]; ⟦h q[0];⟧'),
      two('qreg q[1]; ⟦reset q[0];⟧ h q[0];'),
      three('qubit q; reset q; ⟦reset q;⟧ h q;'),
      two('qreg q[1]; creg c[1]; h q[0]; measure q[0] -> c[0]; ⟦x q[0];⟧'),
      three('qubit[2] q; bit[2] c; h q[0]; cx q[0], q[1]; c = measure q; ⟦x q;⟧'),
      // Only the first two of three are a pair.
      two('qreg q[1]; ‸x q[0]; ⟦x q[0];⟧ x q[0];'),
    ],
    silent: [
      two('qreg q[2]; cx q[0],q[1]; cx q[1],q[0]; h q[0]; barrier q; h q[0]; t q[1]; t q[1];'),
      two('qreg q[2]; cx q[0],q[1]; x q[1]; cx q[0],q[1]; h q; h q[0];'),
      two('qreg q[2]; creg c[2]; h q[0]; measure q[0] -> c[0]; cx q[0],q[1]; measure q[1] -> c[1];'),
      two('qreg q[1]; creg c[1]; h q[0]; measure q[0] -> c[0]; if (c == 1) x q[0]; h q[0]; measure q[0] -> c[0];'),
      three('qubit q; reset q; h q; reset q; bit c = measure q; if (c) { x q; }'),
      three('gate h2 a { h a; } qubit q; h2 q; h2 q; inv @ h q; h q;'),
      three('qubit[2] q; for int i in [0:1] { h q[i]; } h q[0]; delay[1ns] q; h q[0];'),
      three('qubit[2] q; bit c; h q[0]; c = measure q[0]; c ^= measure q[0]; z q[1]; c = measure q[1];'),
    ],
    repairs: [
      [two('qreg q[1];\nh q[0];\nh q[0];\nx q[0];'), two('qreg q[1];\nx q[0];')],
      [three('qubit q;\nreset q;\nreset q;\nh q;'), three('qubit q;\nreset q;\nh q;')],
      [two('qreg q[1];\nh q[0]; h q[0];  x q[0];'), two('qreg q[1];\nx q[0];')],
      [two('qreg q[1];\nx q[0];\nh q[0];\nh q[0];'), two('qreg q[1];\nx q[0];')],
    ],
  },
  {
    code: 'QAS9005',
    firing: [
      two('qreg q[1]; rz(⟦1.5707963267948966⟧) q[0]; u3(-⟦0.785398163397448⟧,0.1,⟦3.141592654⟧) q[0];'),
      three(
        'qubit q; rx(⟦4.71238898038469⟧) q; p(⟦0.04908738521234052⟧) q; p(⟦0.003067961575771282⟧) q; gphase(⟦2.094395102393195⟧);',
      ),
    ],
    silent: [
      // Too few digits, too far away, part of something larger, not an angle.
      two(
        'qreg q[1]; rz(1.5708) q[0]; rz(3.14159) q[0]; rz(1.5707963) q[0]; rz(1.570796327 * 2) q[0]; rz(0.123456789) q[0];',
      ),
      bare('float x = 1.5707963267948966; float y = sin(3.141592653589793); x = y;'),
      three('gate g(pi) q { rx(pi) q; } qubit q; g(1.5707963267948966) q;'),
      two('qreg q[1]; rz(0.000000000) q[0]; rz(pi/2) q[0];'),
    ],
    repairs: [
      [two('qreg q[1]; rz(-2.356194490192345) q[0];'), two('qreg q[1]; rz(-3*pi/4) q[0];')],
      [two('qreg q[1]; rz(6.283185307179586) q[0];'), two('qreg q[1]; rz(2*pi) q[0];')],
      [two('qreg q[1]; rz(0.000191747598486) q[0];'), two('qreg q[1]; rz(pi/16384) q[0];')],
    ],
  },
  {
    code: 'QAS9006',
    firing: [
      three('⟦qreg⟧ q[2]; ⟦creg⟧ c[2]; qreg r[2]; creg d[2]; measure q ⟦->⟧ c; measure r -> d; h q; h r;'),
      three('qubit[2] q; ⟦CX⟧ q[0], q[1]; ⟦u1⟧(1) q[0]; ⟦u2⟧(1, 2) q[0]; ⟦u3⟧(1, 2, 3) q[0]; u1(2) q[0];'),
    ],
    silent: [
      three('qubit[2] q; bit[2] c; c = measure q; cx q[0], q[1]; p(1) q[0]; U(1, 2, 3) q[0];'),
      two('qreg q[2]; creg c[2]; CX q[0],q[1]; u1(1) q[0]; measure q -> c;'),
      bare('gate CX a, b { ctrl @ U(pi, 0, pi) a, b; } qubit[2] q; CX q[0], q[1];'),
    ],
    repairs: [
      [three('qreg q[2]; h q;'), three('qubit[2] q; h q;')],
      [three('creg c[ 2 ];'), three('bit[ 2 ] c;')],
      [three('qubit[2] q; bit[2] c; measure q[0] -> c[1];'), three('qubit[2] q; bit[2] c; c[1] = measure q[0];')],
      [three('qubit q; u2(0, pi) q;'), three('qubit q; U(pi/2, 0, pi) q;')],
      [three('qubit[2] q; CX q[0], q[1];'), three('qubit[2] q; cx q[0], q[1];')],
    ],
  },
  {
    code: 'QAS9007',
    firing: [two('qreg q[2]; ⟦swap⟧ q[0],q[1]; swap q[1],q[0]; ⟦sx⟧ q[0];')],
    silent: [
      two('gate swap a,b { cx a,b; cx b,a; cx a,b; } qreg q[2]; swap q[0],q[1]; cu1(1) q[0],q[1];'),
      three('qubit[2] q; swap q[0], q[1];'),
    ],
    repairs: [[two('qreg q[1];\nsx q[0];'), two('gate sx a {\n  sdg a;\n  h a;\n  sdg a;\n}\nqreg q[1];\nsx q[0];')]],
  },
  {
    code: 'QAS9007',
    options: { profile: 'strict-2.0', lints: 'off' },
    firing: [two('qreg q[2]; ⟦swap⟧ q[0],q[1];')],
    silent: [two('qreg q[2]; cx q[0],q[1];')],
  },
  {
    code: 'QAS9008',
    options: {
      target: {
        name: 'the machine',
        qubits: 3,
        gates: ['rz', 'sx', 'x', 'cx'],
        midCircuitMeasurement: false,
        controlFlow: false,
      },
    },
    firing: [
      three('qubit[2] q; qubit[2] ⟦r⟧; x q; x r;'),
      three('qubit[2] q; ⟦h⟧ q; h q; ⟦U⟧(0, 0, 0) q[0];'),
      three('gate g a { ⟦h⟧ a; rz(1) a; } qubit q; g q;'),
      three('qubit[2] q; bit c; x q; c = measure q[0]; ⟦x q[0];⟧ x q[0]; c = measure q[1];'),
      three('qubit q; bit c; x q; c = measure q; ⟦reset q;⟧'),
      three('qubit[2] q; bit c; x q; c = measure q[0]; if (⟦c⟧) { x q[1]; }'),
      three('qubit[2] q; input int n; switch (⟦n⟧) { case 1 { x q[1]; } }'),
    ],
    silent: [
      three('qubit[3] q; gate g a { rz(1) a; } g q; cx q[0], q[1]; bit[3] c; c = measure q;'),
      three('qubit[2] q; x q; for int i in [0:1] { if (i == 1) { x q[i]; } }'),
    ],
  },
  { code: 'QAS9008', firing: [], silent: [three('qubit[9] q; h q; bit c = measure q[0]; if (c) { x q[0]; }')] },
];
