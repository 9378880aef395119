import { beforeAll, describe, expect, it } from 'vitest';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { importStimProgram } from '#core/circuit/import/stim.ts';
import type { StabilizerProgram } from '#core/circuit/stabilizerProgram.ts';
import { sampleDetectors, sampleProgram } from '#core/simulator/stabilizer/sampleProgram.ts';
import { countRecords, joinShots, onesOfEntries, type ShotBits } from '#core/simulator/stabilizer/shotBits.ts';
import type { KernelInstance } from '#core/simulator/wasm/kernelInstance.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

let kernels: KernelInstance;
beforeAll(async () => {
  kernels = await simulatorKernels();
});

function program(text: string): StabilizerProgram {
  const read = importStimProgram(text);
  if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'));
  return read.value.program;
}

function measured(text: string, shots: number, seed = 1): ShotBits {
  return sampleProgram(program(text), { shots, seed }, kernels, neverCancelled).measurements;
}

/** Within five standard deviations. */
function expectRate(count: number, shots: number, probability: number): void {
  const deviation = Math.sqrt(shots * probability * (1 - probability));
  expect(Math.abs(count - shots * probability)).toBeLessThanOrEqual(5 * deviation);
}

describe('noise', () => {
  const shots = 200_000;

  it.each([0, 1e-4, 0.003, 0.25, 0.9, 1])('flips results of M(%d) as often as it says', (p) => {
    const [first = 0, second = 0] = onesOfEntries(measured(`X 1\nM(${p}) 0 !1`, shots));
    expectRate(first, shots, p);
    expectRate(second, shots, p);
  });

  it('depolarises: of three errors two are seen by Z, of fifteen eight by each of a pair', () => {
    const [one = 0, left = 0, right = 0] = onesOfEntries(
      measured('DEPOLARIZE1(0.3) 0\nDEPOLARIZE2(0.15) 1 2\nM 0 1 2', shots),
    );
    expectRate(one, shots, 0.2);
    expectRate(left, shots, 0.08);
    expectRate(right, shots, 0.08);
  });

  it('tells channels apart by their bases', () => {
    const channel = 'PAULI_CHANNEL_1(0.1, 0.02, 0.3)';
    const ones = onesOfEntries(measured(`RX 1\nRY 2\n${channel} 0 1 2\nM 0\nMX 1\nMY 2`, shots));
    [0.12, 0.32, 0.4].forEach((probability, index) => {
      expectRate(ones[index] ?? 0, shots, probability);
    });
  });

  it('lets one of a group of correlated errors happen', () => {
    const text = 'E(0.2) X0 X1\nELSE_CORRELATED_ERROR(0.25) X1 X2\nELSE_CORRELATED_ERROR(1) X3\nM 0 1 2 3';
    const counts = countRecords(measured(text, shots));
    expect(Object.keys(counts).sort()).toEqual(['0011', '0110', '1000']);
    expectRate(counts['0011'] ?? 0, shots, 0.2);
    expectRate(counts['0110'] ?? 0, shots, 0.2);
    expectRate(counts['1000'] ?? 0, shots, 0.6);
  });

  it('heralds erasures, half of which turn a bit over', () => {
    const counts = countRecords(measured('HERALDED_ERASE(0.4) 0\nM 0', shots));
    expect(counts['10']).toBeUndefined();
    expectRate(counts['11'] ?? 0, shots, 0.2);
    expectRate(counts['01'] ?? 0, shots, 0.2);
  });
});

it('repetition codes fail as often as more than half of their bits flip', () => {
  const shots = 200_000;
  for (const [distance, p, failing] of [
    // Σ C(d, k) p^k (1 − p)^(d−k) over k > d/2
    [3, 0.1, 0.028],
    [5, 0.1, 0.00856],
    [7, 0.2, 0.033344],
  ] as const) {
    const qubits = Array.from({ length: distance }, (_, qubit) => qubit).join(' ');
    const counts = countRecords(measured(`X_ERROR(${p}) ${qubits}\nM ${qubits}`, shots));
    const failed = Object.entries(counts).reduce((sum, [bits, count]) => {
      return [...bits].filter((bit) => bit === '1').length > distance / 2 ? sum + count : sum;
    }, 0);
    expectRate(failed, shots, failing);
  }
});

