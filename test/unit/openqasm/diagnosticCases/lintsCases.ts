import { type DiagnosticCase, three } from './diagnosticCase.ts';

export const lintsCases: readonly DiagnosticCase[] = [
  {
    code: 'QAS9001',
    firing: [
      three('qubit q; h q; qubit ⟦spare⟧;'),
      three('qubit q; h q; const int ⟦n⟧ = 1;'),
      three('gate g(⟦t⟧) a, ⟦b⟧ { h a; }'),
      'OPENQASM 3.0; include ⟦"stdgates.inc"⟧; qubit q; U(0, 0, 0) q;',
      three('qubit q; h q; let ⟦a⟧ = q;'),
    ],
    silent: [three('gate g(t) a { rx(t) a; }'), three('qubit q; for int i in [0:3] { h q; }')],
  },
];
