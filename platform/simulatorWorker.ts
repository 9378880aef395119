import { parentPort, workerData } from 'node:worker_threads';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { SourceFailure } from '#core/circuit/sourceFailure.ts';
import { compileForEvaluation, type RowEvaluation } from '#core/simulator/evaluateRows.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { createKernelInstance } from '#core/simulator/wasm/kernelInstance.ts';
import { loadKernels } from './simulatorKernels.ts';
import type { WorkerAnswer, WorkerStart, WorkerTask } from './simulatorMessages.ts';

/** The thread behind a `SimulatorPool`: answers one task after the other, and looks at a shared flag to stop early. */

const port = parentPort;
if (port === null) throw new Error('This file is a worker of the simulator pool.');

const { cancelled } = workerData as WorkerStart;
const signal: CancellationSignal = {
  get isCancelled() {
    return Atomics.load(cancelled, 0) !== 0;
  },
  // Nothing here waits, so nobody listens.
  onCancel: () => () => {},
};

/** Threads evaluate rows each by itself, with memory of its own. */
const loading = loadKernels({ isShared: false }).then(createKernelInstance);
// Tasks report it; nobody else waits.
loading.catch(() => {});

let compiled: RowEvaluation | undefined;

port.on('message', async (task: WorkerTask) => {
  const answer = await answerTo(task);
  port.postMessage(answer, answer.kind === 'rows' ? [answer.values.buffer as ArrayBuffer] : []);
});

async function answerTo(task: WorkerTask): Promise<WorkerAnswer> {
  try {
    if (task.kind === 'simulate') {
      return { kind: 'simulation', result: simulate(task.circuit, task.options, { clock: performanceClock, signal }) };
    }
    if (task.circuit !== undefined) {
      compiled?.release();
      compiled = undefined;
      compiled = compileForEvaluation(task.circuit, await loading);
    }
    if (compiled === undefined) throw new Failure('invalid-circuit', 'The circuit to evaluate was refused before.');
    return { kind: 'rows', values: joined(compiled.evaluate(task.request, task.rows, signal)) };
  } catch (thrown) {
    const { advice, message, reason } = Failure.from(thrown);
    const source = thrown instanceof SourceFailure ? thrown.source : undefined;
    return { kind: 'failed', reason, message, advice, ...(source && { source }) };
  }
}

const performanceClock = { monotonic: () => performance.now() };

function joined(rows: readonly Float64Array[]): Float64Array {
  const width = rows[0]?.length ?? 0;
  const values = new Float64Array(width * rows.length);
  rows.forEach((row, index) => {
    values.set(row, index * width);
  });
  return values;
}
