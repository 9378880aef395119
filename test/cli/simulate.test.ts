import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { simulationReportSchema } from '#core/protocol/simulationReport.ts';
import { hybridq, type Outcome } from '#test/support/cli/hybridq.ts';
import { bell } from '#test/support/fixtures/bell.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

async function simulated(text: string, ...parameters: string[]): Promise<Outcome> {
  return await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'circuit.qasm'), text);
    return await hybridq(['simulate', 'circuit.qasm', ...parameters], { folder });
  });
}

async function reported(text: string, ...parameters: string[]) {
  const { code, stderr, stdout } = await simulated(text, ...parameters, '--format', 'json');
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

test('everything that can be asked of one circuit is in one report', async () => {
  const report = await reported(
    bell,
    ...['--shots', '200', '--seed', '3', '--memory', '--precision', 'double', '--threads', '1'],
    ...['--probabilities', '--probabilities=c[0]', '--probabilities=q[1],q[0]', '--amplitudes', '--amplitudes=11,01'],
    ...['--expectation', 'Z0*Z1 + 0.5*X0', '--expectation', 'XX', '--bloch=q[1]', '--density-matrix', 'q[0],q[1]'],
  );
  expect(report).toMatchObject({
    method: 'statevector',
    why: expect.stringMatching(/^2 qubits fit into memory .*\.$/),
    precision: 'double',
    shots: 200,
    seed: 3,
    marginals: [
      { of: ['c[0]'], probabilities: { '0': expect.closeTo(0.5, 12), '1': expect.closeTo(0.5, 12) } },
      { of: ['q[1]', 'q[0]'], probabilities: { '0 0': expect.closeTo(0.5, 12), '1 1': expect.closeTo(0.5, 12) } },
    ],
    amplitudesOf: [
      { state: '11', amplitude: [expect.closeTo(Math.SQRT1_2, 12), 0] },
      { state: '01', amplitude: [0, 0] },
    ],
    expectations: [
      { observable: 'Z0*Z1 + 0.5*X0', value: expect.closeTo(1, 12), variance: expect.closeTo(0.25, 12) },
      { observable: 'X0*X1', value: expect.closeTo(1, 12), variance: expect.closeTo(0, 12) },
    ],
    bloch: [{ qubit: 'q[1]', vector: [0, 0, expect.closeTo(0, 12)] }],
    densityMatrices: [{ qubits: ['q[0]', 'q[1]'], purity: expect.closeTo(1, 12), entropy: expect.closeTo(0, 10) }],
  });
  expect(report.memory).toHaveLength(200);
  expect(report.memory.filter((bits: string) => bits === '00')).toHaveLength(report.counts['00']);
  expect(report.amplitudes).toHaveLength(4);
  expect(report.densityMatrices[0].matrix[0][3][0]).toBeCloseTo(0.5, 12);
});

test('people read tables of it', async () => {
  const { code, stderr, stdout } = await simulated(
    bell,
    ...['--probabilities', '--probabilities=c[0]', '--amplitudes=11', '--expectation', 'ZZ', '--bloch', '--memory'],
    ...['--shots', '4', '--seed', '1', '--density-matrix', 'q'],
  );
  expect(code, stderr).toBe(0);
  for (const line of [
    /^2 qubits, 2 gates, depth 3 · statevector · 4 shots, seed 1 \(±\d+ %\) · /m,
    /^2 qubits fit into memory as a state vector, /m,
    /^outcome +count +share +probability/m,
    /^probabilities of c\[0\]$/m,
    /^0 +0\.500000 {2}█{12}$/m,
    /^shots in order$/m,
    /^Z0\*Z1 +1\.000000 +0\.000000$/m,
    /^11 +0\.707107 +0\.000000 +0\.500000$/m,
    /^q\[1\] +0\.000000 +0\.000000 +0\.000000 +0\.000000$/m,
    /^density matrix of q\[1\] q\[0\] · purity 1\.000000, entropy 0\.000000 bits$/m,
  ]) {
    expect(stdout).toMatch(line);
  }
});

test('the most frequent of many outcomes are shown', async () => {
  const spread = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[8] q;\nry(0.5) q;\n';
  const { stdout } = await simulated(spread, '--shots', '5000', '--seed', '2');
  const counts = [...stdout.matchAll(/^[01]{8} +(\d+) /gm)].map(([, count]) => Number(count));
  expect(counts).toHaveLength(64);
  expect(counts).toEqual(counts.toSorted((left, right) => right - left));
  expect(stdout).toMatch(/^… and \d+ outcomes more; --format json lists all$/m);
});

test('expectation values from shots have standard errors', async () => {
  const parameters = ['--expectation', 'X0', '--expectation-from', 'shots', '--shots', '10000', '--seed', '5'];
  const { expectations } = await reported(
    'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit q;\nry(1) q;\n',
    ...parameters,
  );
  const [{ standardError, value }] = expectations;
  expect(standardError).toBeCloseTo(Math.cos(1) / 100, 3);
  expect(Math.abs(value - Math.sin(1))).toBeLessThan(5 * standardError);
});

test('values of the state are there without shots', async () => {
  const report = await reported(bell, '--shots', '0', '--probabilities');
  expect(report.counts).toEqual({});
  expect(Object.keys(report.probabilities).sort()).toEqual(['00', '11']);
});

describe('the method', () => {
  const ghz = (qubits: number) =>
    `OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[${qubits}] q;\nh q[0];\nfor int i in [0:${qubits - 2}] { cx q[i], q[i + 1]; }\n`;

  test('is a tableau for wide Clifford circuits, with values of the state', async () => {
    const report = await reported(
      ghz(500),
      '--seed',
      '1',
      '--shots',
      '100',
      '--expectation',
      'Z0*Z499',
      '--bloch=q[7]',
    );
    expect(report).toMatchObject({
      method: 'stabilizer',
      why: expect.stringContaining('Clifford'),
      expectations: [{ value: 1, variance: 0 }],
      bloch: [{ qubit: 'q[7]', vector: [0, 0, 0] }],
    });
    expect(Object.keys(report.counts).sort()).toEqual(['0'.repeat(500), '1'.repeat(500)]);
  });

  test('is a density matrix where there is noise, by the name of its model', async () => {
    const parameters = ['--noise', 'depolarising', '--shots', '100', '--probabilities', '--expectation', 'ZZ'];
    const report = await reported(bell, ...parameters);
    expect(report.method).toBe('density');
    expect(report.probabilities['01']).toBeGreaterThan(0);
    expect(report.expectations[0].value).toBeLessThan(1);
    const missing = await simulated(bell, '--noise', 'none.yaml');
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(/none\.yaml.*Name a file, or a built-in model: superconducting/);
  });

  test('is a matrix product state for wide circuits that entangle little, which may be truncated', async () => {
    // Neighbours are entangled so little that a product state is left of all of them when truncation may discard 1 %.
    const wide = `OPENQASM 3.0;
include "stdgates.inc";
qubit[40] q;
bit[40] c;
h q[0];
for int i in [0:38] { cry(0.1) q[i], q[i + 1]; }
c = measure q;
`;
    const exact = await reported(wide, '--shots', '10', '--seed', '1');
    expect(exact).toMatchObject({ method: 'mps', truncation: { bondLimit: 256, largestBond: 2 } });
    expect(exact.truncation.truncationError).toBeLessThan(1e-12);
    const coarse = await reported(wide, '--method', 'mps', '--truncation', '1e-2', '--bond', '8', '--seed', '1');
    expect(coarse.truncation).toMatchObject({ bondLimit: 8, largestBond: 1 });
    expect(coarse.truncation.truncationError).toBeGreaterThan(1e-4);
    const refused = await simulated(wide, '--method', 'mps', '--truncation', '1');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('a number from 0 to less than 1') });
  });

  test('that was chosen is refused where it cannot, and says what can', async () => {
    const text = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit q;\nt q;\n';
    const { code, stderr } = await simulated(text, '--method', 'stabilizer');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: circuit\.qasm: .*Clifford gates only, and t is none\. Use the method auto/);
  });
});

