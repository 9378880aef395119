import { bare, type DiagnosticCase, three } from './diagnosticCase.ts';

export const lexicalCases: readonly DiagnosticCase[] = [
  {
    code: 'QAS1001',
    firing: [
      three('qubit q; h ⟦§⟧q;'),
      three('qubit q; h q; ⟦\u00a0⟧'),
      three('qubit q; h q⟦\0⟧;'),
      bare('qubit q; ⟦$⟧ reset q;'),
    ],
    silent: [three('qubit q; // § is fine in a comment\nh q;')],
    repairs: [
      [three('qubit q; rz(\u2212pi) q;'), three('qubit q; rz(-pi) q;')],
      [three('qubit q;\u00a0\u00a0h q;'), three('qubit q; h q;')],
      ['OPENQASM 3.0; include \u201cstdgates.inc\u201d;', 'OPENQASM 3.0; include "stdgates.inc";'],
      [three('qubit q; # a qubit (the only one)'), three('qubit q; // a qubit (the only one)')],
    ],
  },
  {
    code: 'QAS1001',
    firing: [
      three('qubit q; ⟦#⟧ one; two( three'),
      three('⟦##⟧ one line\nqubit q; h q;'),
      three('qubit q; rz(⟦\u2212⟧pi) q;'),
      three('qubit q; int a = 3 ⟦#⟧ + 4;'),
    ],
    silent: [],
  },
  {
    code: 'QAS1002',
    firing: [three('qubit q; h q; ⟦/*⟧ never closed'), `OPENQASM 3.0; include ⟦"stdgates.inc;⟧`],
    silent: [three('qubit q; /* closed */ h q;')],
    repairs: [
      ['OPENQASM 3.0; include "stdgates.inc;\nqubit q;', 'OPENQASM 3.0; include "stdgates.inc";\nqubit q;'],
      [bare('bit[2] c = "01;'), bare('bit[2] c = "01";')],
    ],
  },
  {
    code: 'QAS1003',
    firing: [
      bare('int a = 0b1⟦2⟧;'),
      bare('int a = 1⟦__⟧0;'),
      bare('int a = 3⟦_⟧;'),
      bare('int a = ⟦0O⟧17;'),
      bare('int a = 0x1⟦g⟧;'),
      bare('int a = 0b1⟦캷⟧;'),
      bare('int a = 0b⟦𝜋⟧1;'),
      bare('int a = ⟦0x⟧;'),
      bare('⟦0O⟧7;'),
    ],
    repairs: [
      [bare('int a = 1__0;'), bare('int a = 10;')],
      [bare('int a = 0O17;'), bare('int a = 0o17;')],
    ],
    silent: [bare('int a = 0b1_0; int b = 0xFF; int c = 0o17; float d = 1_0.5e-1_0; float e = .5; float f = 1.;')],
  },
  { code: 'QAS1004', firing: [bare('int a = ⟦3x⟧;')], silent: [bare('duration a = 3ns; complex b = 3 im;')] },
  {
    code: 'QAS1005',
    firing: [bare('duration a = 3⟦μs⟧;')],
    silent: [bare('duration a = 3µs; duration b = 3 us;')],
    repairs: [[bare('duration a = 3μs;'), bare('duration a = 3µs;')]],
  },
  {
    code: 'QAS1006',
    firing: [bare('qubit q⟦²⟧; reset q²;'.replaceAll('q²', 'q⟦²⟧'))],
    silent: [bare('qubit θ_1; reset θ_1;')],
  },
  {
    code: 'QAS1007',
    firing: [bare('bit[2] b = ⟦"2"⟧;'), bare(`bit[2] b = ⟦'01'⟧;`)],
    silent: [bare('bit[3] b = "0_01";'), bare('defcalgrammar "openpulse";')],
    repairs: [[bare(`bit[2] b = '01';`), bare(`bit[2] b = "01";`)]],
  },
];
