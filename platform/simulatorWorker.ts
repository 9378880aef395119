import { Failure } from '#core/base/failure.ts';
import { SourceFailure } from '#core/circuit/sourceFailure.ts';
import type { SimulationStep } from '#core/simulator/program/runCircuit.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { simulatePart } from '#core/simulator/simulatePart.ts';
import { sampleProgram } from '#core/simulator/stabilizer/sampleProgram.ts';
import { PlanCache } from '#core/simulator/stateVector/planCache.ts';
import { createKernelInstance, type KernelInstance, type KernelModule } from '#core/simulator/wasm/kernelInstance.ts';
import { CompiledCircuit } from './compiledCircuit.ts';
import { memoryOfMachine } from './machineMemory.ts';
import { packGradients, unpackRows } from './packedRows.ts';
import { serveTasks, type TaskServices } from './serveTasks.ts';
import type { WorkerAnswer, WorkerTask } from './simulatorMessages.ts';

/** The thread behind a `SimulatorPool`. */

/** The share of the machine's memory that the state of a circuit may take. */
const memoryShare = 0.8;

/** Bytes of memory that kernels keep from task to task. */
const keptMemory = 32 * 2 ** 20;

let instance: KernelInstance | undefined;
/** What the circuit of the last evaluation or gradient was compiled to. */
let compiled: CompiledCircuit | undefined;

/** Plans hold for kernels of any memory, so they outlive those of a task. */
const plans = new PlanCache();

serveTasks((task, services) => {
  try {
    return answerTo(task, services);
  } catch (thrown) {
    const { advice, message, reason } = Failure.from(thrown);
    const source = thrown instanceof SourceFailure ? thrown.source : undefined;
    return { kind: 'failed', reason, message, advice, ...(source && { source }) };
  }
});

function answerTo(task: WorkerTask, { helpers, kernels: module, reportProgress, signal }: TaskServices): WorkerAnswer {
  if (task.kind === 'simulate') {
    const kernels = kernelsOf(module);
    const onProgress = (fraction: number, step: SimulationStep) => reportProgress({ fraction, step });
    const memoryLimit = memoryOfMachine() * memoryShare;
    const context = { clock: performanceClock, signal, onProgress, kernels, helpers, plans, memoryLimit };
    const { circuit, options, part } = task;
    if (part) return { kind: 'part', part: simulatePart(circuit, options, part, context) };
    return { kind: 'simulation', result: simulate(circuit, options, context) };
  }
  if (task.kind === 'sample-program') {
    return { kind: 'program-sample', sample: sampleProgram(task.program, task.sampling, kernelsOf(module), signal) };
  }
  if (task.circuit !== undefined) {
    compiled?.release();
    compiled = undefined;
    const noise = task.kind === 'evaluate' ? task.noise : undefined;
    compiled = new CompiledCircuit(task.circuit, kernelsOf(module), helpers, noise);
  }
  if (compiled === undefined) throw new Failure('invalid-circuit', 'The circuit to evaluate was refused before.');
  switch (task.kind) {
    case 'inspect':
      return { kind: 'inspection', inspection: compiled.inspect(task.question, plans, signal) };
    case 'evaluate': {
      const request = { ...task.request, bindings: unpackRows(task.request.bindings) };
      return { kind: 'rows', values: joined(compiled.evaluate(request, task.rows, signal)) };
    }
    case 'gradient': {
      const { bindings, observables } = task.request;
      const { from, to } = task.rows;
      const rows = compiled.differentiate(observables, unpackRows(bindings).slice(from, to), signal);
      return { kind: 'gradients', ...packGradients(rows, observables.length) };
    }
  }
}

/** Kernels for the next task: those of the last one, unless it has left them with much memory, which never shrinks. */
function kernelsOf(module: KernelModule): KernelInstance {
  if (compiled === undefined && instance && instance.memory.size > keptMemory) instance = undefined;
  instance ??= createKernelInstance(module);
  return instance;
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
