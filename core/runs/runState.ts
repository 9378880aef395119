/** The life of a run. The last four states are final. */
export const runStates = [
  'created',
  'validating',
  'running',
  'waiting',
  'succeeded',
  'failed',
  'cancelled',
  'stopped',
] as const;

export type RunState = (typeof runStates)[number];

const successors: Record<RunState, readonly RunState[]> = {
  created: ['validating', 'failed', 'cancelled'],
  validating: ['running', 'failed', 'cancelled', 'stopped'],
  running: ['waiting', 'succeeded', 'failed', 'cancelled', 'stopped'],
  waiting: ['running', 'failed', 'cancelled', 'stopped'],
  succeeded: [],
  // An interrupted run can be taken up again from its checkpoint (`hybridq runs resume`).
  failed: ['running'],
  cancelled: ['running'],
  stopped: ['running'],
};

export function canFollow(from: RunState, to: RunState): boolean {
  return successors[from].includes(to);
}

/** Whether nothing will happen to the run unless somebody resumes it. */
export function isFinal(state: RunState): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled' || state === 'stopped';
}