it('detectors of a repetition code fire where neighbours differ, in every round of a loop', () => {
  const shots = 2048;
  const p = 0.02;
  const text = `R 0 1 2 3 4
REPEAT 500 {
  X_ERROR(${p}) 0
  CX 0 1 2 1 2 3 4 3
  MR 1 3
  DETECTOR rec[-2]
  DETECTOR rec[-1]
  CX rec[-2] 0
}
M 0 2 4
OBSERVABLE_INCLUDE(1) rec[-1] rec[-2]`;
  const { detectors, observables } = sampleDetectors(program(text), { shots, seed: 9 }, kernels, neverCancelled);
  const fired = onesOfEntries(detectors);
  expect(fired).toHaveLength(1000);
  expect(onesOfEntries(observables)).toEqual([0, 0]);
  // What a detector finds is put right by feedback, so that rounds are independent.
  const left = fired.filter((_, index) => index % 2 === 0).reduce((sum, count) => sum + count, 0);
  expect(fired.filter((_, index) => index % 2 === 1).every((count) => count === 0)).toBe(true);
  expectRate(left, shots * 500, p);
});

it('teleports through loops of random results and feedback', () => {
  const text = `RY 0
REPEAT 20 {
  R 1
  RX 2
  CX 2 1
  CX 0 2
  MX 0
  M 2
  CX rec[-1] 1
  CZ rec[-2] 1
  SWAP 0 1
}
MY 0`;
  const ones = onesOfEntries(measured(text, 4096));
  expect(ones.at(-1)).toBe(0);
  for (const count of ones.slice(0, -1)) expectRate(count, 4096, 0.5);
});

describe('the shots of a seed', () => {
  const text = 'H 0\nDEPOLARIZE2(0.2) 0 1\nM 0 1\nDETECTOR rec[-1]\nHERALDED_ERASE(0.1) 0';

  it('are the same again, and others of another seed', () => {
    const sampled = (seed: number) => sampleProgram(program(text), { shots: 3000, seed }, kernels, neverCancelled);
    expect(sampled(5)).toEqual(sampled(5));
    expect(sampled(6)).not.toEqual(sampled(5));
  });

  it('do not depend on the ranges they are sampled in', () => {
    const sampling = { shots: 5000, seed: 5 };
    const whole = sampleProgram(program(text), sampling, kernels, neverCancelled);
    const parts = [
      { shots: 2048, seed: 5 },
      { shots: 2952, seed: 5, firstShot: 2048 },
    ].map((part) => sampleProgram(program(text), part, kernels, neverCancelled));
    expect(joinShots(parts.map(({ measurements }) => measurements))).toEqual(whole.measurements);
    expect(joinShots(parts.map(({ detectors }) => detectors))).toEqual(whole.detectors);
  });
});

it('refuses programs whose rows do not fit, and stops when cancelled', () => {
  const long = program('REPEAT 10000000 {\nM 0\nDETECTOR rec[-1]\n}');
  expect(() => sampleDetectors(long, { shots: 1, seed: 1 }, kernels, neverCancelled)).toThrow(
    /^The program has 10000000 measurements and 10000000 detectors on 1 qubits/,
  );
  const source = new CancellationSource();
  source.cancel();
  const loop = program('REPEAT 100000 {\nH 0\n}\nM 0');
  expect(() => sampleDetectors(loop, { shots: 1, seed: 1 }, kernels, source.signal)).toThrow('Cancelled');
});

it('gives the memory of the kernels back', () => {
  const text = 'H 0\nM 0';
  measured(text, 10);
  const before = kernels.memory.size;
  for (let run = 0; run < 2000; run++) measured(text, 10, run);
  expect(kernels.memory.size).toBe(before);
});
