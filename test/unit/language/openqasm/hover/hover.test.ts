import { describe, expect, test } from 'vitest';
import { libraryGateMarkdown } from '#core/language/openqasm/hover/gateHover.ts';
import { codeBlock, hoverAt, markdownAt } from '#test/support/openqasmHovers.ts';

const v3 = 'OPENQASM 3.1;\ninclude "stdgates.inc";\n';
const v2 = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n';

describe('a gate', () => {
  test('has its declaration, meaning, matrix with its basis, properties and origin', async () => {
    const markdown = await markdownAt(`${v3}qubit[2] q;\n‸cx q[0], q[1];`);
    expect(codeBlock(markdown, 'openqasm')).toBe('gate cx c, t');
    expect(markdown).toContain('Controlled X (CNOT).');
    expect(codeBlock(markdown, 'text')).toBe(
      [
        '      |00⟩  |01⟩  |10⟩  |11⟩',
        '|00⟩  1     ·     ·     ·',
        '|01⟩  ·     ·     ·     1',
        '|10⟩  ·     ·     1     ·',
        '|11⟩  ·     1     ·     ·',
      ].join('\n'),
    );
    expect(markdown).toContain('Basis |t c⟩: `c` is the rightmost digit.');
    expect(markdown).toContain('Its own inverse, Clifford.');
    expect(markdown).toContain('From `stdgates.inc`.');
  });

  test.each([
    ['h', 'Its own inverse, Clifford.'],
    ['t', 'Diagonal.'],
    ['s', 'Diagonal, Clifford.'],
    ['id', 'The identity.'],
    ['cz', 'Its own inverse, diagonal, Clifford.'],
    ['ccx', 'Its own inverse.'],
  ])('%s is known for what it is', async (name, facts) => {
    const operands = { cz: 'q[0], q[1]', ccx: 'q[0], q[1], q[2]' }[name] ?? 'q[0]';
    const markdown = await markdownAt(`${v3}qubit[3] q;\n${name.slice(0, 1)}‸${name.slice(1)} ${operands};`);
    expect(markdown).toContain(`\n\n${facts}\n`);
  });

  test('of the program has its definition, its matrix, and the gates it is made of', async () => {
    const gates = 'gate half a { rx(pi/2) a; }\ngate twice a, b { half a; half b; ch a, b; }\n';
    const markdown = await markdownAt(`${v3}${gates}qubit[2] q;\nt‸wice q[0], q[1];`);
    expect(codeBlock(markdown, 'openqasm')).toBe('gate twice a, b { half a; half b; ch a, b; }');
    expect(codeBlock(markdown, 'text')).toContain('1/2');
    expect(markdown).toContain('Inverse: `inv @ twice a, b`');
    expect(codeBlock(markdown, 'openqasm', 'In one-qubit gates')).toMatch(/^rx\(pi\/2\) a;\nrx\(pi\/2\) b;\n/);
  });

  test('that uses constants and other files is looked at with them', async () => {
    const files = { 'file:///project/half.inc': 'const float part = pi/4;\ngate phased a { p(part) a; }\n' };
    const markdown = await markdownAt(
      'OPENQASM 3.0;\ninclude "stdgates.inc";\ninclude "half.inc";\nqubit q;\nph‸ased q;',
      files,
    );
    expect(codeBlock(markdown, 'text')).toContain('e^{iπ/4}');
  });

  test('with errors or without a definition has no matrix', async () => {
    expect(await markdownAt(`${v3}gate wro‸ng a { nothing a; }`)).not.toContain('```text');
    expect(await markdownAt(`${v2}opaque op a;\nqreg q[1];\no‸p q[0];`)).toContain(
      'A gate of the hardware, without a definition.',
    );
  });

  test('on four qubits has no matrix', async () => {
    expect(await markdownAt(`${v2}qreg q[4];\nc‸3x q[0],q[1],q[2],q[3];`)).not.toContain('```text');
  });

  test.each([
    ['U of OpenQASM 3', `${v3}qubit q;\n‸U(1, 2, 3) q;`, 'three different gates'],
    ['U of OpenQASM 2', `${v2}qreg q[1];\n‸U(1, 2, 3) q[0];`, 'This gate is `u3` there'],
    ['CX', `${v3}qubit[2] q;\n‸CX q[0], q[1];`, 'controlled iX'],
    ['cu3', `${v2}qreg q[2];\n‸cu3(1, 2, 3) q[0], q[1];`, 'u1((φ+λ)/2)'],
    ['crz', `${v3}qubit[2] q;\n‸crz(1) q[0], q[1];`, 'differs from `cp`'],
  ])('%s comes with what is easily mistaken', async (_, marked, note) => {
    expect(await markdownAt(marked)).toContain(note);
  });

  test('of a library that is not included is explained to completion', () => {
    expect(libraryGateMarkdown('crz', 3)).toContain('differs from `cp`');
    expect(libraryGateMarkdown('nothing', 3)).toBeUndefined();
  });
});

