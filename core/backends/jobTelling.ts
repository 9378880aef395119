import type { Clock } from '#core/base/clock.ts';
import type { JobNews } from '#core/runs/jobNews.ts';
import type { Backend, JobStatus } from './backend.ts';

/** Who hears where a job is, and of what backend it is. */
export interface JobListener {
  readonly backend: Pick<Backend, 'device' | 'id'>;
  readonly clock: Clock;
  /** Told where the job is whenever that is new; its last state is `done` or `ended`. */
  readonly onNews?: ((news: JobNews) => void) | undefined;
}

/** Tells where one job is while somebody waits for it, each thing once. */
export class JobTelling {
  readonly #listener: JobListener;
  readonly #key: string;
  #last: JobNews | undefined;

  constructor(listener: JobListener, key: string) {
    this.#listener = listener;
    this.#key = key;
  }

  /** @param since milliseconds since 1970, where the job came into the state before it is told */
  tell(state: JobNews['state'], more: Pick<JobNews, 'expectedWait' | 'position' | 'since'> = {}): void {
    const { backend, clock, onNews } = this.#listener;
    const last = this.#last;
    const isSameState = last?.state === state;
    if (isSameState && last.position === more.position && last.expectedWait === more.expectedWait) return;
    const since = (isSameState ? last.since : more.since) ?? clock.now();
    const { device, id } = backend;
    const news = { key: this.#key, backend: id, ...(device === undefined ? {} : { device }), ...more, state, since };
    this.#last = news;
    onNews?.(news);
  }

  /** What the provider says of the job while it is there, which was sent at that time. */
  told(status: JobStatus, sent: number): void {
    if (status.state === 'running') this.tell('running');
    if (status.state !== 'queued') return;
    const { expectedWait, position } = status;
    this.tell('queued', {
      since: sent,
      ...(position === undefined ? {} : { position }),
      ...(expectedWait === undefined || expectedWait <= 0 ? {} : { expectedWait }),
    });
  }

  /** Nobody waits for it any more; without a result unless that was told. */
  end(): void {
    if (this.#last !== undefined && this.#last.state !== 'done') this.tell('ended');
  }
}
