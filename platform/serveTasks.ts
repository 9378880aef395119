import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { helpTeam } from '#core/simulator/wasm/helpTeam.ts';
import type { KernelModule } from '#core/simulator/wasm/kernelInstance.ts';
import type { HelperSearch, HelperThreads, TeamInvitation } from '#core/simulator/wasm/threadTeam.ts';
import { DroppedMemory } from './droppedMemory.ts';
import type {
  HelpMessage,
  TaskMessage,
  WorkerAnswer,
  WorkerNotice,
  WorkerStart,
  WorkerTask,
} from './simulatorMessages.ts';
import { type TaskProgress, TaskState } from './taskState.ts';

/** What a worker has for its tasks. */
export interface TaskServices {
  readonly signal: CancellationSignal;
  readonly kernels: KernelModule;
  readonly helpers: HelperThreads | undefined;
  reportProgress(progress: TaskProgress): void;
}

/**
 * Makes this thread a worker of a `SimulatorPool`: it answers one task after another, and in between helps others with
 * theirs.
 */
export function serveTasks(answer: (task: WorkerTask, services: TaskServices) => WorkerAnswer): void {
  const port = parentPort;
  if (port === null) throw new Error('This file is a worker of the simulator pool.');
  const { helperCount, kernels, state: buffer } = workerData as WorkerStart;
  const state = buffer && new TaskState(buffer);
  const services: TaskServices = {
    signal: {
      get isCancelled() {
        return state?.isCancelled === true;
      },
      // Nothing here waits, so nobody listens.
      onCancel: () => () => {},
    },
    kernels,
    helpers: state && new HelpersOfTask(port, state, helperCount),
    reportProgress: (progress) => {
      if (state) state.progress = progress;
    },
  };
  const dropped = new DroppedMemory();
  let stopWaiting = () => {};

  port.on('message', (message: TaskMessage | HelpMessage) => {
    switch (message.kind) {
      case 'task': {
        const result = answer(message.task, services);
        port.postMessage(result, handedOver(result));
        dropped.add(message.memoryBytes);
        break;
      }
      case 'helper':
        // The task it was meant for is done. (Closing the port would take effect only when this thread is idle again.)
        invite(message.port, undefined);
        break;
      case 'help':
        stopWaiting = waitForInvitation(message.port, message.seat, (memoryBytes) => {
          post(port, { kind: 'helped' });
          dropped.add(memoryBytes);
        });
        break;
      case 'return':
        stopWaiting();
        break;
    }
  });
  post(port, { kind: 'ready' });
}

/**
 * Helps once invited; then, or when the other side or the returned function ends the waiting, calls `done` with the size of
 * the memory that it worked on.
 */
function waitForInvitation(from: MessagePort, seat: number, done: (memoryBytes: number) => void): () => void {
  let memoryBytes = 0;
  from.once('message', (invitation: TeamInvitation | undefined) => {
    if (invitation) {
      helpTeam(invitation, seat);
      memoryBytes = invitation.memory.buffer.byteLength;
    }
    from.close();
  });
  from.once('close', () => done(memoryBytes));
  return () => from.close();
}

/** Answers a thread that wants to help; without an invitation there is nothing to do. */
function invite(helper: MessagePort, invitation: TeamInvitation | undefined): void {
  helper.postMessage(invitation);
}

/** What of an answer needs no copy. */
function handedOver(answer: WorkerAnswer): ArrayBuffer[] {
  switch (answer.kind) {
    case 'rows':
      return [answer.values.buffer as ArrayBuffer];
    case 'gradients':
      return [answer.values.buffer as ArrayBuffer, answer.gradients.buffer as ArrayBuffer];
    default:
      return [];
  }
}

function post(port: MessagePort, message: WorkerNotice): void {
  port.postMessage(message);
}

/** Helpers that the pool finds; while this thread computes, it looks for them itself between two stages. */
class HelpersOfTask implements HelperThreads {
  readonly count: number;
  readonly #port: MessagePort;
  readonly #state: TaskState;

  constructor(port: MessagePort, state: TaskState, count: number) {
    this.#port = port;
    this.#state = state;
    this.count = count;
  }

  seek(invitation: TeamInvitation): HelperSearch {
    post(this.#port, { kind: 'seek-helpers', control: invitation.control });
    return {
      admit: () => {
        if (!this.#state.takeArrivals()) return;
        // A thread with a task gets no other message.
        for (let found = this.#next(); found; found = this.#next()) invite(found.port, invitation);
      },
      end: () => post(this.#port, { kind: 'end-search' }),
    };
  }

  #next(): Extract<HelpMessage, { kind: 'helper' }> | undefined {
    return receiveMessageOnPort(this.#port)?.message;
  }
}
