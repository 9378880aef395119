import type { Circuit } from '../circuit.ts';
import { type Entanglement, entangledPairs } from './entanglement.ts';
import { TemplateBuilder } from './templateBuilder.ts';

/*
 * Trainable circuits. Their parameters theta[0]… are in order of
 * application.
 */

/** An RY layer, then `reps` times CX on the pairs and an RY layer: n(reps+1) parameters. */
export function realAmplitudes(qubits: number, reps: number, entanglement: Entanglement): Circuit {
  const builder = new TemplateBuilder(qubits);
  layered(builder, qubits, reps, entanglement, () => {
    builder.onEach((qubit) => builder.gate('ry', [qubit], [builder.parameter('theta')]));
  });
  return builder.build();
}

/** As {@link realAmplitudes} with RY on all then RZ on all in each layer: 2n(reps+1) parameters. */
export function efficientSu2(qubits: number, reps: number, entanglement: Entanglement): Circuit {
  const builder = new TemplateBuilder(qubits);
  layered(builder, qubits, reps, entanglement, () => {
    builder.onEach((qubit) => builder.gate('ry', [qubit], [builder.parameter('theta')]));
    builder.onEach((qubit) => builder.gate('rz', [qubit], [builder.parameter('theta')]));
  });
  return builder.build();
}

function layered(
  builder: TemplateBuilder,
  qubits: number,
  reps: number,
  entanglement: Entanglement,
  rotations: () => void,
): void {
  const pairs = entangledPairs(entanglement, qubits);
  rotations();
  for (let repetition = 0; repetition < reps; repetition++) {
    for (const [control, target] of pairs) builder.controlledX(control, target);
    rotations();
  }
}

/**
 * `layers` times Rot = RZ(ω) RY(θ) RZ(φ) on every qubit (parameters φ, θ, ω) and CX on the pairs, a ring by default
 * elsewhere: 3n·layers parameters.
 */
export function rotationLayers(qubits: number, layers: number, entanglement: Entanglement): Circuit {
  const builder = new TemplateBuilder(qubits);
  const pairs = entangledPairs(entanglement, qubits);
  for (let layer = 0; layer < layers; layer++) {
    builder.onEach((qubit) => {
      builder.gate('rz', [qubit], [builder.parameter('theta')]);
      builder.gate('ry', [qubit], [builder.parameter('theta')]);
      builder.gate('rz', [qubit], [builder.parameter('theta')]);
    });
    for (const [control, target] of pairs) builder.controlledX(control, target);
  }
  return builder.build();
}
