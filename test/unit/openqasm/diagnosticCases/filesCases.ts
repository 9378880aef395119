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
    repairs: [
      [bare('include "flip.inc";\ninclude "flip.inc"; // again\n'), bare('include "flip.inc";\n// again\n')],
      [three('include "stdgates.inc";\nqubit q; h q;'), three('qubit q; h q;')],
    ],
  },
  {
    code: 'QAS8003',
    firing: [
      'OPENQASM ⟦4.0⟧;\nqubit q; reset q;',
      'OPENQASM ⟦3.1.0⟧;',
      'qubit q; ⟦OPENQASM 3.0;⟧ reset q;',
      'OPENQASM 3.0;\n⟦OPENQASM 3.0;⟧',
      'OPENQASM ⟦3.9⟧;',
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
    code: 'QAS8010',
    firing: [
      bare('qubit q; delay[⟦100⟧] q;'),
      bare('qubit q; int n; delay[⟦n⟧] q;'),
      bare('qubit q; delay[⟦10ns - 1us⟧] q;'),
      bare('box[⟦"01"⟧] { }'),
      three('qubit q; rx(1)[⟦5.0⟧] q;'),
      bare('const duration d = 10ns; qubit q; delay[⟦-d⟧] q;'),
      bare('bit[4] c; delay[⟦int(uint[4](c)) * 1ns⟧] $0;'),
      bare('bit c; duration d = ⟦int(c) * 1ns⟧; duration e; e = ⟦int(c) * d⟧;'),
      bare('def f(qubit q) -> int { return 1; } stretch s = 1ns; box[⟦s + f($0) * 1ns⟧] { }'),
      bare('bit c; def f(duration d) { delay[d] $0; } f(⟦int(c) * 1ns⟧);'),
      three('bit c; gate g q { } g[⟦int(c) * 1ns⟧] $0;'),
    ],
    silent: [
      bare(
        'qubit q; duration d = 10ns; stretch s; delay[d] q; delay[s] q; delay[2 * d + s] q; box[1us] { delay[5dt] q; }',
      ),
      bare('qubit q; delay[1us - 10ns] q; delay[0ns] q; delay[durationof({ reset q; })] q;'),
      // What is given before the run, or in a turn of a loop, may be known when the program is compiled.
      bare('input int n; input duration d; duration e = n * d; for int i in [0:3] { delay[i * e] $0; }'),
      bare('extern f(int) -> duration; delay[f(1)] $0; delay[durationof({ bit c = measure $0; })] $0;'),
    ],
    repairs: [
      [bare('qubit q; delay[100] q;'), bare('qubit q; delay[100ns] q;')],
      [bare('qubit q; int n = 2; delay[n] q;'), bare('qubit q; int n = 2; delay[n * 1ns] q;')],
      [bare('qubit q; int n = 2; delay[n + 1] q;'), bare('qubit q; int n = 2; delay[(n + 1) * 1ns] q;')],
    ],
  },
  {
    code: 'QAS8010',
    options: { profile: 'spec-3.x' },
    firing: [bare('input duration d; delay[⟦2 * d⟧] $0;'), bare('extern f(int) -> duration; delay[⟦f(1)⟧] $0;')],
    silent: [bare('for int i in [0:3] { delay[i * 1ns] $0; } def f(duration d) { delay[d] $0; } f(2ns);')],
  },
  {
    code: 'QAS8011',
    firing: [
      bare('⟦defcal⟧ g $0 { } defcal g $1 { } g $0;'),
      bare('⟦cal⟧ { }'),
      bare('defcalgrammar ⟦"pulses"⟧; cal { }'),
    ],
    silent: [
      bare('defcalgrammar "openpulse"; cal { } defcal g $0 { } g $0;'),
      bare('defcalgrammar "OpenPulse"; cal { }'),
    ],
    repairs: [['OPENQASM 3.0;\nqubit q;\ncal { }', 'OPENQASM 3.0;\ndefcalgrammar "openpulse";\nqubit q;\ncal { }']],
  },
  {
    code: 'QAS8012',
    firing: [
      bare('pragma ⟦vendor.optimise⟧ level 3\npragma vendor.optimise level 2\n'),
      bare('#pragma ⟦vendor⟧ on\n'),
      bare('pragma ⟦braket⟧ resultt state_vector\n'),
      bare('qubit q;\n⟦@keep⟧ this\nreset q;\n@keep\nreset q;'),
      bare('pragma ⟦openqasm.fast⟧ 1\n'),
    ],
    silent: [
      bare('#pragma braket result state_vector\n#pragma braket noise depolarizing(0.1) q[0]\npragma qdk.box.open 1\n'),
      bare('@braket.verbatim\nbox { }'),
    ],
  },
  {
    code: 'QAS8013',
    firing: [bare('input int n = ⟦3⟧;'), bare('output float x = ⟦1.5⟧;'), bare('input int ‸n; output int ⟦n⟧; n = 1;')],
    silent: [bare('input int n; output float x; x = n;')],
  },
  { code: 'QAS8020', firing: [], silent: [`OPENQASM 2.0; ${';'.repeat(2000)}`] },
];
