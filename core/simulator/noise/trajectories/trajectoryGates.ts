import type { NoisyGate } from '../../program/circuitNoise.ts';
import type { Computation, GateOptions, PreparedGates, UnitaryGate } from '../../program/quantumState.ts';
import { type StochasticChannel, stochasticChannel } from './stochasticChannel.ts';

/** Gates, or something that may happen after them. */
export type TrajectoryItem<Gates> =
  | { readonly kind: 'gates'; readonly gates: Gates }
  | { readonly kind: 'channel'; readonly channel: StochasticChannel };

/** A stretch of a circuit. */
export interface TrajectoryStretch<Gates> {
  /** One after the other, for shots to which something happens here. */
  readonly items: readonly TrajectoryItem<Gates>[];
  /** All gates of the stretch together, for shots to which nothing happens; absent where that changes the state too. */
  readonly undisturbed?: { readonly gates: Gates; readonly hazard: number };
}

/** So many channels make up a stretch: gates run faster together, but an event has those of its stretch run singly. */
const channelsPerStretch = 32;

/** Makes gates of a pure state ready. */
type Preparation<Gates> = (operations: readonly UnitaryGate[], options: GateOptions) => Gates;

/** Gates and channels in stretches through which most shots go without an event. */
export class TrajectoryGates<Gates extends PreparedGates> implements PreparedGates {
  readonly stretches: readonly TrajectoryStretch<Gates>[];
  readonly isParametric: boolean;
  readonly #parametric: readonly Gates[];

  constructor(operations: readonly NoisyGate[], prepare: Preparation<Gates>, options: GateOptions) {
    const parametric: Gates[] = [];
    const prepared = (gates: readonly UnitaryGate[]): Gates => {
      const made = prepare(gates, options);
      if (made.isParametric) parametric.push(made);
      return made;
    };
    this.stretches = stretchesOf(operations).map((stretch) => prepareStretch(stretch, prepared));
    this.#parametric = parametric;
    this.isParametric = parametric.length > 0;
  }

  bind(values: ArrayLike<number>, compute?: Computation): void {
    for (const gates of this.#parametric) gates.bind(values, compute);
  }
}

/** Gates, or a channel that has been looked at. */
type PlannedItem = { readonly gates: UnitaryGate[] } | { readonly channel: StochasticChannel };

interface PlannedStretch {
  readonly items: PlannedItem[];
  /** Whether nothing at all happens to shots without an event. */
  readonly isQuiet: boolean;
}

function stretchesOf(operations: readonly NoisyGate[]): PlannedStretch[] {
  const stretches: PlannedStretch[] = [];
  let current: PlannedStretch = { items: [], isQuiet: true };
  let channels = 0;
  const close = () => {
    if (current.items.length > 0) stretches.push(current);
    current = { items: [], isQuiet: true };
    channels = 0;
  };
  for (const operation of operations) {
    if (operation.kind !== 'channel') {
      const last = current.items.at(-1);
      if (last && 'gates' in last) last.gates.push(operation);
      else current.items.push({ gates: [operation] });
      continue;
    }
    const channel = stochasticChannel(operation.channel, operation.qubits);
    if (channel.kind === 'events' && channel.stay !== undefined) {
      close();
      stretches.push({ items: [{ channel }], isQuiet: false });
      continue;
    }
    if (channels === channelsPerStretch) close();
    current.items.push({ channel });
    channels++;
  }
  close();
  return stretches;
}

function prepareStretch<Gates>(
  { isQuiet, items }: PlannedStretch,
  prepare: (gates: readonly UnitaryGate[]) => Gates,
): TrajectoryStretch<Gates> {
  const prepared = items.map((item): TrajectoryItem<Gates> => {
    if ('channel' in item) return { kind: 'channel', channel: item.channel };
    return { kind: 'gates', gates: prepare(item.gates) };
  });
  if (!isQuiet) return { items: prepared };
  const [only] = prepared;
  const gates =
    prepared.length === 1 && only?.kind === 'gates'
      ? only.gates
      : prepare(items.flatMap((item) => ('gates' in item ? item.gates : [])));
  const hazard = items.reduce((sum, item) => ('channel' in item ? sum + item.channel.hazard : sum), 0);
  return { items: prepared, undisturbed: { gates, hazard } };
}
