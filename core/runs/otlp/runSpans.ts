import type { JobPhase } from '../jobPhase.ts';
import type { RunEvent } from '../runEvent.ts';
import type { RunRecord } from '../runRecord.ts';
import { isFinal } from '../runState.ts';
import { type OtlpAttribute, realAttribute, textAttribute, wholeAttribute } from './otlpAttributes.ts';
import { isError, jobAttributes, type PipelineResult, pipelineResult, runAttributes } from './runAttributes.ts';

/** A stretch of time in a run. Times are milliseconds since 1970; children lie within their parent. */
export interface RunSpan {
  /** Tells it apart from the others of its run; the same whenever the run is exported. */
  readonly path: string;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client';
  readonly start: number;
  readonly end: number;
  readonly attributes: readonly OtlpAttribute[];
  readonly events: readonly SpanEvent[];
  /** What went wrong in it. */
  readonly error?: string;
  readonly children: readonly RunSpan[];
}

export interface SpanEvent {
  readonly name: string;
  readonly time: number;
  readonly attributes: readonly OtlpAttribute[];
}

/** A span while the log is read. */
interface OpenSpan {
  readonly path: string;
  readonly name: string;
  readonly start: number;
  end?: number;
  /** Whether it came to its end; one that did not ends as its run does. */
  finished: boolean;
  readonly attributes: OtlpAttribute[];
  readonly events: SpanEvent[];
}

interface Repeat extends OpenSpan {
  readonly parts: RunSpan[];
}

interface Step extends OpenSpan {
  readonly id: string;
  readonly repeats: Repeat[];
}

interface Job {
  readonly path: string;
  readonly key: string;
  readonly backend: string;
  readonly start: number;
  end: number;
  state: string;
  handle: string | undefined;
  readonly phases: JobPhase[];
}

/**
 * A run as spans: the run, its steps, their repeats with what their time was spent on, and the jobs of a repeat with the
 * phases of each, as far as the event log knows them. What was under way when the run ended, or was interrupted, ends
 * there. Logs of versions that told less give fewer spans.
 */
export function runSpans(record: RunRecord, events: readonly RunEvent[]): RunSpan {
  const last = events.at(-1)?.time ?? record.createdAt;
  const start = record.createdAt;
  const end = Math.max(start, record.endedAt ?? last);
  const reader = new LogReader(events, record.endedAt ?? last);
  const result = pipelineResult(record);
  const message = record.failure?.message ?? '';
  const root: RunSpan = {
    path: 'run',
    name: `RUN ${record.name}`,
    kind: 'server',
    start,
    end,
    attributes: runAttributes(record),
    events: reader.events,
    ...(isError(result) ? { error: message } : {}),
    children: reader.steps.map((step) => stepSpan(step, record, result)),
  };
  const withJobs = reader.jobs.reduce((tree, job) => withJob(tree, job, record), root);
  return within(withJobs, start, end);
}

type PhaseEvent = Extract<RunEvent, { readonly event: 'phase' }>;

class LogReader {
  readonly steps: Step[] = [];
  readonly jobs: Job[] = [];
  /** Of the run itself. */
  readonly events: SpanEvent[] = [];
  #step: Step | undefined;
  #repeat: Repeat | undefined;
  #jobs = new Map<string, Job>();

  constructor(events: readonly RunEvent[], end: number) {
    const phases = events.flatMap((event) => (event.event === 'phase' ? [event] : []));
    let previous = events[0]?.time ?? end;
    for (const event of events) {
      this.#read(event, previous);
      previous = event.time;
    }
    this.#leave(end);
    for (const phase of phases) this.#jobOf(phase)?.phases.push(phase);
    for (const job of this.jobs)
      job.end = Math.max(job.end, ...job.phases.map(({ duration, start }) => start + duration));
  }

