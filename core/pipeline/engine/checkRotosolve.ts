import { Failure } from '#core/base/failure.ts';
import { dependsOn } from '#core/circuit/angle.ts';
import type { Circuit } from '#core/circuit/circuit.ts';

const rotations: ReadonlySet<string> = new Set(['rx', 'ry', 'rz', 'rxx', 'ryy', 'rzz']);

/**
 * Rotosolve is right only where every parameter is the whole angle of one rotation without controls.
 * @throws Failure `invalid-input` for a circuit in which one is not
 */
export function checkRotosolve(circuit: Circuit): void {
  circuit.parameters.forEach(({ name }, index) => {
    const one = new Set([index]);
    const users = circuit.operations.filter(
      (operation) => operation.kind !== 'gate' || operation.parameters.some((angle) => dependsOn(angle, one)),
    );
    const gates = users.flatMap((operation) => (operation.kind === 'gate' ? [operation] : []));
    const [gate] = gates;
    const [angle] = gate?.parameters ?? [];
    const whole = typeof angle === 'object' && angle.op === 'parameter';
    if (gates.length === 1 && gate && rotations.has(gate.gate) && gate.controls.length === 0 && whole) return;
    throw new Failure(
      'invalid-input',
      `Rotosolve cannot set ${name}, which is not the angle of exactly one rotation.`,
      {
        advice: 'Use another optimiser, such as cobyla or l-bfgs, or a circuit such as real-amplitudes.',
      },
    );
  });
}
