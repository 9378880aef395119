import { Failure } from '#core/base/failure.ts';
import { type Angle, combineAngles } from '../angle.ts';
import type { Circuit } from '../circuit.ts';
import type { PauliSum } from '../observable.ts';
import { TemplateBuilder } from './templateBuilder.ts';

/**
 * The circuit of the quantum approximate optimisation algorithm (Farhi, Goldstone, Gutmann, arXiv:1411.4028): H on all,
 * then `layers` times exp(−iγC) for the cost C and exp(−iβX) on every qubit. Its parameters are γ and β of the first
 * layer, then of the next: 2·layers.
 * @param cost a sum of products of one or two Z; multiples of the identity only turn the global phase and are skipped
 * @throws Failure `unsupported` for other products
 */
export function qaoaCircuit(qubits: number, layers: number, cost: PauliSum): Circuit {
  const builder = new TemplateBuilder(qubits);
  builder.onEach((qubit) => builder.gate('h', [qubit]));
  for (let layer = 0; layer < layers; layer++) {
    const gamma = builder.parameter('gamma');
    for (const { coefficient, factors } of cost.terms) {
      const targets = factors.map(({ qubit }) => qubit);
      if (targets.length > 2 || factors.some(({ axis }) => axis !== 'Z'))
        throw new Failure('unsupported', 'The circuit qaoa takes costs of products of one or two Z only.', {
          advice: 'Use another ansatz for this Hamiltonian, such as real-amplitudes.',
        });
      const angle: Angle = combineAngles('multiply', 2 * coefficient, gamma);
      if (targets.length > 0) builder.gate(targets.length === 1 ? 'rz' : 'rzz', targets, [angle]);
    }
    const beta = builder.parameter('beta');
    builder.onEach((qubit) => builder.gate('rx', [qubit], [combineAngles('multiply', 2, beta)]));
  }
  return builder.build();
}
