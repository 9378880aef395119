import type { CancellationSignal } from '#core/base/cancellation.ts';
import { logarithmOf } from '#core/base/elementary/exponential.ts';
import type { ClassicalMemory } from '#core/circuit/evaluateClassical.ts';
import type { DenseMatrix } from '#core/circuit/matrices/denseMatrix.ts';
import { pauliMatrix } from '../channel.ts';
import { meanOf } from './meanOf.ts';
import type { PureStateOperations } from './pureState.ts';
import { byThreshold, countBelow, nextThreshold, type Shot } from './shotGroup.ts';
import { type EventfulChannel, localOperator, type StochasticChannel } from './stochasticChannel.ts';

/** Shots with the same past. */
export interface Way<State> {
  readonly state: State;
  readonly memory: ClassicalMemory;
  passes: number;
  /** By their thresholds. */
  shots: readonly Shot[];
  /** −ln of the probability that nothing happened since the last event, without what the norm of the state says. */
  hazard: number;
  /** At least −ln ⟨ψ|ψ⟩; 0 says that the state is normalised. */
  lossBound: number;
}

/** What happens to some of the shots of a way. */
export interface Part<State> {
  readonly shots: readonly Shot[];
  act(way: Way<State>): void;
}

/** A bound that is compared with numbers that rounding has touched. */
const safety = 1 + 1e-9;

/** Lets channels happen to the shots of a way, or not. */
export class ChannelEvents<State> {
  readonly #operations: PureStateOperations<State>;
  readonly #signal: CancellationSignal;

  constructor(operations: PureStateOperations<State>, signal: CancellationSignal) {
    this.#operations = operations;
    this.#signal = signal;
  }

  /** Divides shots into those to which the same happens; some parts may have none. */
  parts(channel: StochasticChannel, way: Way<State>): Part<State>[] {
    if (channel.kind === 'depolarising') return this.#depolarised(channel, way);
    return channel.stayEffect === undefined
      ? this.#mixed(channel, way)
      : this.#damped(channel, channel.stayEffect, way);
  }

  /** How many shots have an event within so much more hazard; they are the first. */
  count(way: Way<State>, hazard: number): number {
    const { lossBound, shots } = way;
    const nearest = shots[0]?.threshold ?? Number.POSITIVE_INFINITY;
    if (lossBound === 0) return countBelow(shots, way.hazard + hazard);
    if ((way.hazard + lossBound + hazard) * safety < nearest) return 0;
    const loss = -logarithmOf(this.#operations.squaredNorm(way.state, this.#signal));
    way.lossBound = Math.max(loss, 0) * safety + Number.EPSILON;
    return countBelow(shots, way.hazard + loss + hazard);
  }

  /** What the norm kept account of goes to the account of the way. */
  normalise(way: Way<State>): void {
    if (way.lossBound === 0) return;
    way.hazard -= logarithmOf(this.#rescale(way.state));
    way.lossBound = 0;
  }

  /** @returns ⟨ψ|ψ⟩ before, which is 1 now */
  #rescale(state: State): number {
    const norm = this.#operations.squaredNorm(state, this.#signal);
    this.#operations.scale(state, 1 / Math.sqrt(norm), this.#signal);
    return norm;
  }

  /** A mixture of unitary matrices, whose probabilities are those of every state. */
  #mixed(channel: EventfulChannel, way: Way<State>): Part<State>[] {
    const eventful = this.count(way, channel.hazard);
    const weights = channel.events.map(({ probability }) => probability);
    return [
      ...this.#events(channel, weights, way.shots.slice(0, eventful)),
      {
        shots: way.shots.slice(eventful),
        act: (each) => {
          this.#stay(channel, each);
          each.hazard += channel.hazard;
        },
      },
    ];
  }

  /** A product of Pauli matrices that every eventful shot draws for itself, qubit by qubit. */
  #depolarised(
    { hazard, qubits }: Extract<StochasticChannel, { kind: 'depolarising' }>,
    way: Way<State>,
  ): Part<State>[] {
    const eventful = this.count(way, hazard);
    const groups = new Map<string, { readonly digits: readonly number[]; readonly shots: Shot[] }>();
    for (const shot of way.shots.slice(0, eventful)) {
      const digits = qubits.map(() => shot.stream.integerBelow(4));
      shot.threshold = nextThreshold(shot.stream);
      const key = digits.join('');
      const group = groups.get(key) ?? { digits, shots: [] };
      group.shots.push(shot);
      groups.set(key, group);
    }
    const quiet: Part<State> = {
      shots: way.shots.slice(eventful),
      act: (each) => {
        each.hazard += hazard;
      },
    };
    const disturbed = [...groups.values()].map(({ digits, shots }): Part<State> => {
      return {
        shots: byThreshold(shots),
        act: (each) => {
          digits.forEach((digit, place) => {
            const operator = localOperator(pauliMatrix(1, digit), [qubits[place] ?? 0]);
            if (digit !== 0) this.#operations.apply(each.state, operator, this.#signal);
          });
          this.#begin(each, true);
        },
      };
    });
    return [...disturbed, quiet];
  }

  /** A channel whose probabilities depend on the state. Where nothing happens, the norm of the state keeps account. */
  #damped(channel: EventfulChannel, stayEffect: DenseMatrix, way: Way<State>): Part<State>[] {
    const act = (each: Way<State>) => {
      this.#stay(channel, each);
      each.lossBound = (each.lossBound + channel.hazard) * safety;
    };
    const nearest = way.shots[0]?.threshold ?? Number.POSITIVE_INFINITY;
    if ((way.hazard + way.lossBound + channel.hazard) * safety < nearest) return [{ shots: way.shots, act }];
    const local = this.#operations.localState(way.state, channel.qubits, this.#signal);
    const loss = -logarithmOf(meanOf(stayEffect, local));
    const eventful = countBelow(way.shots, way.hazard + loss);
    const weights = eventful === 0 ? [] : channel.events.map(({ effect }) => Math.max(0, meanOf(effect, local)));
    const quiet: Part<State> = {
      shots: way.shots.slice(eventful),
      act: (each) => {
        act(each);
        each.lossBound = Math.max(loss, 0) * safety + Number.EPSILON;
      },
    };
    return [...(eventful === 0 ? [] : this.#events(channel, weights, way.shots.slice(0, eventful))), quiet];
  }

  /** The shots to which each event happens: which of them, every shot draws by itself. */
  #events(channel: EventfulChannel, weights: readonly number[], shots: readonly Shot[]): Part<State>[] {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const groups = channel.events.map((): Shot[] => []);
    for (const shot of shots) {
      let rest = shot.stream.uniform() * total;
      let chosen = weights.findIndex((weight) => {
        rest -= weight;
        return rest < 0;
      });
      if (chosen < 0) chosen = weights.findLastIndex((weight) => weight > 0);
      shot.threshold = nextThreshold(shot.stream);
      groups[chosen]?.push(shot);
    }
    return channel.events.map(({ operator }, event) => ({
      shots: byThreshold(groups[event] ?? []),
      act: (way: Way<State>) => {
        this.#operations.apply(way.state, operator, this.#signal);
        this.#begin(way, channel.stayEffect === undefined);
      },
    }));
  }

  /** After an event accounts begin anew. */
  #begin(way: Way<State>, isUnitary: boolean): void {
    if (way.lossBound > 0 || !isUnitary) this.#rescale(way.state);
    way.hazard = 0;
    way.lossBound = 0;
  }

  #stay({ stay }: EventfulChannel, { state }: Way<State>): void {
    if (stay) this.#operations.apply(state, stay, this.#signal);
  }
}