  #read(event: RunEvent, previous: number): void {
    const { time } = event;
    switch (event.event) {
      case 'state':
        if (event.state === 'validating') this.#beginStep('validate', time);
        else if (event.state === 'running' && this.#step?.id === 'validate') this.#endStep(time);
        return;
      case 'resumed':
        // The process before has died without a word, or has ended the run.
        this.#leave(previous);
        this.#note('resumed', time, textAttribute('service.version', event.product));
        return;
      case 'step':
        if (event.state === 'started') this.#beginStep(event.id, time);
        else if (this.#step?.id === event.id) this.#endStep(time);
        return;
      case 'repeat':
        if (event.state === 'started') this.#beginRepeat(event, time);
        else this.#endRepeat(event, time);
        return;
      case 'job':
        this.#readJob(event, time);
        return;
      case 'phase':
        return;
      case 'fallback': {
        const { attempt, from, message, reason, to } = event;
        this.#note(attempt === undefined ? 'quantum.fallback' : 'quantum.retry', time, [
          ...textAttribute('quantum.fallback.from', from),
          ...textAttribute('quantum.fallback.to', to),
          ...textAttribute('error.type', reason),
          ...textAttribute('quantum.fallback.message', message),
          ...wholeAttribute('quantum.retry.attempt', attempt),
        ]);
        return;
      }
      case 'decision':
        this.#note('quantum.decision', time, [
          ...textAttribute('quantum.decision.topic', event.topic),
          ...textAttribute('quantum.decision.choice', event.choice),
          ...textAttribute('quantum.decision.by', event.by),
          ...textAttribute('quantum.decision.message', event.message),
        ]);
        return;
      case 'warning':
        this.#note('quantum.warning', time, textAttribute('quantum.warning.message', event.message));
        return;
      case 'trace': {
        const { evaluations, iteration, loss } = event;
        // The last one is what the repeat has come to.
        this.#repeat?.attributes.splice(
          repeatAttributes,
          Number.POSITIVE_INFINITY,
          ...wholeAttribute('quantum.optimiser.iterations', iteration),
          ...wholeAttribute('quantum.optimiser.evaluations', evaluations),
          ...realAttribute('quantum.optimiser.loss', loss),
        );
      }
    }
  }

  #note(name: string, time: number, attributes: readonly OtlpAttribute[]): void {
    const { events } = this.#repeat ?? this.#step ?? this;
    events.push({ name, time, attributes });
  }

  #beginStep(id: string, start: number): void {
    if (this.#step) this.#leaveStep(start, false);
    const before = this.steps.filter((step) => step.id === id).length;
    const path = `step ${id}${before === 0 ? '' : ` ${before + 1}`}`;
    this.#step = { ...opened(path, id, start), id, repeats: [] };
    this.steps.push(this.#step);
  }

  #endStep(time: number): void {
    this.#leaveStep(time, true);
  }

  #beginRepeat({ id, repeat }: { readonly id: string; readonly repeat: number }, start: number): void {
    if (this.#step?.id !== id) return;
    const path = `${this.#step.path} repeat ${repeat + 1}`;
    const attributes = wholeAttribute('quantum.repeat', repeat + 1);
    this.#repeat = { ...opened(path, 'repeat', start), attributes, parts: [] };
    this.#step.repeats.push(this.#repeat);
  }

  #endRepeat({ parts = [], state }: Extract<RunEvent, { readonly event: 'repeat' }>, end: number): void {
    const repeat = this.#repeat;
    if (!repeat) return;
    this.#repeat = undefined;
    repeat.end = end;
    repeat.finished = state === 'finished';
    parts.forEach(({ duration, id, start }, index) => {
      repeat.parts.push({
        path: `${repeat.path} part ${index + 1}`,
        name: id,
        kind: 'internal',
        start: repeat.start + start,
        end: repeat.start + start + duration,
        attributes: [],
        events: [],
        children: [],
      });
    });
  }

  #leaveStep(time: number, finished: boolean): void {
    if (this.#repeat) this.#repeat.end = time;
    this.#repeat = undefined;
    if (this.#step) {
      this.#step.end = time;
      this.#step.finished = finished;
    }
    this.#step = undefined;
  }

  /** Whatever is under way does not go on. */
  #leave(time: number): void {
    this.#leaveStep(time, false);
    for (const job of this.#jobs.values()) if (isUnderWay(job)) job.end = Math.max(job.start, time);
    this.#jobs = new Map();
  }

  #readJob({ backend, handle, key, state }: Extract<RunEvent, { readonly event: 'job' }>, time: number): void {
    const job = this.#jobs.get(key) ?? this.#beginJob({ key, backend, start: time, end: time, state, handle });
    job.end = time;
    job.state = state;
    job.handle = handle ?? job.handle;
  }

  #beginJob(begun: Omit<Job, 'path' | 'phases'>): Job {
    const { key } = begun;
    const before = this.jobs.filter((job) => job.key === key).length;
    const job = { ...begun, path: `job ${key}${before === 0 ? '' : ` ${before + 1}`}`, phases: [] };
    this.#jobs.set(key, job);
    this.jobs.push(job);
    return job;
  }

  /** The job a phase belongs to: making its circuits ready comes before it, everything else after it has begun. */
  #jobOf({ backend, key, phase, start, time }: PhaseEvent): Job | undefined {
    const own = this.jobs.filter((job) => (key === undefined ? job.backend === backend : job.key === key));
    if (phase === 'compile') return own.find((job) => job.start >= start);
    return own.findLast((job) => job.start <= time);
  }
}