describe('what makes no sense is refused in one sentence', () => {
  test.each([
    [['--expectation', 'Z0 +'], /The observable "Z0 \+" cannot be read: The observable ends too early\./],
    [['--expectation', 'Z7'], /There is no qubit 7 for the operator at character 1/],
    [['--probabilities=d'], /The circuit has no bit or qubit "d"\. Its bits and qubits are c\[2\], q\[2\]\./],
    [['--bloch=q[5]'], /The circuit has no qubit "q\[5\]"/],
    [['--amplitudes=2'], /"2" is no state of 2 qubits\. Write a digit 0 or 1 for each, such as 00/],
    [['--density-matrix', 'q,q[0]'], /A qubit of "q\[0\]" is chosen twice\./],
    [['--density-matrix', ','], /Name one qubit or more/],
    [['--method', 'magic'], /Allowed choices are auto, statevector/],
    [['--shots', '-1'], /whole number from 0 to 100000000/],
  ])('%o', async (parameters, message) => {
    const { code, stderr } = await simulated(bell, ...parameters);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

test('arithmetic may be relaxed, and amplitudes may be single', async () => {
  const report = await reported(bell, '--relaxed', '--precision', 'single', '--amplitudes', '--seed', '1');
  expect(report).toMatchObject({ relaxed: true, precision: 'single' });
  expect(report.amplitudes[0][0]).toBeCloseTo(Math.SQRT1_2, 6);
});

test('a wide circuit that entangles little is a matrix product state', async () => {
  const text = `OPENQASM 3.0;
include "stdgates.inc";
qubit[60] q;
ry(0.3) q;
for int i in [0:58] { cx q[i], q[i + 1]; }
`;
  const { code, stderr, stdout } = await simulated(text, '--bond', '32', '--expectation', 'Z0', '--shots', '10');
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/ · mps · 10 shots/);
  expect(stdout).toMatch(/^The bond dimension reached 2 of at most 32; /m);
  expect(stdout).toMatch(/^Z0 +0\.955336 +0\.087332$/m);
});

test('an option without a value does not take the name of the circuit for it', async () => {
  const { code, stderr, stdout } = await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'bell.qasm'), bell);
    return await hybridq(['simulate', '--bloch', 'bell.qasm', '--seed', '1'], { folder });
  });
  expect(code, stderr).toBe(0);
  expect(stdout).toContain('Bloch vectors');
});

