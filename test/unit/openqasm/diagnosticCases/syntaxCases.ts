import { bare, type DiagnosticCase, three, two } from './diagnosticCase.ts';

export const syntaxCases: readonly DiagnosticCase[] = [
  {
    code: 'QAS2001',
    firing: [
      three('qubit[2] q⟦⟧\nh q;'),
      three('qubit q; h q⟦⟧'),
      three('qubit q; if (true) { h q⟦⟧ }'),
      bare('int a = 1⟦⟧ // why\nint b = 2;'),
    ],
    silent: [three('qubit[2]\n  q;\nh\n  q\n;')],
  },
  {
    code: 'QAS2002',
    firing: [
      three('qubit[2] q; cx q[0] ⟦q⟧[1];'),
      three('qubit q; rx(⟦)⟧ q;').replace('rx(⟦)⟧', 'rx(1 + ⟦)⟧'),
      bare('int a = ⟦;⟧'),
      bare('qubit q; bit c; measure q -> ⟦;⟧'),
      bare('bit c; if ⟦c⟧ == 1) { }'),
      bare('bit c; if (c ⟦=⟧ 1) { }'),
      bare('⟦)⟧ int a;'),
      bare('inv⟦(⟧1) @ U(0, 0, 0) $0;'),
      bare('array ⟦a⟧;'),
      bare('array[int, #dim=⟦2⟧] a;'),
      bare('creg a[1] ⟦=⟧ measure $0;'),
      bare('defcalgrammar "openpulse"; defcal x $0 -> int[8] ⟦->⟧ int[8] { }'),
    ],
    silent: [three('qubit[2] q; barrier q[0], q[1],; cx q[0], q[1],;'), two('qreg q[2]; barrier q,;')],
  },
  {
    code: 'QAS2003',
    firing: [
      three('qubit q; rx⟦(⟧pi q;'),
      three('qubit[2] q; h q⟦[⟧0;'),
      three('qubit q; if (true) ⟦{⟧ h q;'),
      three('qubit q; h q; ⟦}⟧'),
      three('gate a q ⟦{⟧ h q;\ngate b q { h q; }'),
    ],
    silent: [three('qubit q; if (true) { h q; }')],
  },
  {
    code: 'QAS2004',
    firing: [three('qubit q; h q;⟦;⟧'), three('qubit q; bit c; c = measure q; if (c)⟦;⟧')],
    silent: [two('qreg q[1]; h q[0];;')],
  },
  {
    code: 'QAS2005',
    firing: [bare('qubit q; int n; n = 2 * ⟦measure⟧ q;')],
    silent: [bare('qubit q; bit c; c = measure q; bit d = measure q; measure q; c ^= measure q;')],
  },
  {
    code: 'QAS2006',
    firing: [three('qubit[3] q; for ⟦i⟧ in [0:2] { h q[i]; }')],
    silent: [three('qubit[3] q; for uint[8] i in [0:2] { h q[i]; } for int i in {0, 2} h q[i];')],
  },
  {
    code: 'QAS2007',
    firing: [three('qubit[3] q; for int i in ⟦0:2⟧ { h q[i]; }')],
    silent: [three('qubit[3] q; for int i in [0:1:2] { h q[i]; }')],
  },
  {
    code: 'QAS2008',
    firing: [bare('bit c⟦[3]⟧;'), bare('int a⟦[3]⟧;'), bare('qubit q⟦[3]⟧; reset q;')],
    silent: [bare('creg c[3]; qreg q[3]; bit[2] d; measure q -> c;')],
  },
  {
    code: 'QAS2009',
    firing: [bare('int a⟦, b⟧;'), bare('qubit a⟦, b, c⟧; reset a;')],
    silent: [bare('int a; int b;')],
  },
  { code: 'QAS2010', firing: [bare('⟦opaque⟧ g(a) q;')], silent: [two('opaque g(a) q; qreg r[1]; g(1) r[0]; h r;')] },
  { code: 'QAS2011', firing: [bare('qubit ⟦$0⟧;')], silent: [bare('reset $0;')] },
  {
    code: 'QAS2012',
    firing: [bare('qubit ⟦input⟧;'), bare('int ⟦box⟧ = 1;')],
    silent: [two('qreg input[1]; gate box q { h q; } box input[0]; gate pow a { h a; } pow input;')],
  },
  {
    code: 'QAS2013',
    firing: [three('⟦h⟧;'), bare('⟦gphase⟧ pi;'), two('⟦h⟧;')],
    silent: [three('qubit q; gphase(pi); h q; ctrl @ gphase(pi) q;')],
  },
  {
    code: 'QAS2014',
    firing: [bare('switch (1) { case 1⟦:⟧ { } }'), bare('qubit q; switch (1) { ⟦case 1⟧ reset q; }')],
    silent: [bare('switch (1) { case 1, 2 { } default { } }')],
  },
  {
    code: 'QAS2015',
    firing: [
      bare('⟦int[8]:⟧ a;'),
      bare('const ⟦n⟧ = 4; bit[n] c;').replace('bit[n] c;', ''),
      bare('⟦complex[64]⟧ z;'),
      bare('int a; a ⟦~=⟧ 1;'),
    ],
    silent: [bare('int[8] a; complex[float[64]] z; const int n = 4; bit[n] c;')],
  },
  {
    code: 'QAS2016',
    firing: [three('qubit q; h q; ⟦@late⟧'), three('qubit q; if (true) { h q; ⟦@late⟧\n}')],
    silent: [three('qubit q;\n@vendor.name anything "here"\nh q;')],
  },
  {
    code: 'QAS2017',
    firing: [
      two('⟦qubit⟧[2] q; h q[0];'),
      two('qreg q[1]; creg c[1]; if (c == 1) ⟦{⟧ x q[0]; }'),
      two('qreg q[1]; creg c[1]; h q; c ⟦=⟧ measure q;'),
      'OPENQASM 3.0;\n⟦switch⟧ (1) { case 1 { } }',
      'OPENQASM 3.0;\n⟦{⟧ }',
      'OPENQASM 3.1;\nqubit q;\n⟦nop⟧ q;',
    ],
    silent: [bare('qubit q; nop q; { } switch (1) { case 1 { } }')],
  },
  {
    code: 'QAS2018',
    firing: [bare(`int a = ${'('.repeat(512)}⟦(⟧1${')'.repeat(513)};`).replace('512', '512')],
    silent: [bare(`int a = ${'('.repeat(500)}1${')'.repeat(500)};`)],
  },
];
