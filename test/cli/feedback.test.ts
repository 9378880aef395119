import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SimulationReport } from '#core/protocol/simulationReport.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { hybridq, type Outcome } from '#test/support/cli/hybridq.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

/** What `hybridq simulate` says of a program of OpenQASM 3. */
async function simulated(body: string, ...parameters: string[]): Promise<Outcome> {
  return await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'circuit.qasm'), `OPENQASM 3.1;\ninclude "stdgates.inc";\n${body}`);
    return await hybridq(['simulate', 'circuit.qasm', '--seed', '7', ...parameters], { folder });
  });
}

async function reported(body: string, ...parameters: string[]): Promise<SimulationReport> {
  const { code, stderr, stdout } = await simulated(body, '--format', 'json', ...parameters);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as SimulationReport;
}

/** The sent state is undone where it arrives, so that the last measurement finds 0 if the state is the same. */
const teleportation = (corrections: string) => `qubit[3] q; bit[2] m; output bit returned;
U(0.3, 0.7, -1.1) q[0];
h q[1]; cx q[1], q[2]; cx q[0], q[1]; h q[0];
m[0] = measure q[0]; m[1] = measure q[1];
${corrections}
inv @ U(0.3, 0.7, -1.1) q[2];
returned = measure q[2];
`;

const repeatUntilSuccess = `qubit helper; bit failed = 1; output int[16] tries; tries = 0;
while (failed) { reset helper; h helper; tries += 1; failed = measure helper; }
`;

/** One digit of the phase in every turn, the last one first; found digits turn the helper back. */
const phaseEstimation = (sixteenths: number) => `const int n = 4;
qubit helper; qubit target; angle[n] correction = 0; output uint[n] numerator; numerator = 0;
x target;
for int k in [1:n] {
  reset helper; h helper;
  ctrl @ pow(2 ** (n - k)) @ p(2 * pi * ${sixteenths} / 16) helper, target;
  p(-correction) helper; h helper;
  bit found = measure helper;
  correction >>= 1;
  if (found) { numerator += 1 << (k - 1); correction += pi / 2; }
}
`;

/** Turns a qubit further after every failure until it is found to be 1. */
const adaptiveLoop = `qubit q; output int[8] tries; output float[64] turn; bit done; turn = pi / 2; tries = 0;
while (!done && tries < 2) { reset q; ry(turn) q; done = measure q; tries += 1; if (!done) { turn *= 2; } }
`;

const boundedLoop = `input int turns; qubit q; output int[8] ones; ones = 0;
for int i in [1:turns] { x q; bit found = measure q; if (found) { ones += 1; } }
`;

describe('simulate runs programs that decide by what they measure', () => {
  test('teleportation returns the state it was given, and only with its corrections', async () => {
    const program = teleportation('if (m[1]) { x q[2]; } if (m[0]) { z q[2]; }');
    const report = await reported(program, '--shots', '500', '--probabilities');
    expect(report.counts).toEqual({ '0': 500 });
    expect(report.probabilities?.['0']).toBeCloseTo(1, 12);
    expect(report).not.toHaveProperty('outcomes');
    const uncorrected = await reported(teleportation(''), '--shots', '1', '--probabilities');
    expect(uncorrected.probabilities?.['0']).toBeCloseTo(0.5, 12);
  });

  test('repeat until success tells how often it tried', async () => {
    const { counts, outcomes = [] } = await reported(repeatUntilSuccess, '--shots', '1000', '--probabilities');
    expect(counts).toEqual({ '': 1000 });
    expect(outcomes.reduce((sum, { count }) => sum + count, 0)).toBe(1000);
    const probabilities = new Map(outcomes.map(({ probability, values }) => [values['tries'], probability]));
    for (const tries of [1, 2, 3, 8]) expect(probabilities.get(tries)).toBeCloseTo(2 ** -tries, 12);
    const text = await simulated(repeatUntilSuccess, '--shots', '1000');
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toMatch(/^tries +count +share\n1 +\d+ +\d+\.\d\d %.*\n2 /m);
  });

  test.for([1, 6, 11])('iterative phase estimation finds %i/16 of a turn in every shot', async (sixteenths) => {
    const { outcomes } = await reported(phaseEstimation(sixteenths), '--shots', '200');
    expect(outcomes).toEqual([{ bits: '', values: { numerator: sixteenths }, count: 200 }]);
  });

  test('an adaptive loop returns integers and floats together', async () => {
    const { outcomes = [] } = await reported(adaptiveLoop, '--shots', '400', '--probabilities');
    const [first, second] = [...outcomes].sort((a, b) => Number(a.values['tries']) - Number(b.values['tries']));
    expect(outcomes).toHaveLength(2);
    expect(first?.values).toEqual({ tries: 1, turn: Math.PI / 2 });
    expect(second?.values).toEqual({ tries: 2, turn: Math.PI });
    expect([first?.probability, second?.probability]).toEqual([expect.closeTo(0.5, 12), expect.closeTo(0.5, 12)]);
    expect((first?.count ?? 0) + (second?.count ?? 0)).toBe(400);
  });

  test('an input is the bound of a loop', async () => {
    for (const [turns, ones] of [
      [3, 2],
      [8, 4],
    ]) {
      const { outcomes } = await reported(boundedLoop, '--shots', '10', '--input', `turns=${turns}`);
      expect(outcomes).toEqual([{ bits: '', values: { ones }, count: 10 }]);
    }
    expect(await simulated(boundedLoop, '--input', 'turns=2.5')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: circuit\.qasm: The value of input 'turns' is 2\.5, which is not a whole number/,
      ),
    });
    expect(await simulated(boundedLoop)).toMatchObject({ code: 2, stderr: expect.stringContaining("'turns'") });
  });
});

