import type { CriterionResultView, RolloutEventView, StageId, StageView } from '#core/protocol/rolloutView.ts';
import { formatSignificant } from '../format/numbers.ts';
import type { IconName } from '../ui/icon.tsx';

const stageTitles: Record<StageId, string> = {
  poc: 'Proof of concept',
  simulation: 'Simulation',
  hardware: 'Hardware',
  pilot: 'Pilot',
  production: 'Production',
};

export function stageTitle(stage: StageId): string {
  return stageTitles[stage];
}

/** How a stage stands, as a word with its icon. */
export interface Standing {
  readonly word: string;
  readonly icon: IconName;
  /** For its colour. */
  readonly tone: 'good' | 'bad' | 'open';
}

/** A stage that is behind the pipeline but not passed was skipped, which closes the gate. */
export function stageStanding({ passed, place }: StageView): Standing {
  switch (place) {
    case 'behind':
      return passed
        ? { word: 'Passed', icon: 'circle-check', tone: 'good' }
        : { word: 'Skipped: nothing shows that it was passed', icon: 'warning', tone: 'bad' };
    case 'current':
      return passed
        ? { word: 'Current stage, passed', icon: 'circle-check', tone: 'good' }
        : { word: 'Current stage, not passed yet', icon: 'circle-dots', tone: 'open' };
    case 'ahead':
      return { word: 'Not reached', icon: 'circle', tone: 'open' };
  }
}

export function criterionStanding({ found, met }: CriterionResultView): Standing {
  if (found === undefined) return { word: 'Unknown', icon: 'circle-dots', tone: 'open' };
  return met
    ? { word: 'Met', icon: 'circle-check', tone: 'good' }
    : { word: 'Not met', icon: 'circle-cross', tone: 'bad' };
}

const operators = { '>': '>', '>=': '≥', '<': '<', '<=': '≤', '==': '=' } as const;

/** `accuracy ≥ 0.7` */
export function criterionText({ criterion: { metric, op, value } }: CriterionResultView): string {
  return `${metric} ${operators[op]} ${formatSignificant(value)}`;
}

/** How far what was found is from what a criterion asks for; empty where it is met or nothing was found. */
export function gapText({ criterion: { op, value }, found, met }: CriterionResultView): string {
  if (found === undefined || met) return '';
  const gap = formatSignificant(Math.abs(value - found));
  switch (op) {
    case '>':
    case '>=':
      return `, ${gap} too low`;
    case '<':
    case '<=':
      return `, ${gap} too high`;
    case '==':
      return `, ${gap} off`;
  }
}

/** Who gets the stage, and how long it lasts. */
export function stageFacts({ maxDuration, share }: StageView): string[] {
  return [
    ...(share === undefined ? [] : [`for ${formatSignificant(share * 100)}\u00a0% of the work`]),
    ...(maxDuration === undefined ? [] : [`at most ${maxDuration}`]),
  ];
}

export function eventText(event: RolloutEventView): string {
  switch (event.kind) {
    case 'approved':
      return `${event.by} approved ${stageTitle(event.stage)}`;
    case 'advanced':
      return `${event.by} advanced from ${stageTitle(event.from)} to ${stageTitle(event.to)}`;
    case 'rolled-back':
      return `${event.by} switched the quantum step off at ${stageTitle(event.stage)}`;
    case 'restored':
      return `${event.by} switched the quantum step on at ${stageTitle(event.stage)}`;
  }
}
