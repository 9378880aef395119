import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { ContenderIdentity, ContenderWork } from '#core/pipeline/engine/contender.ts';
import type { EvaluatorChain } from '#core/pipeline/engine/evaluatorChain.ts';
import type { EnginePorts } from '#core/pipeline/enginePorts.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { StepTiming, TraceEntry } from '#core/runs/runRecord.ts';
import type { Checkpoint, FinishedRepeat } from './checkpoint.ts';
import type { MeasuredContender } from './measuredContender.ts';
import { RepeatParts } from './repeatParts.ts';

export interface RepeatRun {
  readonly pipeline: ResolvedPipeline;
  readonly repeats: number;
  readonly contenders: readonly MeasuredContender[];
  readonly chain: EvaluatorChain;
  readonly ports: EnginePorts;
  readonly signal: CancellationSignal;
  readonly fingerprint: string;
  readonly checkpoint: Checkpoint | undefined;
}

/** How long work may hold the thread before the host gets a turn, milliseconds. */
const longestTurn = 25;

/**
 * Runs every contender in every repeat, one contender after the other, and keeps a checkpoint: after every repeat, as
 * often within a repeat as its contender asks, and whenever the work ends early.
 */
export class RepeatRunner {
  readonly #run: RepeatRun;
  readonly #finished: FinishedRepeat[];
  readonly #trace: TraceEntry[];
  readonly #steps: StepTiming[];
  #active: Checkpoint['active'];
  #chainAtActive: ReturnType<EvaluatorChain['state']>;
  #traceAtActive: number;
  #turnStarted: number;
  /** Tells that the repeat under way is interrupted. */
  #interrupt: () => void = () => {};

  constructor(run: RepeatRun) {
    this.#run = run;
    this.#finished = [...(run.checkpoint?.finished ?? [])];
    this.#trace = [...(run.checkpoint?.trace ?? [])];
    this.#steps = [...(run.checkpoint?.steps ?? [])];
    this.#active = run.checkpoint?.active;
    this.#chainAtActive = run.chain.state();
    this.#traceAtActive = this.#trace.length;
    this.#turnStarted = run.ports.clock.monotonic();
  }

  async run(): Promise<{ finished: FinishedRepeat[]; trace: TraceEntry[]; steps: StepTiming[] }> {
    const { contenders } = this.#run;
    try {
      for (const contender of contenders) await this.#runContender(contender);
    } catch (thrown) {
      this.#interrupt();
      await this.#save();
      throw thrown;
    }
    return { finished: this.#finished, trace: this.#trace, steps: this.#steps };
  }

  async #runContender(contender: MeasuredContender): Promise<void> {
    const { ports, repeats } = this.#run;
    const started = ports.clock.monotonic();
    ports.report({ kind: 'step', id: contender.id, state: 'started' });
    for (let repeat = 0; repeat < repeats; repeat++) {
      const done = this.#finished.some((other) => other.contender === contender.id && other.repeat === repeat);
      if (!done) await this.#runRepeat(contender, repeat);
    }
    ports.report({ kind: 'step', id: contender.id, state: 'finished', duration: ports.clock.monotonic() - started });
  }