describe('a call', () => {
  test('has the values of its parameters, and the matrix for them', async () => {
    const markdown = await markdownAt(`${v3}const float x = 0.5;\nqubit q;\n‸ry(2*x*pi) q;`);
    expect(codeBlock(markdown, 'openqasm')).toBe('ry(2*x*pi) q;\ngate ry(θ) a');
    expect(markdown).toContain('θ = π ≈ 3.14159 (180°)');
    expect(codeBlock(markdown, 'text')).toContain('−1');
  });

  test('explains its modifiers and the order of controls', async () => {
    const markdown = await markdownAt(`${v3}qubit[3] q;\nctrl @ negctrl @ inv @ ‸s q[2], q[0], q[1];`);
    expect(markdown).toContain('Controlled controlled the inverse of `s`.');
    expect(markdown).toContain('Controls: `q[2]` at 1, `q[0]` at 0. Acts on `q[1]`.');
    expect(markdown).toContain('Basis |q[1] q[0] q[2]⟩: `q[2]` is the rightmost digit.');
    // The phase is at q[2] = 1, q[0] = 0, q[1] = 1.
    expect(codeBlock(markdown, 'text')).toMatch(/\n\|101⟩.*−i/);
  });

  test('of a power has its matrix', async () => {
    expect(codeBlock(await markdownAt(`${v3}qubit q;\npow(1.0/2) @ ‸z q;`), 'text')).toContain('|1⟩  0    i');
  });

  test('says how often registers make it', async () => {
    expect(await markdownAt(`${v3}qubit[4] q;\n‸rx(1) q;`)).toContain('Called 4 times');
  });

  test('with parameters of the run says so and has the matrix with letters', async () => {
    const markdown = await markdownAt(`${v3}input angle a;\nqubit q;\n‸rx(a/2) q;`);
    expect(markdown).toContain('θ = `a/2`, known when the program runs');
    expect(codeBlock(markdown, 'text')).toContain('cos(θ/2)');
  });

  test('in OpenQASM 2 computes with real numbers', async () => {
    expect(await markdownAt(`${v2}qreg q[1];\n‸rx(pi*(1/2)) q[0];`)).toContain('θ = π/2 ≈ 1.5708 (90°)');
  });
});

describe('a name', () => {
  test.each([
    [
      'a register',
      `${v3}qubit[3] q;\nh ‸q;`,
      /register of 3: `q\[0\]` … `q\[2\]`\. In kets and counts `q\[0\]` is the rightmost/,
    ],
    ['a register of bits', `${v3}bit[2] ‸c;`, /`c\[0\]` is the least significant/],
    ['a qubit', `${v3}qubit ‸q;`, /^A qubit\.$/m],
    [
      'an alias',
      `${v3}qubit[4] q; qubit r;\nlet a = q[{1, 3}] ++ q[0:0];\nh ‸a;`,
      /aliases? of qubits|An alias of qubits: `q\[1\]`, `q\[3\]`, `q\[0\]`\./,
    ],
    ['an input', `${v3}input angle ‸theta;`, /An input of type angle/],
    ['an integer', `${v3}const uint[8] n = 200;\nint m = ‸n;`, /Value: `200` = `0xc8` = `0b11001000`/],
    ['a negative integer', `${v3}const int[8] n = -10;\nint m = ‸n;`, /`-10` = `0xf6` = `0b11110110`/],
    ['an angle', `${v3}const angle[8] a = pi/2;\nangle b = ‸a;`, /π\/2 ≈ 1\.5708 \(90°\)/],
    ['a float', `${v3}const float x = pi/3;\nfloat y = ‸x;`, /`π\/3` = `1\.0472…`/],
    ['bits', `${v3}const bit[4] b = "0101";\nbit[4] c = ‸b;`, /`"0101"` = `5`/],
    ['a constant of the language', `${v3}float x = ‸tau;`, /2π, a full turn/],
    ['a function', `${v3}float x = ‸arcsin(1);`, /Inverse sine[\s\S]*Defined for numbers from -1 to 1/],
    [
      'a subroutine',
      `${v3}def f(int a) -> bit { return 0; }\nbit b = ‸f(1);`,
      /def f\(int a\) -> bit[\s\S]*returns `bit`/,
    ],
    ['a loop variable', `${v3}for int i in [0:1] { int j = ‸i; }`, /belongs to the body of the loop/],
    ['a parameter of a gate', `${v3}gate g(t) a { rx(‸t) a; }`, /parameter of the gate; a real number or angle/],
  ])('of %s says what it is', async (_, marked, wanted) => {
    expect(await markdownAt(marked)).toMatch(wanted);
  });

  test('from another file says from which', async () => {
    const files = { 'file:///project/sizes.inc': 'const int n = 3;\n' };
    expect(await markdownAt('OPENQASM 3.0;\ninclude "sizes.inc";\nqubit[‸n] q;', files)).toContain(
      'Declared in `sizes.inc`.',
    );
  });

  test('has the range of the name', async () => {
    expect((await hoverAt(`${v3}qubit[3] data;\nh da‸ta;`))?.range).toEqual({
      start: { line: 3, character: 2 },
      end: { line: 3, character: 6 },
    });
  });
});

