import { bare, type DiagnosticCase, three, two } from './diagnosticCase.ts';

export const typesCases: readonly DiagnosticCase[] = [
  {
    code: 'QAS4010',
    firing: [
      bare('input int n; qubit[⟦n⟧] q; reset q;'),
      bare('int n = 2; const int m = ⟦n⟧;'),
      bare('input int n; switch (1) { case ⟦n⟧ { } }'),
    ],
    silent: [bare('const int n = 2; const int m = n * n; qubit[m] q; reset q; bit[n + 1] c;')],
  },
  {
    code: 'QAS4011',
    firing: [bare('const int n = 1; ⟦n⟧ = 2;'), bare('input bit c; qubit q; ⟦c⟧ = measure q;')],
    silent: [bare('int n = 1; n = 2; n += 1;')],
  },
  { code: 'QAS4012', firing: [bare('const int ⟦n⟧;')], silent: [bare('const int n = 1;')] },
  {
    code: 'QAS4013',
    firing: [bare('qubit[⟦-1⟧] q;'), bare('int[⟦0⟧] n;'), two('qreg q[⟦0⟧]; creg c[1];'), bare('qubit[⟦2.5⟧] q;')],
    silent: [bare('qubit[0] q; int[1] n;')],
  },
  {
    code: 'QAS4020',
    firing: [
      three('qubit[3] q; h q[⟦3⟧];'),
      three('qubit[3] q; h q[⟦-4⟧];'),
      two('qreg q[3]; h q[⟦-1⟧];'),
      three('qubit[3] q; h q[0:⟦3⟧];'),
      three('qubit[3] q; h q[{0, ⟦5⟧}];'),
      bare('bit[2] c; qubit q; reset q; if (c[⟦2⟧]) { }'),
      three('const int n = 3; qubit[n] q; h q[⟦n⟧];'),
    ],
    silent: [three('qubit[3] q; h q[-3]; h q[0:-1]; h q[{0, 2}]; for int i in [0:9] { h q[i]; }')],
  },
  { code: 'QAS4021', firing: [three('qubit[3] q; h q[0:⟦0⟧:2];')], silent: [three('qubit[3] q; h q[2:-1:0];')] },
  {
    code: 'QAS4022',
    firing: [three('qubit q; h q⟦[0]⟧;'), three('qubit[4] q; h q⟦[0, 1]⟧;'), three('qubit[4] q; h q[⟦0.5⟧];')],
    silent: [
      three('qubit[4] q; h q[0]; let a = q[1:2]; h a[0];'),
      bare('array[int, 2, 2] a = {{1, 2}, {3, 4}}; a[0, 1] = 2;'),
    ],
  },
  {
    code: 'QAS4030',
    firing: [bare('float x = ⟦sin(1.0, 2.0)⟧;')],
    silent: [
      bare('float x = sin(1.0); int y = mod(5, 3); array[int, 4, 2] a; const uint n = sizeof(a, 1) + sizeof(a);'),
    ],
  },
  {
    code: 'QAS4040',
    firing: [three('qubit q; rx(pi / ⟦0⟧) q;'), bare('const int n = 0; int m = 4 % ⟦n⟧;')],
    silent: [three('qubit q; rx(0 / pi) q;')],
  },
  {
    code: 'QAS4080',
    firing: [three('qubit q; pow(⟦1/2⟧) @ x q;'), three('qubit q; rx(⟦-1/3⟧*pi) q;')],
    silent: [
      three('qubit q; rx(1.0/2) q; rx(pi/2) q; rx(4/2) q; rx(0/2) q;'),
      two('qreg q[1]; rx(1/2) q[0];'),
      three('const int n = 1; qubit[n] q; for int i in [0:n/2] { h q[i]; }'),
    ],
  },
];
