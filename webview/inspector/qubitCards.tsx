import type { StateView } from '#core/protocol/stateInspection.ts';
import { formatNumber } from '../format/numbers.ts';
import { chanceText } from './amplitudeText.ts';
import { purityOf } from './blochProjection.ts';
import { BlochSphere } from './blochSphere.tsx';

/** The reduced state of each qubit. */
export function QubitCards({ state: { bloch = [], qubits } }: { readonly state: StateView }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <ul class="qubit-cards" aria-label="Qubits" tabIndex={0}>
      {bloch.map((vector, qubit) => (
        <li key={qubits[qubit]} class="qubit-card">
          <BlochSphere vector={vector} />
          <dl>
            <div>
              <dt class="qubit-name">{qubits[qubit]}</dt>
              <dd>{Math.hypot(...vector) > 1 - 1e-6 ? 'pure' : 'mixed'}</dd>
            </div>
            <div>
              <dt>Is 1</dt>
              <dd>{chanceText((1 - vector[2]) / 2)}</dd>
            </div>
            <div>
              <dt>Purity</dt>
              <dd>{formatNumber(purityOf(vector), 3)}</dd>
            </div>
            <div>
              <dt>x, y, z</dt>
              <dd>{vector.map((part) => formatNumber(part, 2)).join(', ')}</dd>
            </div>
          </dl>
        </li>
      ))}
    </ul>
  );
}
