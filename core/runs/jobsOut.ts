import { countText, durationText } from '#core/base/shownValues.ts';
import type { JobNews, JobsOut } from './jobNews.ts';
import type { RunProgress } from './runProgress.ts';
import type { StoredJob } from './runStore.ts';

export const noJobsOut: JobsOut = { jobs: [], done: 0 };

/** The jobs after one more thing the run said. */
export function jobsAfter(before: JobsOut, progress: RunProgress): JobsOut {
  if (progress.kind === 'step' && progress.state === 'started') return noJobsOut;
  if (progress.kind !== 'job') return before;
  const { kind: _kind, ...news } = progress;
  switch (news.state) {
    case 'done':
    case 'ended':
      return {
        jobs: before.jobs.filter(({ key }) => key !== news.key),
        done: before.done + (news.state === 'done' ? 1 : 0),
      };
    case 'submitting':
    case 'queued':
    case 'running':
    case 'fetching': {
      const isKnown = before.jobs.some(({ key }) => key === news.key);
      const jobs = isKnown ? before.jobs.map((job) => (job.key === news.key ? news : job)) : [...before.jobs, news];
      return { ...before, jobs };
    }
  }
}

/** The active jobs of a run that another process executes, as the store has them. */
export function storedJobsOut(active: readonly StoredJob[]): JobsOut {
  const jobs = active.flatMap(({ backend, device, expectedWait, key, position, state, submittedAt }): JobNews[] => {
    if (state !== 'submitting' && state !== 'queued' && state !== 'running') return [];
    return [
      {
        key,
        backend,
        ...(device === undefined ? {} : { device }),
        state,
        // Since when it runs is not stored.
        ...(state === 'running' ? {} : { since: submittedAt }),
        ...(position === undefined ? {} : { position }),
        ...(expectedWait === undefined ? {} : { expectedWait }),
      },
    ];
  });
  return { jobs, done: 0 };
}

/**
 * Where the job is that the run waits for, and how many are done: `forte (ionq, qpu.forte-1): waiting in the queue since
 * 14:03:12 (place 3) · 4 jobs done`; empty where nothing was heard of any.
 * @param now milliseconds since 1970
 */
export function jobsOutText({ done, jobs }: JobsOut, now: number): string {
  const [first, ...others] = jobs;
  const parts = [
    ...(first === undefined ? [] : [jobText(first, now)]),
    ...(others.length === 0 ? [] : [`${countText(others.length, 'more job')} out`]),
    ...(done === 0 ? [] : [`${countText(done, 'job')} done`]),
  ];
  return parts.join(' · ');
}

/** One job: `forte (ionq, qpu.forte-1): running since 14:03:12`. */
function jobText(news: JobNews, now: number): string {
  const { backend, device, provider, since } = news;
  const where = [provider, device].filter((part) => part !== undefined && part !== backend).join(', ');
  const known = since === undefined ? '' : ` since ${momentText(since, now)}`;
  return `${where === '' ? backend : `${backend} (${where})`}: ${stateText(news)}${known}${waitText(news)}`;
}

function stateText({ state }: JobNews): string {
  switch (state) {
    case 'submitting':
      return 'sending the job';
    case 'queued':
      return 'waiting in the queue';
    case 'running':
      return 'running';
    case 'fetching':
      return 'fetching the result';
    case 'done':
      return 'done';
    case 'ended':
      return 'ended without a result';
  }
}

/** ` (place 3, about 20 min 0 s)`, as far as its provider tells. */
function waitText({ expectedWait, position }: JobNews): string {
  const place = position === undefined ? [] : [`place ${position}`];
  const wait = expectedWait === undefined ? [] : [`about ${durationText(expectedWait)}`];
  const known = [...place, ...wait].join(', ');
  return known === '' ? '' : ` (${known})`;
}

/** A moment in local time: `14:03:12` on the day of `now`, `2026-11-27 14:03` else. */
function momentText(time: number, now: number): string {
  const [moment, today] = [new Date(time), new Date(now)];
  const two = (part: number) => String(part).padStart(2, '0');
  const clock = `${two(moment.getHours())}:${two(moment.getMinutes())}`;
  if (moment.toDateString() === today.toDateString()) return `${clock}:${two(moment.getSeconds())}`;
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())} ${clock}`;
}