test('an input may say how often a loop runs', async () => {
  const text = `OPENQASM 3.0;
include "stdgates.inc";
input int turns;
qubit q;
for int i in [1:turns] { x q; }
`;
  expect((await reported(text, '--input', 'turns=3')).counts).toEqual({ '1': 1024 });
  expect((await reported(text, '--input', 'turns=4')).counts).toEqual({ '0': 1024 });
});

describe('a Stim file', () => {
  const code = `R 0 1 2
REPEAT 2 {
  X_ERROR(1) 0
  CX 0 1
  MR 1
  DETECTOR rec[-1]
}
M(0.5) 0
M 2
OBSERVABLE_INCLUDE(0) rec[-1]
`;

  async function sampled(...parameters: string[]) {
    return await withTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'code.stim'), code);
      const outcome = await hybridq(['simulate', 'code.stim', ...parameters], { folder });
      return { ...outcome, file: await readFile(join(folder, 'shots')).catch(() => undefined) };
    });
  }

  test('is sampled with its noise, detectors and observables', async () => {
    const run = await sampled('--shots', '2000', '--seed', '4', '--detectors', '--memory', '--format', 'json');
    expect(run.code, run.stderr).toBe(0);
    const report = JSON.parse(run.stdout);
    expect(report).toMatchObject({
      method: 'stabilizer',
      qubits: 3,
      bits: 4,
      shots: 2000,
      seed: 4,
      gates: 2,
      detection: { detectors: [2000, 0], observables: [0], shotsWithEvents: 2000 },
    });
    // The first round finds an error, the second none; the last qubit but one is read at random.
    expect(Object.keys(report.counts).sort()).toEqual(['0001', '0101']);
    expect(report.counts['0101']).toBe(report.memory.filter((bits: string) => bits === '0101').length);
    expect(Math.abs(report.counts['0101'] - 1000)).toBeLessThan(6 * Math.sqrt(500));
    expect(report.notes).toBeUndefined();
  });

  test('writes its shots to a file', async () => {
    const digits = await sampled('--shots', '2', '--detectors', '--output', 'shots');
    expect(digits).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('2 detectors · fired in 50.00 %'),
    });
    expect(digits.file?.toString()).toBe('100\n100\n');
    const bytes = await sampled('--shots', '3', '-o', 'shots', '--output-format', 'b8');
    expect([...(bytes.file ?? [])].map((byte) => byte & ~4)).toEqual([1, 1, 1]);
  });

  test('is the circuit in it when more is asked, and says what that leaves out', async () => {
    const run = await sampled('--probabilities', '--seed', '1');
    expect(run).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('code.stim:3:3: warning: The noise of X_ERROR'),
    });
    const refused = await sampled('--probabilities', '--detectors');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('Leave --detectors and --output out') });
    const others = await simulated(bell, '--detectors');
    expect(others).toMatchObject({ code: 2, stderr: expect.stringContaining('are of Stim files') });
  });
});

