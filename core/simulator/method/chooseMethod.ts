import { Failure } from '#core/base/failure.ts';
import { formatBytes } from '#core/base/formatBytes.ts';
import { defaultBondLimit } from '../matrixProduct/truncation.ts';
import type { CircuitFacts } from './circuitFacts.ts';

/** How a circuit is simulated. */
export type MethodName = 'statevector' | 'stabilizer' | 'density' | 'trajectories' | 'mps';

export const methodNames: readonly MethodName[] = ['statevector', 'stabilizer', 'density', 'trajectories', 'mps'];

/** What is asked of a simulation, as far as the choice of its method depends on it. */
export interface MethodRequest {
  readonly method: MethodName | 'auto';
  readonly precision: 'double' | 'single';
  readonly shots: number;
  /**
   * `pauli` for noise that Pauli frames sample: products of Pauli matrices, and readout errors; `pauli-by-shots` where the
   * circuit depends on its results in a way that needs a tableau for each shot.
   */
  readonly noise: 'none' | 'pauli' | 'pauli-by-shots' | 'general';
  /** Whether the noise leaves states pure, being over-rotations and misread bits. */
  readonly noiseIsPure?: boolean;
  /** Amplitudes, all or some. */
  readonly wantsAmplitudes: boolean;
  /** Numbers of the final state besides counts: probabilities, expectation values, density matrices. */
  readonly wantsState: boolean;
  /** The largest bond dimension a matrix product state is to have; 256 unless given. */
  readonly bondLimit?: number;
  /** Bytes that a state may take; what the kernels can address unless given. */
  readonly memoryLimit?: number;
}

export interface MethodChoice {
  readonly method: MethodName;
  /** One sentence. */
  readonly why: string;
}

/** From this width on a Clifford circuit is simulated faster as a tableau than as a state vector. */
const tableauPays = 16;

/** From this width on shots by tableaus, one after the other, take less time than by state vectors. */
const tableauShotsPay = 20;

/** A state vector of up to this width is faster than any matrix product state. */
const vectorPays = 22;

/** Bond dimensions up to 2 to this power make a matrix product state faster than a state vector wider than that. */
const littleEntangled = 5;

/** The widest density matrix, of 4ⁿ entries. */
export const widestDensity = 12;

/** The widest state vector of any precision: its memory is addressed with 32 bits. */
const addressable = 2 ** 32;

/**
 * Chooses how to simulate a circuit, or checks the method that was chosen.
 * @throws Failure `too-large` or `unsupported` when the chosen method cannot, or none can; it names the limits and what else
 * is possible
 */
export function chooseMethod(facts: CircuitFacts, request: MethodRequest): MethodChoice {
  if (request.method !== 'auto') {
    const problem = problemOf(request.method, facts, request);
    if (problem) throw problem;
    return { method: request.method, why: 'It was asked for.' };
  }
  return request.noise === 'none' ? chooseWithoutNoise(facts, request) : chooseWithNoise(facts, request);
}

function chooseWithoutNoise(facts: CircuitFacts, request: MethodRequest): MethodChoice {
  const { nonClifford, qubits } = facts;
  const isWide = !fitsStateVector(facts, request);
  if (nonClifford === undefined && qubits >= tableauPays && !request.wantsAmplitudes) {
    return {
      method: 'stabilizer',
      why: `All gates are Clifford gates, and from ${tableauPays} qubits on a tableau is faster than a state vector.`,
    };
  }
  if (qubits > vectorPays) {
    const exponent = facts.bondExponent();
    if (2 ** exponent <= bondLimitOf(request) && (isWide || exponent <= littleEntangled)) {
      return {
        method: 'mps',
        why: `The circuit has ${qubits} qubits and entangles no two parts of their row beyond a bond dimension of ${2 ** exponent}.`,
      };
    }
  }
  if (isWide) throw nothingFits(facts, request);
  return { method: 'statevector', why: vectorReason(facts, request) };
}

function vectorReason({ nonClifford, qubits }: CircuitFacts, { wantsAmplitudes }: MethodRequest): string {
  const fits = `${qubits === 1 ? 'One qubit fits' : `${qubits} qubits fit`} into memory as a state vector`;
  if (nonClifford) return `${fits}, and ${nonClifford.name} is no Clifford gate.`;
  if (qubits < tableauPays) return `${fits}, which is fastest for circuits this small.`;
  return wantsAmplitudes ? `${fits}, which has the amplitudes that are asked for.` : `${fits}.`;
}

function chooseWithNoise(facts: CircuitFacts, request: MethodRequest): MethodChoice {
  const { nonClifford, qubits } = facts;
  if (request.wantsAmplitudes) throw noAmplitudes('Circuits with noise end in different states');
  const framesPay = request.noise === 'pauli' && qubits > 2;
  const shotsPay = request.noise === 'pauli-by-shots' && qubits >= tableauShotsPay;
  if (nonClifford === undefined && (framesPay || shotsPay) && !request.wantsState) {
    return {
      method: 'stabilizer',
      why: `All gates are Clifford gates and the noise is Pauli noise, which ${framesPay ? 'Pauli frames over a tableau sample' : 'a tableau samples shot by shot'}.`,
    };
  }
  const isWide = qubits >= (request.noise === 'pauli' ? widestDensity + 1 : tableauShotsPay);
  if (nonClifford === undefined && request.noise !== 'general' && isWide) {
    return {
      method: 'stabilizer',
      why: `All gates are Clifford gates and the noise is Pauli noise, so that a tableau holds the state of each of ${request.shots} shots.`,
    };
  }
  // A density matrix has the square of the entries of the state vector that every trajectory takes.
  const isCheaper = 2 ** qubits <= Math.max(1024, request.shots);
  if (qubits <= widestDensity && (isCheaper || request.wantsState)) {
    return {
      method: 'density',
      why: `There is noise, and the density matrix of ${qubits} ${qubits === 1 ? 'qubit' : 'qubits'} is exact${isCheaper ? ' and cheaper than a trajectory for each shot' : ''}.`,
    };
  }
  if (fitsStateVector(facts, request)) {
    return {
      method: 'trajectories',
      why:
        qubits > widestDensity
          ? `There is noise, and ${qubits} qubits are more than the ${widestDensity} of a density matrix.`
          : `There is noise, and a trajectory for each of ${request.shots} shots is cheaper than a density matrix of ${qubits} qubits.`,
    };
  }
  throw nothingFits(facts, request);
}

