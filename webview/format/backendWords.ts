import { computedBackend } from '#core/runs/computedBackend.ts';
import type { QuantumUsage, RunRecord } from '#core/runs/runRecord.ts';

const kindWords: Readonly<Record<QuantumUsage['kind'], string>> = {
  simulator: 'simulator',
  emulator: 'emulator',
  hardware: 'hardware',
  classical: 'classical stand-in',
};

export function kindWord(kind: QuantumUsage['kind']): string {
  return kindWords[kind];
}

/** The backend that computed the run, with its kind, and those it fell back from: `local (simulator), after ionq`. */
export function backendText(record: Pick<RunRecord, 'backend' | 'result'>): string {
  const { after, kind, name } = computedBackend(record);
  const shown = kind === undefined || kindWords[kind] === name ? name : `${name} (${kindWords[kind]})`;
  return after.length === 0 ? shown : `${shown}, after ${after.join(', ')}`;
}

/** What a reader of a verdict must know of where the quantum step was computed, a sentence each. */
export function backendCaveats(record: Pick<RunRecord, 'backend' | 'result'>): string[] {
  const { after, kind, name } = computedBackend(record);
  return [
    ...(after.length === 0
      ? []
      : [`Begun on ${after.join(' and ')}, then on ${name}: not all of it was computed in one place.`]),
    ...(kind === undefined ? [] : kindCaveats[kind]),
  ];
}

const kindCaveats: Readonly<Record<QuantumUsage['kind'], readonly string[]>> = {
  simulator: ['Computed on a simulator: it says nothing of what a device would give.'],
  emulator: ['Computed on an emulator: the device it imitates may do better or worse.'],
  hardware: [],
  classical: ['In the end nothing was computed on a quantum backend.'],
};
