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
      three('qubit q; h q; input float ⟦w⟧; int ⟦n⟧ = 2; bit[2] ⟦c⟧;'),
      three('def f(int ⟦n⟧) { int ⟦m⟧ = 1; } qubit q; h q; f(1);'),
    ],
    silent: [
      three('gate g(t) a { rx(t) a; }'),
      three('qubit q; for int i in [0:3] { h q; }'),
      two('gate idle(t) a,b { } qreg q[2]; idle(1) q[0],q[1]; h q;'),
      three('gate g(_t) a, _b { h a; } qubit[2] q; qubit _spare; g(1) q[0], q[1]; output int n; n = 1;'),
      three('qubit q; h q; include "flip.inc"; flip q;'),
      // A file that does something itself is not included for its names, nor is one that includes what is used.
      three('include "acts.inc"; include "nests.inc"; qubit q; flip q; h q;'),
    ],
    repairs: [
      [three('qubit q;\nlet a = q; // the same\nh q;'), three('qubit q;\n// the same\nh q;')],
      [three('qubit q;\n@kept\nconst int n = 1;\nh q;'), three('qubit q;\nh q;')],
      [three('qubit q;\ninclude "flip.inc";\nh q;'), three('qubit q;\nh q;')],
      [three('qubit q; h q;\nbit c = measure q;'), three('qubit q; h q;\nmeasure q;')],
      [three('qubit[2] q;\ngate g(t) a { h a; }\ng(1) q;'), three('qubit[2] q;\ngate g(_t) a { h a; }\ng(1) q;')],
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
    ],
  },
];