test('--moments follows one shot', async () => {
  const { code, stderr, stdout } = await simulated(bell, '--moments', '--seed', '3', '--format', 'json');
  expect(code, stderr).toBe(0);
  const { moments } = simulationReportSchema.parse(JSON.parse(stdout));
  expect(moments?.map(({ moment }) => moment)).toEqual([0, 1, 2, 3]);
  expect(moments?.[1]?.bloch[0]).toEqual({
    qubit: 'q[0]',
    vector: [expect.closeTo(1, 9), expect.closeTo(0, 9), expect.closeTo(0, 9)],
  });
  const values = moments?.[3]?.readings.map(({ value }) => value);
  expect(values?.[0]).toBe(values?.[1]);
  const text = await simulated(bell, '--moments', '--seed', '3');
  expect(text.stdout).toContain('one shot, moment by moment');
  expect(text.stdout).toMatch(/ 1 +q\[0\] +1\.000000 +0\.000000 +0\.000000/);
});

describe('--fidelity-with', () => {
  const rotated = (angle: number) =>
    `OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\nry(${angle}) q[0];\ncx q[0], q[1];\n`;

  async function compared(text: string, other: string, ...parameters: string[]): Promise<Outcome> {
    return await withTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'circuit.qasm'), text);
      await writeFile(join(folder, 'other.qasm'), other);
      return await hybridq(['simulate', 'circuit.qasm', '--fidelity-with', 'other.qasm', ...parameters], { folder });
    });
  }

  test.each([
    [['--method', 'statevector'], Math.cos(0.35) ** 2],
    [['--method', 'mps'], Math.cos(0.35) ** 2],
    [['--method', 'density'], Math.cos(0.35) ** 2],
    [['--precision', 'single'], Math.cos(0.35) ** 2],
  ])('compares the final states of two circuits with %j', async (parameters, wanted) => {
    const { code, stderr, stdout } = await compared(rotated(0.9), rotated(0.2), ...parameters, '--format', 'json');
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout).fidelity).toBeCloseTo(wanted, 6);
  });

  test('is that of the mixture of all final states, and is told to people', async () => {
    // Measured in its middle, a Bell pair is half 00 and half 11.
    const measured = `${bell.replace('c = measure q;', 'c[0] = measure q[0];')}if (c[0]) id q[1];\n`;
    const { code, stderr, stdout } = await compared(measured, bell);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('fidelity with the other circuit 0.500000');
  });

  test.each([
    ['qubit[3] q;\n', [], /States of 4 and of 8 amplitudes cannot be compared/],
    [rotated(1), ['--method', 'stabilizer'], /does not compare states|Clifford/],
    [`${bell}reset q[0];\nh q[0];\n`, [], /[Rr]eset|measure/],
  ] as const)('is refused where it makes no sense: %j', async (other, parameters, message) => {
    const { code, stderr } = await compared(bell, other, ...parameters);
    expect(code).toBeGreaterThan(0);
    expect(stderr).toMatch(message);
  });
});

test('bond limits beyond those of the method are refused before anything runs', async () => {
  const { code, stderr } = await simulated(bell, '--method', 'mps', '--bond', '4097');
  expect(code).toBe(2);
  expect(stderr).toContain('4096');
});
