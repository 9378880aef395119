import { dependsOn } from '#core/circuit/angle.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { GradientMethod } from '#core/circuit/evaluation.ts';
import type { ResolvedBackend, ResolvedOptimise } from '../schema/resolvedPipeline.ts';

/**
 * How gradients are found on a backend: as the pipeline says, else by the adjoint method where there is the state itself,
 * and by shifts where there are shots.
 */
export function gradientMethodOn(
  { gradient }: Pick<ResolvedOptimise, 'gradient'>,
  { kind, noise, shots }: Pick<ResolvedBackend, 'kind' | 'noise' | 'shots'>,
): GradientMethod {
  switch (gradient) {
    case 'none':
      return kind === 'simulator' && shots === undefined && noise === undefined ? 'adjoint' : 'parameter-shift';
    case 'finite-difference':
      return 'finite-differences';
    case 'adjoint':
    case 'parameter-shift':
      return gradient;
  }
}

/** The most circuits that the values and derivatives at one binding take, of which some observables are read together. */
export function circuitsPerGradient(method: GradientMethod, circuit: Circuit, parameters: readonly number[]): number {
  switch (method) {
    case 'adjoint':
      return 1;
    case 'finite-differences':
      return 1 + 2 * parameters.length;
    case 'parameter-shift': {
      const wanted = new Set(parameters);
      let circuits = 1;
      for (const operation of circuit.operations) {
        if (operation.kind !== 'gate') continue;
        // Under controls an angle has two frequencies.
        const each = operation.controls.length > 0 ? 4 : 2;
        circuits += each * operation.parameters.filter((angle) => dependsOn(angle, wanted)).length;
      }
      return circuits;
    }
  }
}
