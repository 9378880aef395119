import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { inParallel } from '#core/base/inParallel.ts';
import type { BackendJob, JobHandle } from '../backend.ts';
import { PartialSubmission } from '../partialSubmission.ts';
import type { AzureApi } from './azureApi.ts';
import { type AzureBlobs, jobContainer } from './azureBlobs.ts';
import type { AzureFormat } from './azureFormats.ts';
import { azureJobId, handleOf, idOfCircuit, jobPath } from './azureJobIds.ts';
import { withoutQuery } from './sharedAccess.ts';
import { type AzureJob, azureJobSchema } from './wire.ts';

export interface AzureSubmissionsOptions {
  /** The name the user gave the backend. */
  readonly id: string;
  readonly device: string;
  readonly api: AzureApi;
  readonly blobs: AzureBlobs;
}

/** A job of ours as Azure takes it: a text for each circuit. */
export interface AzureWork {
  readonly work: BackendJob;
  readonly texts: readonly string[];
  readonly provider: string;
  readonly format: AzureFormat;
}

/** Circuits of a job that are sent at the same time. */
const atOnce = 8;
const inputBlob = 'inputData';
/** How many circuits a job of ours has, in what Azure keeps with the first one. */
const countKey = 'hybridq-circuits';

/** Sends the circuits of jobs, a job of Azure each, and finds them again by the key of ours. */
export class AzureSubmissions {
  readonly #options: AzureSubmissionsOptions;

  constructor(options: AzureSubmissionsOptions) {
    this.#options = options;
  }

  /**
   * Sends all circuits; those that have arrived before are not sent again. Where Azure refuses one, those that were sent
   * are cancelled, and the failure says so.
   * @throws Failure of the service
   */
  async submit(work: AzureWork, signal: CancellationSignal): Promise<JobHandle> {
    for (let attempt = 0; ; attempt++) {
      const first = azureJobId(this.#options.device, work.work.key, attempt);
      const handle = await this.#submitAll(first, work, signal);
      if (handle !== undefined) return handle;
    }
  }

  async find(key: string, signal: CancellationSignal): Promise<JobHandle | undefined> {
    const { api, device, id } = this.#options;
    for (let attempt = 0; ; attempt++) {
      const first = azureJobId(device, key, attempt);
      const found = await api.getIfThere(jobPath(first), azureJobSchema, signal);
      if (found !== undefined)
        return { backend: id, id: handleOf(first, Number(found.metadata?.[countKey] ?? 1) || 1) };
      // An attempt that was refused in part has left its other circuits cancelled.
      const second = await api.getIfThere(jobPath(idOfCircuit(first, 1)), azureJobSchema, signal);
      if (second === undefined || !isBeingCancelled(second)) return undefined;
    }
  }

  /** Undefined where circuits of this attempt were cancelled before, so that their ids are used up. */
  async #submitAll(first: string, work: AzureWork, signal: CancellationSignal): Promise<JobHandle | undefined> {
    const count = work.texts.length;
    const sent: string[] = [];
    const send = async (text: string, index: number): Promise<boolean> => {
      const jobId = idOfCircuit(first, index);
      const goesOn = !isBeingCancelled(await this.#submitCircuit(jobId, text, work, signal));
      if (goesOn) sent.push(jobId);
      return goesOn;
    };
    try {
      // The first one goes last: where it has arrived, all have.
      const others = await inParallel(work.texts.slice(1), atOnce, async (text, index) => await send(text, index + 1));
      if (others.includes(false)) {
        await this.#cancelled(sent);
        return undefined;
      }
      await send(work.texts[0] ?? '', 0);
      return { backend: this.#options.id, id: handleOf(first, count) };
    } catch (thrown) {
      const failure = Failure.from(thrown);
      if (!isForNothing(failure, signal)) throw failure;
      throw withSentCircuits(failure, { sent: sent.length, count, left: await this.#cancelled(sent) });
    }
  }

  async #submitCircuit(
    jobId: string,
    text: string,
    { format, provider, texts, work }: AzureWork,
    signal: CancellationSignal,
  ): Promise<AzureJob> {
    const { api, blobs, device } = this.#options;
    const { contentType, input, output } = format;
    const container = jobContainer(jobId);
    const containerUri = await blobs.upload(container, inputBlob, contentType, text, signal);
    const body = {
      id: jobId,
      name: work.key,
      providerId: provider,
      target: device,
      itemType: 'Job',
      containerUri,
      inputDataUri: `${withoutQuery(containerUri)}/${inputBlob}`,
      inputDataFormat: input,
      outputDataFormat: output,
      inputParams: { shots: work.shots },
      metadata: { [countKey]: String(texts.length) },
    };
    try {
      return await api.put(jobPath(jobId), body, azureJobSchema, signal);
    } catch (thrown) {
      if (!Failure.is(thrown, 'conflict')) throw thrown;
      // A job of this id can only be this one, which has arrived before.
      const found = await api.getIfThere(jobPath(jobId), azureJobSchema, signal);
      if (found === undefined) throw thrown;
      return found;
    }
  }

  /** Cancels jobs that nobody will wait for. @returns the ids of those that could not be cancelled */
  async #cancelled(ids: readonly string[]): Promise<string[]> {
    const left: string[] = [];
    await inParallel(ids, atOnce, async (jobId) => {
      try {
        // The signal of whoever submits may be cancelled already.
        await this.#options.api.ask(`${jobPath(jobId)}:cancel`, neverCancelled);
      } catch {
        // It is told with the failure that led here.
        left.push(jobId);
      }
    });
    return left;
  }
}

function isBeingCancelled({ status }: AzureJob): boolean {
  return status === 'Cancelled' || status === 'CancellationRequested' || status === 'Cancelling';
}

/** Whether the missing circuits will not be sent later, so that those which were sent are for nothing. */
function isForNothing({ reason }: Failure, signal: CancellationSignal): boolean {
  return signal.isCancelled || reason === 'auth' || reason === 'quota' || reason === 'invalid-circuit';
}

/** A failed submission, with what has become of the circuits that had been sent. */
function withSentCircuits(
  failure: Failure,
  { count, left, sent }: { readonly sent: number; readonly count: number; readonly left: readonly string[] },
): Failure {
  if (sent === 0) return failure;
  const end =
    left.length === 0
      ? 'had been submitted before and were cancelled'
      : `had been submitted before, and these could not be cancelled: ${left.join(', ')}`;
  const advice = left.length === 0 ? failure.advice : `${failure.advice ?? ''} Cancel them in the Azure portal.`.trim();
  // What was cancelled in time costs nothing.
  const Kind = left.length === 0 ? Failure : PartialSubmission;
  return new Kind(failure.reason, `${failure.message} Of ${count} circuits of the job, ${sent} ${end}.`, {
    ...(advice === undefined ? {} : { advice }),
    cause: failure,
  });
}
