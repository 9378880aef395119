import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hybridq, samplesFolder } from '#test/support/cli/hybridq.ts';
import { bell } from '#test/support/fixtures/bell.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

async function withCircuit(text: string, work: (folder: string) => Promise<void>): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'circuit.qasm'), text);
    await work(folder);
  });
}

test('simulate prints the report of the contract, the same for the same seed', async () => {
  await withCircuit(bell, async (folder) => {
    const parameters = ['simulate', 'circuit.qasm', '--shots', '1000', '--seed', '7', '--format', 'json'];
    const { code, stderr, stdout } = await hybridq([...parameters, '--probabilities', '--amplitudes'], { folder });
    expect(code, stderr).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      method: 'statevector',
      qubits: 2,
      bits: 2,
      shots: 1000,
      seed: 7,
      depth: 3,
      gates: 2,
    });
    expect(Object.keys(report.counts).sort()).toEqual(['00', '11']);
    expect(report.counts['00'] + report.counts['11']).toBe(1000);
    expect(report.probabilities['00']).toBeCloseTo(0.5, 12);
    expect(report.amplitudes).toHaveLength(4);
    expect(report.amplitudes[3][0]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(Object.keys(report.timing)).toEqual(['parse', 'lower', 'plan', 'simulate', 'sample']);
    const again = JSON.parse((await hybridq(parameters, { folder })).stdout);
    expect(again.counts).toEqual(report.counts);
    const text = await hybridq(['simulate', 'circuit.qasm', '--shots', '10'], { folder });
    expect(text.stdout).toMatch(/^2 qubits, 2 gates, depth 3 · statevector · 10 shots, seed \d+/);
  });
});

test('simulate binds inputs, as expressions of pi too', async () => {
  await withCircuit(
    'OPENQASM 3.0;\ninclude "stdgates.inc";\ninput angle theta;\ninput angle phi;\nqubit q;\nrx(theta) q;\nrz(phi) q;\n',
    async (folder) => {
      const bound = ['simulate', 'circuit.qasm', '--input', 'theta=pi', '--input', 'phi=0.5'];
      const { code, stderr, stdout } = await hybridq([...bound, '--format', 'json'], { folder });
      expect(code, stderr).toBe(0);
      expect(JSON.parse(stdout).counts).toEqual({ '1': 1024 });
      const missing = await hybridq(bound.slice(0, 4), { folder });
      expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining("needs a value for 'phi'") });
      const unknown = await hybridq([...bound, '--input', 'psi=1'], { folder });
      expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining("no input 'psi'") });
      const wrong = await hybridq(['simulate', 'circuit.qasm', '--input', 'theta=alert(1)'], { folder });
      expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('name=value') });
    },
  );
});

test('simulate, draw and check follow includes, relative to the file that has them', async () => {
  await withTemporaryFolder(async (folder) => {
    await cp(join(samplesFolder, 'iris-classifier', 'ansatz.qasm'), join(folder, 'unused.qasm'));
    await writeFile(join(folder, 'gates.inc'), 'include "more.inc";\ngate twice a { once a; once a; }\n');
    await writeFile(join(folder, 'more.inc'), 'include "stdgates.inc";\ngate once a { sx a; }\n');
    await writeFile(join(folder, 'main.qasm'), 'OPENQASM 3.0;\ninclude "gates.inc";\nqubit q;\ntwice q;\n');
    const { code, stderr, stdout } = await hybridq(['simulate', 'main.qasm', '--format', 'json'], { folder });
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout).counts).toEqual({ '1': 1024 });
    await writeFile(join(folder, 'more.inc'), 'include "gates.inc";\n');
    const cyclic = await hybridq(['check', 'main.qasm'], { folder });
    expect(cyclic.code).toBe(1);
    expect(cyclic.stdout).toContain('QAS8001');
  });
});

test('a circuit too wide to simulate is refused at once with what to do', async () => {
  await withCircuit('OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[40] q;\nh q;\n', async (folder) => {
    const { code, stderr } = await hybridq(['simulate', 'circuit.qasm', '--method', 'statevector'], { folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: circuit\.qasm: .*40 qubits/);
  });
});

test('draw shows calls and long loops as one box, or with all their parts', async () => {
  const program = `OPENQASM 3.0;
include "stdgates.inc";
gate pair a, b { h a; cx a, b; }
qubit[2] q;
pair q[0], q[1];
for int i in [1:12] { x q[0]; }
bit[2] c = measure q;
for int i in [1:int(c)] { y q[1]; }
`;
  await withCircuit(program, async (folder) => {
    const drawn = async (...options: readonly string[]) =>
      (await hybridq(['draw', 'circuit.qasm', '--format', 'text', ...options], { folder })).stdout;
    const usual = await drawn();
    expect(usual).toContain('│pair│');
    expect(usual).toContain('for i in [1:12](× 12)');
    expect(usual).not.toContain('┤H├');
    expect(usual).toContain('[for i in [1:int(c)]]');
    expect(usual).not.toContain('while');
    const all = await drawn('--expand', 'all');
    expect(all.match(/┤X├/g)).toHaveLength(12);
    expect(all).toContain('[pair]');
    expect(all).toContain('┤H├');
  });
});

test('draw writes the same SVG every time, to a file or to standard output', async () => {
  await withCircuit(bell, async (folder) => {
    const { stdout } = await hybridq(['draw', 'circuit.qasm', '--format', 'svg'], { folder });
    expect(stdout).toMatch(/^<svg[\s\S]*<\/svg>\s*$/);
    expect((await hybridq(['draw', 'circuit.qasm', '-o', 'drawing.svg'], { folder })).code).toBe(0);
    expect(await readFile(join(folder, 'drawing.svg'), 'utf8')).toBe(stdout);
    const text = await hybridq(['draw', 'circuit.qasm', '--format', 'text'], { folder });
    expect(text.stdout).toMatch(/q\[0\].*H/s);
    const dark = await hybridq(['draw', 'circuit.qasm', '--theme', 'dark'], { folder });
    expect(dark.stdout).toContain('svg{--paper:#0d1117');
    expect(dark.stdout).not.toContain('prefers-color-scheme');
    expect((await hybridq(['draw', 'circuit.qasm', '-o', 'drawing.tex'], { folder })).code).toBe(0);
    const latex = await hybridq(['draw', 'circuit.qasm', '--format', 'latex'], { folder });
    expect(latex.stdout).toContain('\\gate{\\textrm{H}} & \\ctrl{1}');
    expect(await readFile(join(folder, 'drawing.tex'), 'utf8')).toBe(latex.stdout);
    expect((await hybridq(['draw', 'circuit.qasm', '-o', 'drawing.png', '--scale', '1'], { folder })).code).toBe(0);
    const png = await readFile(join(folder, 'drawing.png'));
    expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect(stdout).toContain(`width="${png.readUInt32BE(16)}" height="${png.readUInt32BE(20)}"`);
    const nowhere = await hybridq(['draw', 'circuit.qasm', '-o', 'none/drawing.svg'], { folder });
    expect(nowhere).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('drawing.svg: The file cannot be written'),
    });
  });
});
