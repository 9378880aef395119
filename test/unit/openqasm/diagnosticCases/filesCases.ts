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
    repairs: [
      ['OPENQASM 3.1.0;\nqubit q;', 'OPENQASM 3.1;\nqubit q;'],
      ['// first\nqubit q;\nOPENQASM 3.0; reset q;', '// first\nOPENQASM 3.0;\nqubit q;\nreset q;'],
      ['OPENQASM 3.0;\nOPENQASM 3.0;\nqubit q;', 'OPENQASM 3.0;\nqubit q;'],
    ],
  },
  {
    code: 'QAS8003',
    options: { profile: 'strict-2.0' },
    firing: ['OPENQASM ⟦2⟧;\nqreg q[1];'],
    silent: ['OPENQASM 2.0;\nqreg q[1];'],
    repairs: [['OPENQASM 2;\nqreg q[1];', 'OPENQASM 2.0;\nqreg q[1];']],
  },
  {
    code: 'QAS8004',
    firing: ['⟦qubit⟧ q; reset q;', '\ufeff⟦qreg⟧ q[1]; reset q;'],
    silent: ['', '// nothing yet\n'],
    repairs: [
      ['// licence\nqubit q;\n', '// licence\nOPENQASM 3.0;\nqubit q;\n'],
      ['qreg q[1];\r\n', 'OPENQASM 2.0;\r\nqreg q[1];\r\n'],
      ['int n; switch (n) { case 1 { } }', 'OPENQASM 3.1;\nint n; switch (n) { case 1 { } }'],
      ['qubit q; nop q;', 'OPENQASM 3.2;\nqubit q; nop q;'],
    ],
  },
  { code: 'QAS8004', options: { path: 'pieces.inc' }, firing: [], silent: ['gate g a { }'] },
  {
    code: 'QAS8005',
    firing: [
      'OPENQASM 3.0; include ⟦"qelib1.inc"⟧; qubit q; cu1(1) q, $0;',
      'OPENQASM 2.0; include ⟦"stdgates.inc"⟧; qreg q[1]; h q;',
    ],
    silent: [three('qubit q; h q;')],
    repairs: [
      ['OPENQASM 3.0;\ninclude "qelib1.inc";\nqubit q; h q;', 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit q; h q;'],
    ],
  },
  {
    code: 'QAS8013',
    firing: [bare('input int n = ⟦3⟧;'), bare('output float x = ⟦1.5⟧;')],
    silent: [bare('input int n; output float x; x = n;')],
  },
  { code: 'QAS8020', firing: [], silent: [`OPENQASM 2.0; ${';'.repeat(2000)}`] },
];
