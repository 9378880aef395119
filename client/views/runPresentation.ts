import type { RunSummary } from '#core/runs/runRecord.ts';
import { isFinal, type RunState } from '#core/runs/runState.ts';

/** A codicon and a theme colour that stand for a state; the state's word always stands beside them. */
export interface StateIcon {
  readonly icon: string;
  readonly color?: string;
}

const stateIcons: Readonly<Record<RunState, StateIcon>> = {
  created: { icon: 'circle-outline' },
  validating: { icon: 'loading~spin' },
  running: { icon: 'loading~spin' },
  waiting: { icon: 'watch' },
  succeeded: { icon: 'pass', color: 'testing.iconPassed' },
  failed: { icon: 'error', color: 'testing.iconFailed' },
  cancelled: { icon: 'circle-slash', color: 'testing.iconSkipped' },
  stopped: { icon: 'debug-pause', color: 'testing.iconQueued' },
};

export function iconOf(state: RunState, interrupted: boolean): StateIcon {
  return interrupted ? { icon: 'debug-disconnect', color: 'testing.iconQueued' } : stateIcons[state];
}

/** The word shown for a state. */
export function stateWord(state: RunState, interrupted: boolean): string {
  return interrupted ? 'interrupted' : state;
}

/** `accuracy 0.953 (0.921–0.985)`; without an interval only the mean; undefined when the run has no metric. */
export function metricPhrase(summary: RunSummary): string | undefined {
  const metric = summary.primaryMetric;
  if (metric === undefined) return undefined;
  const interval =
    metric.low === undefined || metric.high === undefined ? '' : ` (${figure(metric.low)}–${figure(metric.high)})`;
  return `${metric.name} ${figure(metric.mean)}${interval}`;
}

function figure(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 0.001 || magnitude >= 100_000)) return value.toExponential(2);
  return value.toFixed(magnitude >= 100 ? 1 : 3);
}

/** `0.8 s`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function durationPhrase(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** The grey text behind the name of a run. */
export function runDescription(summary: RunSummary, interrupted: boolean, now: number): string {
  const parts: string[] = [];
  if (interrupted) parts.push('interrupted');
  else if (!isFinal(summary.state)) parts.push(summary.step ?? summary.state);
  else if (summary.state !== 'succeeded') parts.push(summary.state);
  return [...parts, ...runFacts(summary, now)].join(' · ');
}

/** What is read out of a run: its icon is a word, and what is separated by dots to the eye is by commas. */
export function spokenRun(summary: RunSummary, interrupted: boolean, now: number): string {
  const step = !interrupted && !isFinal(summary.state) && summary.step !== undefined ? [`step ${summary.step}`] : [];
  return [summary.name, stateWord(summary.state, interrupted), ...step, ...runFacts(summary, now)].join(', ');
}

function runFacts(summary: RunSummary, now: number): string[] {
  const parts: string[] = [];
  const metric = metricPhrase(summary);
  if (metric !== undefined) parts.push(metric);
  if (summary.endedAt !== undefined) parts.push(durationPhrase(summary.endedAt - summary.createdAt));
  parts.push(timePhrase(summary.createdAt, now));
  return parts;
}

/** The time of day for today's runs, the date as well for others; local time. */
function timePhrase(time: number, now: number): string {
  const date = new Date(time);
  const clock = `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
  if (date.toDateString() === new Date(now).toDateString()) return clock;
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')} ${clock}`;
}
