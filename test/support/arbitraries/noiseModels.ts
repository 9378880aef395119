import fc from 'fast-check';
import type { NoiseModel } from '#core/simulator/noise/noiseModel.ts';
import { readNoiseModel } from '#core/simulator/noise/readNoiseModel.ts';

/** Thousandths: libraries to compare with leave out what is much smaller. */
const thousandths = (most: number) => fc.integer({ min: 0, max: most }).map((value) => value / 1000);

const small = thousandths(200);

const relaxation = fc
  .record({
    t1: fc.integer({ min: 20, max: 200 }),
    share: fc.integer({ min: 2, max: 20 }).map((value) => value / 10),
    excited: small,
  })
  .map(({ excited, share, t1 }) => ({ T1: `${t1} us`, T2: `${t1 * share} us`, excitedPopulation: excited }));

const readout = fc.record({ p10: small, p01: small });

function pauliWords(words: readonly string[]): fc.Arbitrary<Readonly<Record<string, number>>> {
  return fc
    .uniqueArray(fc.tuple(fc.constantFrom(...words), thousandths(50)), {
      selector: ([word]) => word,
      maxLength: 4,
      minLength: 1,
    })
    .map((entries) => Object.fromEntries(entries));
}

const duration = fc.integer({ min: 0, max: 20 }).map((time) => `${time} us`);
const angle = fc.integer({ min: -500, max: 500 }).map((value) => value / 1000);

/** Amplitude damping along another axis than Z: no mixture of unitary matrices, no diagonal operators. */
const tiltedDamping = thousandths(300).map((lost) => {
  // V diag(1, √(1−γ)) V† and V √γ |0⟩⟨1| V† with the real rotation V by π/8.
  const [c, s] = [Math.cos(Math.PI / 8), Math.sin(Math.PI / 8)];
  const [kept, gone] = [Math.sqrt(1 - lost), Math.sqrt(lost)];
  return [
    [
      [c * c + kept * s * s, c * s - kept * c * s],
      [c * s - kept * c * s, s * s + kept * c * c],
    ],
    [
      [-gone * c * s, gone * c * c],
      [-gone * s * s, gone * s * c],
    ],
  ];
});

/** Contents of noise model files with everything a model can have but correlated readout. */
export const anyNoiseFile = fc.record({
  noise: fc.constant(1),
  gates: fc.tuple(
    fc.record({
      on: fc.constant('one-qubit'),
      depolarising: small,
      pauli: pauliWords(['X', 'Y', 'Z']),
      kraus: tiltedDamping,
      duration,
    }),
    fc.record({
      on: fc.constant('two-qubit'),
      depolarising: small,
      pauli: pauliWords(['XI', 'IZ', 'ZZ', 'YX', 'XY']),
      overRotation: fc.record({ axis: fc.constantFrom('ZX', 'IY', 'XX'), angle }),
      duration,
    }),
    fc.record({
      on: fc.constant('h'),
      depolarising: small,
      overRotation: fc.record({ axis: fc.constant('own'), angle }),
    }),
    fc.record({ on: fc.constant('wide'), depolarising: small, duration }),
    fc.record({ on: fc.constant('measure'), duration }),
    fc.record({ on: fc.constant('reset'), pauli: pauliWords(['X']), duration }),
  ),
  qubits: fc
    .tuple(relaxation, readout, relaxation)
    .map(([all, errors, first]) => ({ all: { ...all, readout: errors }, 0: first })),
  idle: fc.oneof(
    fc.constant('none'),
    fc.constant('relaxation'),
    small.map((depolarising) => ({ depolarising })),
    pauliWords(['X', 'Y', 'Z']).map((pauli) => ({ pauli })),
  ),
});

export const anyNoiseModel: fc.Arbitrary<NoiseModel> = anyNoiseFile.map((file) => {
  return readNoiseModel(JSON.stringify(file), 'noise.json');
});
