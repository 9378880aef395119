import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { layoutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { renderQuantikz } from '#core/circuit/drawing/renderQuantikz.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { analyseProgram } from '#core/openqasm/index.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

function quantikz(body: string): string {
  const analysis = analyseProgram(`OPENQASM 3.0;\ninclude "stdgates.inc";\n${body}`);
  const lowered = lowerProgram(analysis, { withGroups: true });
  if (!lowered.ok) throw new Error(lowered.error.map(({ message }) => message).join('\n'));
  return renderQuantikz(layoutCircuit(lowered.value));
}

/** The cells of the table without the name of the wire and the end of the wire. */
function cells(latex: string): string[][] {
  const body = latex.slice(latex.indexOf('\\begin{quantikz}') + 16, latex.indexOf('\\end{quantikz}'));
  return body.split('\\\\\n').map((row) => row.trim().split(' & ').slice(1, -1));
}

/** Every construct a drawing can have. */
const everything = `
input angle theta_1;
gate pair a, b { h a; cx a, b; }
qubit[4] q;
qubit anc_x;
bit[2] c;
bit f;
int n = 0;
h q[0]; rx(pi/2) q[1]; ry(theta_1 * 2 - pi/4) q[2];
cx q[0], q[2]; ccx q[0], q[3], q[1]; negctrl @ x q[0], q[1];
cz q[0], q[1]; swap q[0], q[3]; cswap q[1], q[0], q[2];
ctrl @ rx(0.3) q[3], q[0];
negctrl @ ctrl @ ry(0.3) q[3], q[0], q[2];
pair q[0], q[3];
barrier q[0], q[1];
barrier q, anc_x;
reset anc_x;
sdg q[0]; sx q[1];
c[0] = measure q[0];
f = measure anc_x;
if (c == 2) { x q[1]; if (f) { z q[1]; } } else { y q[3]; }
for int i in [0:2] { rz(pi/4*i) q[i]; }
while (f) { h anc_x; f = measure anc_x; n = n + 1; }
`;

test('a Bell pair is the table a person would write', () => {
  expect(quantikz('qubit[2] q;\nbit[2] c;\nh q[0];\ncx q[0], q[1];\nc = measure q;\n')).toBe(
    [
      '% \\usepackage{tikz}',
      '% \\usetikzlibrary{quantikz}',
      '\\begin{quantikz}',
      '\\lstick{\\texttt{q[0]}} & \\gate{\\textrm{H}} & \\ctrl{1} & \\meter{0}\\vcw{2} & \\qw & \\qw \\\\',
      '\\lstick{\\texttt{q[1]}} & \\qw & \\targ{} & \\qw & \\meter{1}\\vcw{1} & \\qw \\\\',
      '\\lstick{\\texttt{c}} & \\cw & \\cw & \\cw & \\cw & \\cw',
      '\\end{quantikz}',
      '',
    ].join('\n'),
  );
});

describe('gates on several qubits are joined from the upper to the lower', () => {
  test.each([
    ['ccx q[0], q[2], q[1];', [['\\ctrl{1}'], ['\\targ{}\\vqw{1}'], ['\\control{}']]],
    ['negctrl @ x q[2], q[0];', [['\\targ{}\\vqw{2}'], ['\\qw'], ['\\ocontrol{}']]],
    ['cz q[0], q[2];', [['\\ctrl{2}'], ['\\qw'], ['\\control{}']]],
    ['cswap q[1], q[0], q[2];', [['\\swap{1}'], ['\\ctrl{1}'], ['\\targX{}']]],
    ['ctrl @ ry(pi) q[2], q[0];', [['\\gate{\\textrm{RY(\\ensuremath{\\pi})}}\\vqw{2}'], ['\\qw'], ['\\control{}']]],
    ['ctrl @ ry(1) q[0], q[2];', [['\\ctrl{2}'], ['\\qw'], ['\\gate{\\textrm{RY(1)}}']]],
    ['pow(0.5) @ swap q[0], q[2];', [['\\gate[3]{\\textrm{swap\\textasciicircum{}0.5}}'], ['\\linethrough'], ['']]],
    [
      'ctrl @ pow(0.5) @ swap q[1], q[0], q[2];',
      [['\\gate[3]{\\textrm{swap\\textasciicircum{}0.5}}'], ['\\gateinput{$\\bullet$}'], ['']],
    ],
  ])('%s', (statement, expected) => {
    expect(cells(quantikz(`qubit[3] q;\n${statement}\n`))).toEqual(expected);
  });
});

test('barriers on all qubits are slices, on some of them bars', () => {
  expect(cells(quantikz('qubit[3] q;\nbarrier q;\nbarrier q[0], q[1];\n')).map((row) => row.join(' & '))).toEqual([
    '\\qw\\slice{} & \\gate[2,style={draw=none,fill=gray!30,inner xsep=0pt}]{}',
    '\\qw & ',
    '\\qw & \\qw',
  ]);
});

test('frames span the wires and moments of their block, the outer ones wider', () => {
  const latex = quantikz('qubit[2] q;\nbit c;\nc = measure q[0];\nif (c) { x q[1]; if (!c) { z q[1]; } }\n');
  const frames = [...latex.matchAll(/\\gategroup\[wires=(\d),steps=(\d),style=\{dashed.*?inner ysep=(\d+)pt/g)];
  expect(frames.map(([, wires, steps, space]) => [wires, steps, Number(space)])).toEqual([
    ['2', '2', 12],
    ['2', '1', 3],
  ]);
});

test('names are escaped, and those that few fonts have are told of', () => {
  const latex = quantikz('qubit a_b;\ninput angle θ;\nrx(θ) a_b;\n');
  expect(latex).toContain('\\lstick{\\texttt{a\\_b}} & \\gate{\\textrm{RX(\\ensuremath{\\theta})}}');
  expect(latex).not.toContain('LuaLaTeX');
  expect(quantikz('qubit ж;\nx ж;\n')).toContain('% Its names need LuaLaTeX');
});

test('a table has as many cells in every row as the drawing has moments', () => {
  const rows = cells(quantikz(everything));
  expect(new Set(rows.map(({ length }) => length)).size).toBe(1);
  const text = rows.flat().join('\n');
  for (const command of ['\\octrl', '\\swap', '\\slice', '\\gategroup', '\\linethrough', '\\vcw', '\\meter'])
    expect(text).toContain(command);
});

const latexEngine = await promisify(execFile)('kpsewhich', ['tikzlibraryquantikz.code.tex']).then(
  ({ stdout }) => stdout.trim() !== '',
  () => false,
);

test.runIf(latexEngine)('LaTeX typesets a drawing with everything', { timeout: 120_000 }, async () => {
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'drawing.tex'), quantikz(everything));
    const document = ['\\documentclass{article}', '\\usepackage{tikz}', '\\usetikzlibrary{quantikz}'];
    const body = ['\\begin{document}', '\\input{drawing.tex}', '\\end{document}', ''];
    await writeFile(join(folder, 'document.tex'), [...document, ...body].join('\n'));
    await promisify(execFile)('pdflatex', ['-interaction=nonstopmode', '-halt-on-error', 'document.tex'], {
      cwd: folder,
    });
  });
});