describe('an expression', () => {
  test.each([
    ['a literal', `${v3}int x = 0x‸ff;`, '`int` = 255 = 0xff = 0b11111111'],
    ['an operator', `${v3}int x = 3 ‸* 4 + 1;`, '`int` = 12 = 0xc = 0b1100'],
    ['integer division', `${v3}int x = 1 ‸/ 2;`, '`int` = 0'],
    ['an angle', `${v3}qubit q;\nrx(3 * ‸0.5) q;`, '`float` = 0.5'],
    ['a bit string', `${v3}bit[4] b = "01‸01";`, '`bit[4]` = "0101" = 5'],
    ['a duration', `${v3}duration d = 15‸00ns;`, '`duration` = 1.5µs = 1500ns'],
    ['a time step', `${v3}duration d = 15‸dt;`, '`duration` = 15dt, in time steps of the device'],
    ['what the run computes', `${v3}input int n;\nint x = n ‸+ 1;`, '`int`, known when the program runs'],
  ])('that is %s has its type and value', async (_, marked, wanted) => {
    expect(await markdownAt(marked)).toBe(wanted);
  });
});

describe('a word', () => {
  test.each([
    ['a keyword', `${v3}qubit q;\nre‸set q;`, /Puts qubits into \|0⟩[\s\S]*language\/insts\.html/],
    ['a type', `${v3}an‸gle[8] a;`, /fixed point[\s\S]*language\/types\.html/],
    [
      'a modifier',
      `${v3}qubit[2] q;\nct‸rl @ x q[0], q[1];`,
      /Controls: `q\[0\]` at 1\. Acts on `q\[1\]`\.[\s\S]*first qubit is 1/,
    ],
    ['the version', 'OPENQASM 3.‸1;', /OpenQASM 3\.1[\s\S]*switch/],
    ['a library', 'OPENQASM 3.0;\ninclude "std‸gates.inc";', /32 of them[\s\S]*`cphase`/],
    ['a pragma', `${v3}pragma br‸aket noise bit_flip(0.1) q`, /noise channel/],
    ['an annotation', `${v3}@no‸te x\nqubit q;`, /A remark about the statement after it/],
    ['a hardware qubit', `${v3}h $‸3;`, /Hardware qubit 3/],
  ])('that is %s is explained', async (_, marked, wanted) => {
    expect(await markdownAt(marked)).toMatch(wanted);
  });

  test('in an include of another file says where that is and what it declares', async () => {
    const files = { 'file:///project/lib/own.inc': 'gate own a { U(0, 0, 0) a; }\n' };
    expect(await markdownAt('OPENQASM 3.0;\ninclude "lib/o‸wn.inc";', files)).toBe(
      '`/project/lib/own.inc`\n\nDeclares `own`',
    );
  });

  test.each([
    ['a comment', `${v3}// com‸ment`],
    ['a semicolon', `${v3}qubit q ‸;`],
    ['nothing', `${v3}\n‸\n`],
    ['an include that is not found', 'OPENQASM 3.0;\ninclude "now‸here.inc";'],
  ])('that is %s has no hover', async (_, marked) => {
    expect(await hoverAt(marked)).toBeUndefined();
  });
});
