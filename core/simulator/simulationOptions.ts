import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { MethodName } from './method/chooseMethod.ts';
import type { NoiseModel } from './noise/noiseModel.ts';
import { requireReducible } from './readout/reducedState.ts';
import { requireSameSize } from './readout/stateComparison.ts';

/** How a circuit is simulated and what of it is wanted. */
export interface SimulationOptions {
  /** A whole number from 0 to 100,000,000; 0 gives no counts. */
  readonly shots: number;
  /** Any integer; the same circuit, bindings, shots, method and seed give the same counts everywhere. */
  readonly seed: number;
  /** One value per circuit parameter, in order. */
  readonly bindings?: readonly number[];
  /** `auto` unless given: chosen by the circuit, see `chooseMethod`. */
  readonly method?: MethodName | 'auto';
  /** Of amplitudes: `double` unless given. */
  readonly precision?: 'double' | 'single';
  /** What goes wrong in the run; nothing unless given. */
  readonly noise?: NoiseModel;
  /** Where each qubit of the circuit sits on the device of the noise model: on the one with its number unless given. */
  readonly layout?: readonly number[];
  /** The largest bond dimension of a matrix product state; 256 unless given. */
  readonly bondLimit?: number;
  /** The weight that each truncation of a matrix product state may discard below that; 10⁻²² unless given. */
  readonly truncationThreshold?: number;
  /** Also give the bit string of every shot, in order. */
  readonly memory?: boolean;
  /** Also give the exact probability of every bit string that can occur. */
  readonly probabilities?: boolean;
  /**
   * Also give the exact probabilities of some registers, bits or qubits (`c`, `c[0]`, `q[1]`), one distribution for each
   * list of names.
   */
  readonly marginals?: readonly (readonly string[])[];
  /** Also give all amplitudes before the final measurements. */
  readonly amplitudes?: boolean;
  /** Also give the amplitudes of these basis states, written as bit strings of all qubits. */
  readonly amplitudesOf?: readonly string[];
  /** Also give the expectation values of these observables in the final state, measurements at the end left out. */
  readonly observables?: readonly PauliSum[];
  /**
   * `state` unless given: expectation values and variances of the state itself. `shots`: estimates with their standard
   * errors, each measurement basis read with all shots.
   */
  readonly expectationsFrom?: 'state' | 'shots';
  /** Also give the Bloch vectors of these qubits. */
  readonly bloch?: readonly number[];
  /** Also give the density matrices of these sets of qubits; bit j of a matrix index is qubit j of the set. */
  readonly densityMatrices?: readonly (readonly number[])[];
  /**
   * Also give the fidelity of the final state with that of another circuit of as many qubits, of gates only and without
   * noise: |⟨a|b⟩|², or ⟨b|ρ|b⟩ where the final state is mixed. Its parameters are bound.
   */
  readonly fidelityWith?: Circuit;
  /** Also follow one shot, without noise: what is read in each moment, and the Bloch vectors of all qubits after it. */
  readonly moments?: boolean;
}

const maximumShots = 100_000_000;

/** The most shots whose bit strings are listed one by one. */
const maximumListedShots = 1_000_000;

/** The widest circuit whose probabilities or amplitudes are written out one by one. */
const maximumListedQubits = 20;

/** @throws Failure `invalid-input`, `too-large` for what no circuit of this size can be asked for */
export function requireValidOptions(circuit: Circuit, options: SimulationOptions): void {
  const { bondLimit, observables = [], seed, shots } = options;
  if (!Number.isSafeInteger(shots) || shots < 0 || shots > maximumShots) {
    throw new Failure('invalid-input', `The number of shots must be a whole number from 0 to ${maximumShots}.`);
  }
  if (!Number.isSafeInteger(seed)) throw new Failure('invalid-input', 'The seed must be a whole number.');
  if (bondLimit !== undefined && (!Number.isSafeInteger(bondLimit) || bondLimit < 1)) {
    throw new Failure('invalid-input', 'The bond limit must be a whole number above 0.');
  }
  if (options.layout && options.noise === undefined) {
    throw new Failure(
      'invalid-input',
      'A layout says where qubits sit on the device of a noise model, and there is none.',
      {
        advice: 'Name a noise model or a calibration snapshot, or leave the layout out.',
      },
    );
  }
  requireFitting(options);
  if (options.moments && options.noise) {
    throw new Failure('unsupported', 'A shot is followed moment by moment without noise only.', {
      advice: 'Leave the noise out, or ask for the Bloch vectors of the final state.',
    });
  }
  if (options.memory && shots > maximumListedShots) {
    throw new Failure(
      'too-large',
      `The outcomes of ${shots} shots are too many to list; the limit is ${maximumListedShots}.`,
      {
        advice: 'Use the counts instead.',
      },
    );
  }
  if (options.expectationsFrom === 'shots' && shots === 0 && observables.length > 0) {
    throw new Failure('invalid-input', 'Expectation values cannot be estimated from 0 shots.', {
      advice: 'Ask for some shots, or for the values of the state itself.',
    });
  }
  if (options.amplitudes && circuit.qubitCount > maximumListedQubits) {
    throw tooLong('amplitudes', circuit.qubitCount, 'Ask for the amplitudes of chosen states, or use shots instead.');
  }
  for (const { terms } of observables) {
    for (const { factors } of terms)
      requireDistinct(
        factors.map(({ qubit }) => qubit),
        circuit.qubitCount,
      );
  }
  const { fidelityWith } = options;
  if (fidelityWith) requireSameSize(2 ** circuit.qubitCount, 2 ** fidelityWith.qubitCount);
  for (const qubits of options.densityMatrices ?? []) requireReducible(qubits, circuit.qubitCount);
  for (const qubit of options.bloch ?? []) requireReducible([qubit], circuit.qubitCount);
}

/** Refuses what only other methods than the chosen one know, rather than leaving it out in silence. */
function requireFitting({ bondLimit, method = 'auto', precision, truncationThreshold }: SimulationOptions): void {
  const isLimited = bondLimit !== undefined || truncationThreshold !== undefined;
  if (isLimited && method !== 'auto' && method !== 'mps') {
    throw new Failure(
      'invalid-input',
      `Bond limits and truncation are of matrix product states, and the method ${method} has none.`,
      { advice: 'Use the method mps or auto, or leave them out.' },
    );
  }
  if (precision === 'single' && (method === 'stabilizer' || method === 'density' || method === 'mps')) {
    throw new Failure('invalid-input', `The method ${method} knows double precision only.`, {
      advice: 'Use the method statevector, trajectories or auto, or leave the precision out.',
    });
  }
}

/** @param bits how many there are in a bit string whose distribution is wanted */
export function requireListable(bits: number): void {
  if (bits <= maximumListedQubits) return;
  throw tooLong('probabilities', bits, 'Choose some of the registers or qubits, or use shots instead.');
}

function requireDistinct(qubits: readonly number[], qubitCount: number): void {
  const wrong = qubits.find(
    (qubit, index) => !Number.isInteger(qubit) || qubit < 0 || qubit >= qubitCount || qubits.indexOf(qubit) !== index,
  );
  if (wrong === undefined) return;
  throw new Failure(
    'invalid-input',
    `An observable acts on qubit ${wrong}, which it names twice or which is not among the ${qubitCount} qubits of the circuit.`,
  );
}

function tooLong(what: string, bits: number, advice: string): Failure {
  return new Failure(
    'too-large',
    `The ${what} of ${bits} qubits are too many to list; the limit is ${maximumListedQubits} qubits.`,
    { advice },
  );
}