/** Attributes of a repeat that stay. */
const repeatAttributes = 1;

function opened(path: string, name: string, start: number): OpenSpan {
  return { path, name, start, finished: false, attributes: [], events: [] };
}

function isUnderWay({ state }: Job): boolean {
  return state !== 'completed' && state !== 'failed' && state !== 'cancelled';
}

function stepSpan(step: Step, record: RunRecord, ended: PipelineResult | undefined): RunSpan {
  const children = step.repeats.map((repeat) => {
    const isLast = repeat === step.repeats.at(-1);
    return closed(repeat, record, isLast && !step.finished ? ended : undefined, [
      ...repeat.parts.slice(0, -1),
      // The part in which the run ended early.
      ...repeat.parts.slice(-1).map((part) => (repeat.finished ? part : withError(part, record, ended))),
    ]);
  });
  return closed(step, record, ended, children);
}

function closed(
  span: OpenSpan,
  record: RunRecord,
  ended: PipelineResult | undefined,
  children: readonly RunSpan[],
): RunSpan {
  const { attributes, end = span.start, events, finished, name, path, start } = span;
  const result = finished ? 'success' : isFinal(record.state) ? ended : undefined;
  const whole: RunSpan = {
    path,
    name,
    kind: 'internal',
    start,
    end,
    attributes: [
      ...textAttribute('cicd.pipeline.task.name', name),
      ...textAttribute('cicd.pipeline.task.run.id', `${record.id}/${path}`),
      ...textAttribute('cicd.pipeline.task.run.result', result),
      ...attributes,
    ],
    events,
    children,
  };
  return finished ? whole : withError(whole, record, ended);
}

function withError(span: RunSpan, { failure }: RunRecord, ended: PipelineResult | undefined): RunSpan {
  if (!isError(ended)) return span;
  const attributes = [...span.attributes, ...textAttribute('error.type', failure?.reason)];
  return { ...span, attributes, error: failure?.message ?? '' };
}

/** The tree with a job in the innermost repeat or step that was under way when it began. */
function withJob(root: RunSpan, job: Job, record: RunRecord): RunSpan {
  const step = root.children.findLast((span) => contains(span, job.start));
  const repeat = step?.children.findLast((span) => contains(span, job.start));
  const contender = step && record.result?.contenders.find(({ id }) => id === step.name)?.id;
  const child = jobSpan(job, record, contender);
  if (!step) return withChild(root, child);
  const own = repeat ? replaced(step, repeat, withChild(repeat, child)) : withChild(step, child);
  return replaced(root, step, own);
}

function contains({ end, start }: RunSpan, time: number): boolean {
  return start <= time && time <= end;
}

function withChild(span: RunSpan, child: RunSpan): RunSpan {
  return { ...span, children: [...span.children, child] };
}

function replaced(parent: RunSpan, child: RunSpan, other: RunSpan): RunSpan {
  return { ...parent, children: parent.children.map((span) => (span === child ? other : span)) };
}

function jobSpan(job: Job, record: RunRecord, step: string | undefined): RunSpan {
  const { backend, end, handle, path, phases, state } = job;
  const start = Math.min(job.start, ...phases.map((phase) => phase.start));
  const failed = state === 'failed';
  return {
    path,
    name: 'job',
    kind: 'client',
    start,
    end,
    attributes: [
      ...jobAttributes(record, { backend, handle, phases, step, submittedAt: job.start }),
      ...textAttribute('quantum.job.state', state),
      ...textAttribute('error.type', failed ? 'job-failed' : undefined),
    ],
    events: [],
    ...(failed ? { error: `The job has failed at ${backend}.` } : {}),
    children: phases.map((phase, index) => ({
      path: `${path} phase ${index + 1}`,
      name: phase.phase,
      kind: 'internal',
      start: phase.start,
      end: phase.start + phase.duration,
      attributes: [],
      events: [],
      children: [],
    })),
  };
}

/** Clocks that are set, and times that a provider tells, may lead beyond the span around: cut there, in order of time. */
function within(span: RunSpan, low: number, high: number): RunSpan {
  const start = Math.min(Math.max(span.start, low), high);
  const end = Math.min(Math.max(span.end, start), high);
  const children = span.children.map((child) => within(child, start, end));
  return { ...span, start, end, children: children.sort((one, other) => one.start - other.start) };
}
