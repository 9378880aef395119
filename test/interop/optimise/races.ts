import { irisSample } from '#test/support/irisSample.ts';
import { hydrogenEnergy, type RealFunction, rosenbrock, shiftedQuadratic } from '#test/support/objectives.ts';

/** A function to come down on, from where, with which first radius, and for how many evaluations. */
export interface Race {
  readonly function: keyof typeof raceFunctions;
  readonly start: readonly number[];
  readonly radius: number;
  readonly evaluations: number;
}

const iris = irisSample();
const angles = (() => {
  const rows = iris.labels.map((_, row) => [...iris.features.values.subarray(4 * row, 4 * row + 4)]);
  const column = (index: number) => rows.map((row) => row[index] as number);
  const [low, high] = [Math.min, Math.max].map((end) => [0, 1, 2, 3].map((index) => end(...column(index))));
  return rows.map((row) =>
    row.map((value, index) => (Math.PI * (value - (low?.[index] ?? 0))) / ((high?.[index] ?? 0) - (low?.[index] ?? 0))),
  );
})();

/** RY on a qubit of real amplitudes. */
function turn(amplitudes: number[], qubit: number, angle: number): void {
  const [cosine, sine] = [Math.cos(angle / 2), Math.sin(angle / 2)];
  for (let state = 0; state < amplitudes.length; state++) {
    if ((state >> qubit) & 1) continue;
    const [low = 0, high = 0] = [amplitudes[state], amplitudes[state | (1 << qubit)]];
    amplitudes[state] = cosine * low - sine * high;
    amplitudes[state | (1 << qubit)] = sine * low + cosine * high;
  }
}

/** Cross-entropy of the number of ones modulo three against the class of iris, as races.py has it. */
const irisLoss: RealFunction = (point) => {
  let loss = 0;
  angles.forEach((row, index) => {
    let amplitudes = [1, ...new Array<number>(15).fill(0)];
    row.forEach((angle, qubit) => {
      turn(amplitudes, qubit, angle);
    });
    for (let layer = 0; 4 * layer < point.length; layer++) {
      for (let control = 0; layer > 0 && control < 3; control++)
        amplitudes = amplitudes.map((_, state) => amplitudes[state ^ (((state >> control) & 1) << (control + 1))] ?? 0);
      for (let qubit = 0; qubit < 4; qubit++) turn(amplitudes, qubit, point[4 * layer + qubit] ?? 0);
    }
    const own = amplitudes.reduce((sum, amplitude, state) => {
      const ones = [0, 1, 2, 3].filter((qubit) => (state >> qubit) & 1).length;
      return ones % 3 === iris.labels[index] ? sum + amplitude ** 2 : sum;
    }, 0);
    loss -= Math.log(Math.max(own, 1e-12)) / angles.length;
  });
  return loss;
};

export const raceFunctions = {
  rosenbrock,
  powell: ([x = 0, y = 0]) => 10 * (x * x - y) ** 2 + (1 + x) ** 2,
  singular: ([a = 0, b = 0, c = 0, d = 0]) =>
    (a + 10 * b) ** 2 + 5 * (c - d) ** 2 + (b - 2 * c) ** 4 + 10 * (a - d) ** 4,
  quadratic: shiftedQuadratic,
  noisy: (point) => {
    const sizes = [...point].map(Math.abs);
    const wave =
      0.9 * Math.sin(100 * sizes.reduce((sum, size) => sum + size, 0)) * Math.cos(100 * Math.max(...sizes)) +
      0.1 * Math.cos(Math.hypot(...point));
    return shiftedQuadratic(point) + 0.01 * wave * (4 * wave * wave - 3);
  },
  hydrogen: hydrogenEnergy,
  iris: irisLoss,
} satisfies Record<string, RealFunction>;

const ones = (size: number, value = 1) => new Array<number>(size).fill(value);

export const races: readonly Race[] = [
  { function: 'rosenbrock', start: [-1.2, 1], radius: 0.5, evaluations: 400 },
  { function: 'rosenbrock', start: [-1.2, 1, -1.2, 1, -1.2], radius: 0.5, evaluations: 400 },
  { function: 'powell', start: [1, 1], radius: 0.5, evaluations: 400 },
  { function: 'singular', start: [3, -1, 0, 1], radius: 1, evaluations: 300 },
  { function: 'quadratic', start: ones(6), radius: 1, evaluations: 300 },
  { function: 'noisy', start: ones(4, 2), radius: 1, evaluations: 250 },
  { function: 'noisy', start: ones(8, 2), radius: 1, evaluations: 250 },
  { function: 'hydrogen', start: [0.5, -0.3, 0.2, 0.4], radius: 1, evaluations: 250 },
  { function: 'hydrogen', start: [1, -1, 2, 0.5], radius: 1, evaluations: 250 },
  { function: 'iris', start: [0.3, 0.6, 0.1, 0.9, 0.2, 0.5, 0.8, 0.4], radius: 1, evaluations: 150 },
  { function: 'iris', start: ones(16, 0.4), radius: 1, evaluations: 150 },
];
