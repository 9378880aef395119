import type { Circuit } from '#core/circuit/circuit.ts';
import { trajectoryBytes } from '#core/simulator/noise/trajectories/waitingStates.ts';
import type { SimulationOptions } from '#core/simulator/simulationOptions.ts';

/** What methods take that hold no amplitudes, about. */
const compact = 64 * 2 ** 20;

/** The widest state vector that can be asked for. */
const widest = 28;

/**
 * About how many bytes a simulation takes, before anybody has looked at the circuit; a circuit that `auto` simulates as a
 * tableau takes less.
 */
export function expectedMemory(
  { qubitCount }: Pick<Circuit, 'qubitCount'>,
  { method = 'auto', noise, precision, shots }: Pick<SimulationOptions, 'method' | 'noise' | 'precision' | 'shots'>,
): number {
  const amplitude = precision === 'single' ? 8 : 16;
  switch (method) {
    case 'mps':
    case 'stabilizer':
      return compact;
    case 'density':
      return 16 * 4 ** Math.min(qubitCount, widest / 2);
    case 'auto':
    case 'statevector':
    case 'trajectories': {
      if (qubitCount > widest) return compact;
      const state = amplitude * 2 ** qubitCount;
      return method === 'trajectories' || noise ? trajectoryBytes(state, shots) : state;
    }
  }
}
