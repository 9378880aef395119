import { describe, expect, test } from 'vitest';
import { analyseProgram, type DiagnosticCode, diagnosticCodes } from '#core/openqasm/index.ts';
import { readMarkers } from '#test/support/markers.ts';

/** Firing: exactly the marked ranges get the code, and nothing else is wrong. Silent: nothing is wrong. */
interface Case {
  readonly code: DiagnosticCode;
  readonly firing: readonly string[];
  readonly silent: readonly string[];
}

const three = (body: string) => `OPENQASM 3.2;\ninclude "stdgates.inc";\n${body}`;
const bare = (body: string) => `OPENQASM 3.2;\n${body}`;
const two = (body: string) => `OPENQASM 2.0;\ninclude "qelib1.inc";\n${body}`;

const cases: readonly Case[] = [
  {
    code: 'QAS1001',
    firing: [
      three('qubit q; h ⟦§⟧q;'),
      three('qubit q; h q; ⟦\u00a0⟧'),
      three('qubit q; h q⟦\0⟧;'),
      bare('qubit q; ⟦$⟧ reset q;'),
    ],
    silent: [three('qubit q; // § is fine in a comment\nh q;')],
  },
  {
    code: 'QAS1002',
    firing: [three('qubit q; h q; ⟦/*⟧ never closed'), `OPENQASM 3.0; include ⟦"stdgates.inc;⟧`],
    silent: [three('qubit q; /* closed */ h q;')],
  },
  {
    code: 'QAS1003',
    firing: [
      bare('int a = 0b1⟦2⟧;'),
      bare('int a = 1⟦__⟧0;'),
      bare('int a = 3⟦_⟧;'),
      bare('int a = ⟦0O⟧17;'),
      bare('int a = 0x1⟦g⟧;'),
      bare('int a = ⟦0x⟧;'),
    ],
    silent: [bare('int a = 0b1_0; int b = 0xFF; int c = 0o17; float d = 1_0.5e-1_0; float e = .5; float f = 1.;')],
  },
  { code: 'QAS1004', firing: [bare('int a = ⟦3x⟧;')], silent: [bare('duration a = 3ns; complex b = 3 im;')] },
  { code: 'QAS1005', firing: [bare('duration a = 3⟦μs⟧;')], silent: [bare('duration a = 3µs; duration b = 3 us;')] },
  {
    code: 'QAS1006',
    firing: [bare('qubit q⟦²⟧; reset q²;'.replaceAll('q²', 'q⟦²⟧'))],
    silent: [bare('qubit θ_1; reset θ_1;')],
  },
  {
    code: 'QAS1007',
    firing: [bare('bit[2] b = ⟦"2"⟧;'), bare(`bit[2] b = ⟦'01'⟧;`)],
    silent: [bare('bit[3] b = "0_01";'), bare('defcalgrammar "openpulse";')],
  },

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
      bare('defcal x $0 -> int[8] ⟦->⟧ int[8] { }'),
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

  {
    code: 'QAS3001',
    firing: [three('h ⟦q⟧;'), three('qubit q; ⟦hh⟧ q;'), bare('int a = ⟦b⟧ + 1;'), bare('int a = ⟦f⟧(1);')],
    silent: [three('qubit q; { int q = 1; q += 1; } h q;')],
  },
  {
    code: 'QAS3002',
    firing: [bare('qubit q; ⟦h⟧ q; x q; cx q, q;').replace(' cx q, q;', ''), 'OPENQASM 2.0;\nqreg q[1]; ⟦sx⟧ q[0];'],
    silent: [three('qubit q; h q;'), two('qreg q[1]; sx q[0];'), bare('qubit q; U(0, 0, 0) q;')],
  },
  {
    code: 'QAS3003',
    firing: [three('h ⟦q⟧; x q;\nqubit q;'), 'OPENQASM 3.0;\nqubit q; ⟦h⟧ q; x q;\ninclude "stdgates.inc";'],
    silent: [three('def twice(int n) { twice(n - 1); } qubit q; h q; twice(1);')],
  },
  {
    code: 'QAS3004',
    firing: [bare('qubit q; bit ⟦q⟧; reset q;'), bare('gate g(a) ⟦a⟧ { }'), bare('bit c; { bit c; bit ⟦c⟧; }')],
    silent: [bare('bit c; { bit c; } gate g(c) q { U(c, 0, 0) q; }')],
  },
  {
    code: 'QAS3005',
    firing: [
      three('gate ⟦h⟧ q { U(0, 0, 0) q; }'),
      bare('const float ⟦pi⟧ = 3.0;'),
      two('gate ⟦cx⟧ a, b { CX a, b; }'),
      'OPENQASM 3.0;\ngate ⟦h⟧ q { U(0, 0, 0) q; }\ninclude "stdgates.inc";',
    ],
    silent: [
      two('gate rzz(t) a, b { cx a, b; u1(t) b; cx a, b; }'),
      three('gate rzz(t) a, b { cx a, b; }').replace('(t)', ''),
      bare('gate g(pi) q { U(pi, 0, 0) q; }'),
    ],
  },
  {
    code: 'QAS3006',
    firing: [
      three('input float theta; gate g q { rx(⟦theta⟧) q; } qubit a; rx(theta) a; g a;'),
      three('qubit a; h a; def f() { h ⟦a⟧; } f();'),
    ],
    silent: [
      three('const float theta = 1; gate g q { rx(theta) q; } qubit a; g a; def f(qubit a) { h a; x $0; } f(a);'),
    ],
  },
  {
    code: 'QAS3007',
    firing: [
      three('bit c; qubit q; h q; h ⟦c⟧;'),
      three('qubit q; ⟦q⟧ q;'),
      bare('qubit q; int n; n = ⟦q⟧ + 1;'),
      bare('qubit q; int n; measure q -> ⟦n⟧;'),
      bare('qubit q; reset q; measure q -> ⟦q⟧;'),
      bare('int n = 1; n = ⟦n⟧(2);'),
    ],
    silent: [three('bit c; bool b; qubit q; c = measure q; b = measure q; h q;')],
  },
  {
    code: 'QAS3008',
    firing: [
      bare('{ ⟦qubit⟧ q; reset q; }'),
      bare('if (true) { ⟦gate⟧ g q { } }'),
      bare('{ ⟦input⟧ int n; bit[3] c; c[n]; }').replace(' c[n];', '').replace('bit[3] c; ', 'n + 1; '),
      bare('{ ⟦array⟧[int, 2] a; a[0] = 1; }'),
      bare('{ ⟦extern⟧ f(int) -> int; f(1); }'),
      bare('{ ⟦def⟧ f() { } f(); }'),
    ],
    silent: [bare('qubit q; { bit c; c = measure q; int n; let a = q; reset a; }')],
  },
  {
    code: 'QAS3010',
    firing: [three('gate g q { h q; ⟦g⟧ q; }')],
    silent: [three('gate g q { h q; } gate f q { g q; g q; }')],
  },

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
    firing: [
      three('qubit[2] q; ctrl(⟦0⟧) @ x q[0];'),
      three('qubit[2] q; input int n; negctrl(⟦n⟧) @ x q[0], q[1];'),
      three('qubit[2] q; ctrl(⟦1.5⟧) @ x q[0], q[1];'),
    ],
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
  {
    code: 'QAS6001',
    firing: [three('qubit[2] q; def f(qubit a) { x a; } ⟦f(q[0], q[1])⟧;')],
    silent: [three('qubit[2] q; def f(qubit a, int n) { rx(n) a; } f(q[0], 3);')],
  },
  {
    code: 'QAS7001',
    firing: [bare('⟦break;⟧'), bare('if (true) { ⟦continue;⟧ }'), bare('⟦return⟧;')],
    silent: [bare('while (true) { if (false) { continue; } break; } def f() -> int { return 1; } f(); end;')],
  },

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

const files = new Map([
  ['flip.inc', 'gate flip a { U(pi, 0, pi) a; }'],
  ['wrong.inc', 'gate flip a { missing a; }'],
  ['self.inc', 'include "self.inc";'],
]);

function findings(text: string) {
  const { diagnostics } = analyseProgram(text, {
    path: 'main.qasm',
    readInclude: (path) => {
      const found = files.get(path);
      if (path === 'locked.inc') return { kind: 'unreadable', reason: 'access is denied' };
      return found === undefined
        ? { kind: 'not-found', searched: [`/here/${path}`] }
        : { kind: 'found', path, text: found };
    },
  });
  return diagnostics.map(({ code, range }) => ({ code, text: text.slice(range.start, range.end), ...range }));
}

/** Declared names that a short example need not use. */
const isMinor = (code: string, tested: string) => code === 'QAS9001' && tested !== 'QAS9001';

describe.each(cases)('$code', ({ code, firing, silent }) => {
  test.each(firing)('is found in %s', (marked) => {
    const { text, ranges } = readMarkers(marked);
    const wanted = ranges
      .map((range) => ({ code, text: text.slice(range.start, range.end), ...range }))
      .sort((a, b) => a.start - b.start);
    expect(findings(text).filter((finding) => !isMinor(finding.code, code))).toEqual(wanted);
  });

  test.each(silent)('is not found in %s', (text) => {
    expect(findings(text).filter((finding) => !isMinor(finding.code, code))).toEqual([]);
  });
});

test('every code of the analysis has cases', () => {
  // QAS9101 comes only when a circuit is made of a program.
  expect(new Set(cases.map(({ code }) => code))).toEqual(new Set(diagnosticCodes.filter((code) => code !== 'QAS9101')));
});

test('QAS8020 says that a file has more problems than are shown', () => {
  const { diagnostics } = analyseProgram(`OPENQASM 3.0; ${';'.repeat(100_000)}`);
  expect(diagnostics).toHaveLength(1001);
  expect(diagnostics[0]).toMatchObject({ code: 'QAS8020', severity: 'information', range: { start: 0, end: 0 } });
});