  async #runRepeat(contender: MeasuredContender, repeat: number): Promise<void> {
    const { repeats, chain, ports, signal } = this.#run;
    await contender.prepare?.(repeat, { python: ports.python, signal });
    const resumed =
      this.#active?.contender === contender.id && this.#active.repeat === repeat ? this.#active : undefined;
    const usage = () => chain.state().usage;
    const fresh = {
      elapsed: 0,
      shotsBefore: usage().shots,
      costBefore: usage().cost.amount,
      circuitsBefore: circuitsByBackend(chain),
      kept: undefined,
    };
    const { elapsed: before, shotsBefore, costBefore, circuitsBefore = fresh.circuitsBefore } = resumed ?? fresh;
    const started = ports.clock.monotonic();
    const elapsed = () => before + ports.clock.monotonic() - started;
    const parts = new RepeatParts(elapsed, resumed?.parts);
    const id = contender.id;
    ports.report({ kind: 'repeat', id, repeat, state: 'started' });
    this.#interrupt = () => {
      ports.report({ kind: 'repeat', id, repeat, state: 'interrupted', duration: elapsed(), parts: parts.sofar() });
    };
    if (!resumed) this.#active = { contender: id, repeat, ...fresh };
    const detail = `repeat ${repeat + 1} of ${repeats}`;
    let parameters: number[] | undefined;
    const work: ContenderWork = {
      signal,
      python: ports.python,
      kept: resumed?.kept,
      keep: async (kept, due) => {
        this.#active = {
          ...{ contender: id, repeat, elapsed: elapsed(), shotsBefore, costBefore, circuitsBefore, kept },
          parts: parts.sofar(),
        };
        this.#chainAtActive = chain.state();
        this.#traceAtActive = this.#trace.length;
        if (due) await this.#save();
      },
      advance: (share, text) => this.#advance(contender, repeat, share, `${detail}, ${text}`),
      begin: (part) => parts.begin(part),
      trace: (entry) => {
        // The curves of ablations would only bury the one of the pipeline.
        if (contender.role !== 'hybrid') return;
        const full = { ...entry, repeat, elapsed: elapsed() };
        this.#trace.push(full);
        ports.report({ kind: 'trace', entry: full });
      },
      trained: (found) => {
        parameters = [...found];
      },
      breathe: () => this.#breathe(),
    };
    this.#advance(contender, repeat, 0, detail);
    const measurement = await contender.measure(repeat, work);
    const spent = parts.sofar();
    const duration = elapsed();
    const told = { id, repeat, duration, parts: spent };
    ports.report({ kind: 'repeat', ...told, state: 'finished' });
    this.#interrupt = () => {};
    const backends = Object.entries(circuitsByBackend(chain)).flatMap(([name, circuits]) =>
      circuits > (circuitsBefore[name] ?? 0) ? [name] : [],
    );
    this.#finished.push({
      contender: id,
      repeat,
      ...measurement,
      ...(parameters === undefined || parameters.length === 0 ? {} : { parameters }),
      duration,
      shots: usage().shots - shotsBefore,
      cost: usage().cost.amount - costBefore,
      standIn: contender.quantum && this.#classical(contender),
      ...(backends.length === 0 ? {} : { backends }),
    });
    this.#steps.push(told);
    this.#active = undefined;
    this.#chainAtActive = chain.state();
    this.#traceAtActive = this.#trace.length;
    await this.#save();
  }

  #classical({ role }: MeasuredContender): boolean {
    const { state } = this.#run.pipeline.execution.quantum;
    if (state === 'disabled' || (state === 'shadow' && role === 'hybrid')) return true;
    return this.#run.chain.backend() === undefined;
  }

  #advance(contender: MeasuredContender, repeat: number, share: number, detail: string): void {
    const { contenders, repeats, ports } = this.#run;
    const total = contenders.reduce((sum, other) => sum + other.weight, 0) * repeats;
    const earlier = contenders.slice(0, contenders.indexOf(contender)).reduce((sum, other) => sum + other.weight, 0);
    const done = earlier * repeats + contender.weight * (repeat + share);
    ports.report({
      kind: 'advance',
      fraction: total > 0 ? done / total : 0,
      detail: `${contenderTitle(contender)}: ${detail}`,
    });
  }

  async #breathe(): Promise<void> {
    const { ports, signal } = this.#run;
    throwIfCancelled(signal);
    if (ports.clock.monotonic() - this.#turnStarted < longestTurn) return;
    await ports.clock.sleep(0, signal);
    this.#turnStarted = ports.clock.monotonic();
    throwIfCancelled(signal);
  }

  /** What was used and told after the last state the contender kept comes again on resuming, so it does not count yet. */
  async #save(): Promise<void> {
    const checkpoint: Checkpoint = {
      version: 1,
      fingerprint: this.#run.fingerprint,
      finished: this.#finished,
      ...(this.#active ? { active: this.#active } : {}),
      trace: this.#trace.slice(0, this.#traceAtActive),
      steps: this.#steps,
      chain: {
        ...this.#chainAtActive,
        fallbacks: [...this.#chainAtActive.fallbacks],
        notices: [...this.#chainAtActive.notices],
      },
    };
    await this.#run.ports.saveCheckpoint(checkpoint);
  }
}

function circuitsByBackend(chain: EvaluatorChain): Record<string, number> {
  const { usageOf } = chain.state();
  return Object.fromEntries(Object.entries(usageOf).map(([name, { circuits }]) => [name, circuits]));
}

/** What a step is called in progress notifications. */
export function contenderTitle(contender: Pick<ContenderIdentity, 'id' | 'role'>): string {
  switch (contender.role) {
    case 'hybrid':
      return 'Hybrid pipeline';
    case 'baseline':
      return `Baseline ${contender.id}`;
    case 'ablation':
      return `Ablation ${contender.id}`;
  }
}
