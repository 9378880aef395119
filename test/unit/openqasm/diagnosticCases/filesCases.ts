import { bare, type DiagnosticCase, three } from './diagnosticCase.ts';

export const filesCases: readonly DiagnosticCase[] = [
  {
    code: 'QAS8001',
    firing: [
      bare('include ⟦"missing.inc"⟧;'),
      bare('include ⟦"wrong.inc"⟧;'),
      bare('include ⟦"locked.inc"⟧;'),
      bare('include ⟦"self.inc"⟧;'),
    ],
    silent: [bare('include "flip.inc"; qubit q; flip q;')],
  },
  {
    code: 'QAS8002',
    firing: [
      three('include ⟦"stdgates.inc"⟧; qubit q; h q;'),
      bare('{ ⟦include⟧ "flip.inc"; }'),
      bare('include "flip.inc"; include ⟦"flip.inc"⟧; qubit q; flip q;'),
    ],
    silent: [bare('include "flip.inc"; include "stdgates.inc"; qubit q; flip q; h q;')],
  },
  {
    code: 'QAS8003',
    firing: [
      'OPENQASM ⟦4.0⟧;\nqubit q; reset q;',
      'OPENQASM ⟦3.1.0⟧;',
      'qubit q; ⟦OPENQASM 3.0;⟧ reset q;',
      'OPENQASM 3.0;\n⟦OPENQASM 3.0;⟧',
    ],
    silent: ['// licence\n/* more */ OPENQASM 3;', 'OPENQASM 2;\nqreg q[1]; reset q;', 'OPENQASM 3.2;'],
  },
  { code: 'QAS8004', firing: ['⟦qubit⟧ q; reset q;', '\ufeff⟦qreg⟧ q[1]; reset q;'], silent: ['', '// nothing yet\n'] },
  {
    code: 'QAS8005',
    firing: [
      'OPENQASM 3.0; include ⟦"qelib1.inc"⟧; qubit q; cu1(1) q, $0;',
      'OPENQASM 2.0; include ⟦"stdgates.inc"⟧; qreg q[1]; h q;',
    ],
    silent: [three('qubit q; h q;')],
  },
  {
    code: 'QAS8013',
    firing: [bare('input int n = ⟦3⟧;'), bare('output float x = ⟦1.5⟧;')],
    silent: [bare('input int n; output float x; x = n;')],
  },
  { code: 'QAS8020', firing: [], silent: [`OPENQASM 2.0; ${';'.repeat(2000)}`] },
];