test('outputs of every type are returned as the guide says', async () => {
  const { counts, outcomes } = await reported(`qubit helper; bit c; x helper; c = measure helper;
output bit one; output bit[3] three; output bool yes; output int[8] low; output uint high; output float part;
output float endless; output angle[4] half; output complex[float] both; output array[int[8], 2, 2] table;
one = c; three = "011";
while (c) {
  reset helper; c = measure helper;
  yes = true; low = -3; high = 1; high = high << 70; part = 0.5; endless = 1 / (part - 0.5); half = pi; both = 1 - 0.5im;
  table[0, 1] = 2; table[1, 0] = 3;
}
`);
  const values = {
    yes: true,
    low: -3,
    high: String(2n ** 70n),
    part: 0.5,
    endless: 'Infinity',
    half: Math.PI,
    both: [1, -0.5],
    table: [
      [0, 2],
      [3, 0],
    ],
  };
  expect(counts).toEqual({ '011 1': 1024 });
  expect(outcomes).toEqual([{ bits: '011 1', values, count: 1024 }]);
});

test('the example of the guide returns what the guide shows', async () => {
  const guide = await readFile(join(projectRoot, 'docs', 'user-guide', 'simulation.md'), 'utf8');
  const [, program = '', shown = ''] = /```openqasm\n([\s\S]*?)```[\s\S]*?```json\n([\s\S]*?)```/.exec(guide) ?? [];
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'circuit.qasm'), program);
    const parameters = ['--shots', '1000', '--seed', '7', '--probabilities', '--format', 'json'];
    const { code, stderr, stdout } = await hybridq(['simulate', 'circuit.qasm', ...parameters], { folder });
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject(JSON.parse(shown) as object);
  });
});

describe('simulate says where a program cannot run, and why', () => {
  test.for([
    {
      what: 'an external function',
      body: 'extern decide(bit) -> bool;\nqubit q;\nbit c = measure q;\nif (decide(c)) { x q; }\n',
      message:
        "circuit.qasm:6:5: QAS9101 External function 'decide' cannot become a circuit: what it does is not known here.",
    },
    {
      what: 'a calibration',
      body: 'defcalgrammar "openpulse";\ndefcal x $0 { }\nbit c = measure $0;\n',
      message: 'circuit.qasm:4:1: QAS9101 A calibration cannot become a circuit: pulses are not simulated.',
    },
    {
      what: 'a division by zero during the run',
      body: 'qubit q; x q; bit c; output int[8] n; int[8] d = 1;\nc = measure q;\nif (c) { d = 0; }\nn = 6 / d;\n',
      message: 'circuit.qasm:6:1: An integer is divided by zero.',
    },
  ])('$what', async ({ body, message }) => {
    expect(await simulated(body)).toMatchObject({ code: 1, stdout: '', stderr: `error: ${message}\n` });
  });
});
