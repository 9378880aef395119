import { expect, test } from 'vitest';
import { samplerOutcome } from '#core/backends/ibm/samplerProgram.ts';
import { outcomeOfShots } from '#core/backends/outcomeOfShots.ts';
import { outcomeShots } from '#runner/outcomeCounts.ts';
import { circuitOf } from '#test/support/programUnitary.ts';

test('an outcome has its shots in order, unless the job is long', () => {
  const keys = ['01', '11', '01', '00'];
  const counted = { counts: { '01': 2, '11': 1, '00': 1 }, probabilities: { '01': 0.5, '11': 0.25, '00': 0.25 } };
  expect(outcomeOfShots(keys, 4096)).toEqual({ ...counted, shots: keys });
  expect(outcomeOfShots(keys, 4097)).toEqual(counted);
});

test("the samples of IBM's registers are shots of the circuit, named as its counts are", () => {
  const circuit = circuitOf('OPENQASM 3.0; qubit[3] q; bit[2] c; bit d; c[0] = measure q[0]; d = measure q[2];');
  const data = {
    c: { samples: ['0x1', '0x2', '0x0'], num_bits: 2 },
    d: { samples: ['0x0', '0x1', '0x1'], num_bits: 1 },
  };
  const outcome = samplerOutcome(data, circuit, 1);
  expect(outcome.shots).toEqual(['001', '110', '100']);
  expect(outcomeShots(circuit, outcome)).toEqual(['0 01', '1 10', '1 00']);
  expect(outcomeShots(circuit, samplerOutcome(data, circuit, 2000))).toBeUndefined();
});
