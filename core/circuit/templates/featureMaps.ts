import { type Angle, combineAngles, transformAngle } from '../angle.ts';
import type { Circuit } from '../circuit.ts';
import { type Entanglement, entangledPairs } from './entanglement.ts';
import { TemplateBuilder } from './templateBuilder.ts';

/*
 * Circuits that write features x[0], x[1], … into a state, one a qubit unless they say otherwise. The parameters of each
 * are its features, in order.
 */

function features(builder: TemplateBuilder, count: number): Angle[] {
  return Array.from({ length: count }, () => builder.parameter('x'));
}

function at(angles: readonly Angle[], index: number): Angle {
  return angles[index] ?? 0;
}

/**
 * The ZZ feature map of Havlíček et al. (Nature 567, 2019): `reps` times H on all, P(2xᵢ) on i, and for each pair CX,
 * P(2(π−xᵢ)(π−xⱼ)) on the target, CX.
 */
export function zzFeatureMap(qubits: number, reps: number, entanglement: Entanglement): Circuit {
  const builder = new TemplateBuilder(qubits);
  const x = features(builder, qubits);
  const pairs = entangledPairs(entanglement, qubits);
  for (let repetition = 0; repetition < reps; repetition++) {
    builder.onEach((qubit) => builder.gate('h', [qubit]));
    builder.onEach((qubit) => builder.gate('p', [qubit], [combineAngles('multiply', 2, at(x, qubit))]));
    for (const [first, second] of pairs) {
      const left = combineAngles('subtract', Math.PI, at(x, first));
      const right = combineAngles('subtract', Math.PI, at(x, second));
      const angle = combineAngles('multiply', 2, combineAngles('multiply', left, right));
      builder.controlledX(first, second);
      builder.gate('p', [second], [angle]);
      builder.controlledX(first, second);
    }
  }
  return builder.build();
}

/** `reps` times H on all, RZ(xᵢ) on i, and exp(−i xᵢxⱼ ZᵢZⱼ/2) on every pair (all pairs unless told otherwise). */
export function iqpFeatureMap(qubits: number, reps: number, entanglement: Entanglement): Circuit {
  const builder = new TemplateBuilder(qubits);
  const x = features(builder, qubits);
  const pairs = entangledPairs(entanglement, qubits);
  for (let repetition = 0; repetition < reps; repetition++) {
    builder.onEach((qubit) => builder.gate('h', [qubit]));
    builder.onEach((qubit) => builder.gate('rz', [qubit], [at(x, qubit)]));
    for (const [first, second] of pairs) {
      builder.gate('rzz', [first, second], [combineAngles('multiply', at(x, first), at(x, second))]);
    }
  }
  return builder.build();
}

/** Angle encoding: RX, RY or RZ of xᵢ on qubit i; RZ after an H, without which it would change nothing. */
export function angleFeatureMap(qubits: number, axis: 'x' | 'y' | 'z'): Circuit {
  const builder = new TemplateBuilder(qubits);
  const x = features(builder, qubits);
  builder.onEach((qubit) => {
    if (axis === 'z') builder.gate('h', [qubit]);
    builder.gate(`r${axis}`, [qubit], [at(x, qubit)]);
  });
  return builder.build();
}

/** `layers` times RX(−π/4), RY(−xᵢ) on every qubit; without entanglement, so its kernel is a product. */
export function separableFeatureMap(qubits: number, layers: number): Circuit {
  const builder = new TemplateBuilder(qubits);
  const x = features(builder, qubits);
  for (let layer = 0; layer < layers; layer++) {
    builder.onEach((qubit) => {
      builder.gate('rx', [qubit], [-Math.PI / 4]);
      builder.gate('ry', [qubit], [combineAngles('multiply', -1, at(x, qubit))]);
    });
  }
  return builder.build();
}

/** Basis encoding: qubit i is |1⟩ where xᵢ is at least 1/2, else |0⟩. */
export function basisFeatureMap(qubits: number): Circuit {
  const builder = new TemplateBuilder(qubits);
  const x = features(builder, qubits);
  builder.onEach((qubit) => {
    // The sign of xᵢ − 1/2, which is 1 at 1/2 itself.
    const above = combineAngles('add', combineAngles('subtract', at(x, qubit), 0.5), 1e-150);
    const size = transformAngle('sqrt', combineAngles('multiply', above, above));
    const bit = combineAngles('multiply', 0.5, combineAngles('add', combineAngles('divide', above, size), 1));
    builder.gate('ry', [qubit], [combineAngles('multiply', Math.PI, bit)]);
  });
  return builder.build();
}

/** What a Hamiltonian embedding does besides its features. */
export interface HamiltonianEvolution {
  /** t of the evolution; the whole lasts t times the number of features. */
  readonly time: number;
  readonly steps: number;
  /** φ, θ, ω of the first rotation of each qubit: 3n numbers. */
  readonly rotations: readonly number[];
}

/**
 * The Hamiltonian embedding of Huang et al. (Nature Communications 12, 2021): n qubits take m = n − 1 features. After
 * Rot(φ, θ, ω) on every qubit, T steps of exp(−i a/2 · PP) with P = X, Y, Z and a = xⱼ m t/T on the qubits j and j + 1.
 */
export function hamiltonianFeatureMap(qubits: number, { rotations, steps, time }: HamiltonianEvolution): Circuit {
  const builder = new TemplateBuilder(qubits);
  const x = features(builder, qubits - 1);
  builder.onEach((qubit) => {
    (['rz', 'ry', 'rz'] as const).forEach((gate, place) => {
      builder.gate(gate, [qubit], [rotations[3 * qubit + place] ?? 0]);
    });
  });
  for (let step = 0; step < steps; step++) {
    x.forEach((feature, index) => {
      const angle = combineAngles('multiply', (x.length * time) / steps, feature);
      for (const gate of ['rxx', 'ryy', 'rzz'] as const) builder.gate(gate, [index, index + 1], [angle]);
    });
  }
  return builder.build();
}
