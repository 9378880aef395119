import { type Angle, combineAngles, transformAngle } from '../angle.ts';
import type { Circuit, Control } from '../circuit.ts';
import { TemplateBuilder } from './templateBuilder.ts';

/**
 * Writes 2ⁿ real features x into the amplitudes of n qubits: x[k] / |x| belongs to basis state k, bit j of k being qubit j.
 * Features that are all 0 leave the qubits in |0…0⟩. A tree of rotations about Y, each controlled by all qubits above its
 * own, divides the length of x between its halves (Möttönen, Vartiainen, Bergholm and Salomaa, Quantum Information and
 * Computation 5, 2005): 2ⁿ − 1 rotations.
 */
export function amplitudeFeatureMap(qubits: number): Circuit {
  const builder = new TemplateBuilder(qubits);
  const features = Array.from({ length: 2 ** qubits }, () => builder.parameter('x'));
  // Entry p of level q is the squared length of the features whose bits above q − 1 spell p.
  const lengths = [features.map((feature) => combineAngles('multiply', feature, feature))];
  for (let qubit = 1; qubit < qubits; qubit++) lengths.push(pairwiseSums(lengths[qubit - 1] ?? []));
  for (let qubit = qubits - 1; qubit >= 0; qubit--) {
    const prefixes = 2 ** (qubits - 1 - qubit);
    for (let prefix = 0; prefix < prefixes; prefix++) {
      const [left, right] = [2 * prefix, 2 * prefix + 1];
      const half =
        qubit === 0
          ? directionOf(features[left] ?? 0, features[right] ?? 0)
          : shareAngle(lengths[qubit]?.[left] ?? 0, lengths[qubit]?.[right] ?? 0);
      builder.controlledGate('ry', prefixControls(prefix, qubit, qubits), qubit, [combineAngles('multiply', 2, half)]);
    }
  }
  return builder.build();
}

/** Far below any rounding of a feature, and its square is still a number: keeps quotients of zeros defined. */
const tiny = 1e-150;

/** The angle whose cosine and sine are to each other as the roots of two numbers of at least 0. */
function shareAngle(left: Angle, right: Angle): Angle {
  const below = combineAngles('add', transformAngle('sqrt', left), tiny);
  return transformAngle('arctan', combineAngles('divide', transformAngle('sqrt', right), below));
}

/** The angle of the vector (left, right), in (−π/2, 3π/2). */
function directionOf(left: Angle, right: Angle): Angle {
  const safe = combineAngles('add', left, tiny);
  const slope = transformAngle('arctan', combineAngles('divide', right, safe));
  const size = transformAngle('sqrt', combineAngles('multiply', safe, safe));
  const sign = combineAngles('divide', safe, size);
  const turn = combineAngles('multiply', Math.PI / 2, combineAngles('subtract', 1, sign));
  return combineAngles('add', slope, turn);
}

function pairwiseSums(values: readonly Angle[]): Angle[] {
  return Array.from({ length: values.length / 2 }, (_, index) =>
    combineAngles('add', values[2 * index] ?? 0, values[2 * index + 1] ?? 0),
  );
}

/** The qubits above one hold the bits of a prefix. */
function prefixControls(prefix: number, qubit: number, qubits: number): Control[] {
  return Array.from({ length: qubits - 1 - qubit }, (_, bit) => ({
    qubit: qubit + 1 + bit,
    value: Math.floor(prefix / 2 ** bit) % 2 === 1 ? 1 : 0,
  }));
}