/** Why a method cannot do what is asked; undefined when it can. */
function problemOf(method: MethodName, facts: CircuitFacts, request: MethodRequest): Failure | undefined {
  const { qubits } = facts;
  switch (method) {
    case 'statevector':
      if (request.noise !== 'none' && !request.noiseIsPure) return noNoise('A state vector');
      return fitsStateVector(facts, request) ? undefined : tooWide(facts, request);
    case 'trajectories':
      if (request.wantsAmplitudes) return noAmplitudes('Trajectories of noise end in different states');
      return fitsStateVector(facts, request) ? undefined : tooWide(facts, request);
    case 'density':
      if (request.wantsAmplitudes) return noAmplitudes('A density matrix is of a mixed state');
      if (qubits <= widestDensity) return undefined;
      return new Failure(
        'too-large',
        `The circuit has ${qubits} qubits, and a density matrix holds at most ${widestDensity}.`,
        { advice: 'Use the method trajectories for noise, or statevector without it.' },
      );
    case 'stabilizer':
      return stabilizerProblem(facts, request);
    case 'mps':
      return request.noise === 'none' || request.noiseIsPure ? undefined : noNoise('A matrix product state');
  }
}

function stabilizerProblem({ nonClifford }: CircuitFacts, request: MethodRequest): Failure | undefined {
  if (nonClifford) {
    return new Failure(
      'unsupported',
      `The method stabilizer simulates Clifford gates only, and ${nonClifford.name} is none.`,
      { advice: 'Use the method auto, statevector or mps.' },
    );
  }
  if (request.noise === 'general') {
    return new Failure('unsupported', 'The method stabilizer simulates Pauli noise only, and this noise is more.', {
      advice: 'Use the method density or trajectories.',
    });
  }
  return undefined;
}

function fitsStateVector({ qubits }: Pick<CircuitFacts, 'qubits'>, request: MethodRequest): boolean {
  return vectorBytes(qubits, request) <= memoryOf(request);
}

function vectorBytes(qubits: number, { precision }: MethodRequest): number {
  return (precision === 'double' ? 16 : 8) * 2 ** qubits;
}

/** A little less than the addressable memory is left to one state. */
function memoryOf({ memoryLimit = addressable }: MethodRequest): number {
  return Math.min(memoryLimit, addressable * 0.75);
}

function bondLimitOf({ bondLimit = defaultBondLimit }: MethodRequest): number {
  return bondLimit;
}

function widestVector(request: MethodRequest): number {
  return Math.floor(Math.log2(memoryOf(request) / vectorBytes(0, request)));
}

function tooWide({ qubits }: CircuitFacts, request: MethodRequest): Failure {
  const widest = widestVector(request);
  return new Failure(
    'too-large',
    `The circuit has ${qubits} qubits, and the embedded simulator holds the state of at most ${widest} (${formatBytes(vectorBytes(widest, request))}; ${qubits} would need ${formatBytes(vectorBytes(qubits, request))}).`,
    { advice: adviceForWide(qubits, request, 'the method mps for circuits that entangle little') },
  );
}

/** @param without what is there for wide circuits without noise */
function adviceForWide(qubits: number, request: MethodRequest, without: string): string {
  const isSingleEnough = request.precision === 'double' && qubits === widestVector(request) + 1;
  const ways = [
    ...(isSingleEnough ? ['single precision'] : []),
    request.noise === 'none' ? without : 'Clifford gates with Pauli noise',
    'fewer qubits',
  ];
  return `Use ${ways.join(', ')}, or a cloud backend.`;
}

function nothingFits(facts: CircuitFacts, request: MethodRequest): Failure {
  const { nonClifford, qubits } = facts;
  const widest = widestVector(request);
  const reasons = [
    `a state vector holds at most ${widest}`,
    ...(request.noise === 'none'
      ? [
          nonClifford ? `${nonClifford.name} is no Clifford gate for a tableau` : 'a tableau has no amplitudes',
          `the bond dimension of a matrix product state may reach 2^${Math.round(facts.bondExponent())}`,
        ]
      : [
          nonClifford
            ? `${nonClifford.name} is no Clifford gate for a tableau`
            : 'only counts of Pauli noise fit a tableau',
        ]),
  ];
  return new Failure('too-large', `No method simulates this circuit of ${qubits} qubits: ${joined(reasons)}.`, {
    advice: adviceForWide(qubits, request, 'the method mps to simulate it approximately'),
  });
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)}`;
}

function noNoise(what: string): Failure {
  return new Failure('unsupported', `${what} is pure, and the noise makes states that are not.`, {
    advice: 'Use the method auto, density or trajectories, or leave the noise out.',
  });
}

function noAmplitudes(why: string): Failure {
  return new Failure('unsupported', `${why}, so there are no amplitudes.`, {
    advice: 'Leave the amplitudes out; probabilities and density matrices of chosen qubits are there.',
  });
}
