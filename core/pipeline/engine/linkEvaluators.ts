import { Failure } from '#core/base/failure.ts';
import { deriveSeed } from '#core/base/random.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { CircuitEvaluator } from '#core/circuit/evaluation.ts';
import type { TranspilerTarget } from '#core/transpiler/transpileCircuit.ts';
import type { TrainableCircuit } from '../circuits/assembleCircuit.ts';
import {
  CircuitFitter,
  type Fitting,
  type FittingSettings,
  fittingSettings,
  requiredFitting,
} from '../circuits/circuitFitter.ts';
import type { EmulatedDevices } from '../circuits/emulatedDevices.ts';
import type { EnginePorts } from '../enginePorts.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { isHere, isNoisy } from './backendNature.ts';
import type { ChainState } from './chainState.ts';
import { type CircuitSize, circuitSize } from './circuitSize.ts';
import { fittedEvaluator } from './fittedEvaluator.ts';
import { type KeptCalibration, mitigatedEvaluator, registerKey } from './mitigation/mitigatedEvaluator.ts';
import { TimedEvaluator } from './mitigation/timedEvaluator.ts';

/** The circuit of a pipeline as a backend gets it, and how it was fitted. */
export interface FittedModel {
  readonly circuit: Circuit;
  readonly size: CircuitSize;
  readonly settings: FittingSettings;
  readonly fitting: Fitting;
}

export interface LinkEvaluatorsOptions {
  /** Devices that are emulated, where circuits are fitted to them. */
  readonly devices: EmulatedDevices;
  /** How backends were found to misread before an interruption. */
  readonly calibrations: ChainState['calibrations'];
  /** Hears what the author should know. */
  readonly notice: (message: string) => void;
}

/** What evaluates circuits on each backend of a chain: fits them to it, and corrects what a noisy one answers. */
export class LinkEvaluators {
  readonly #pipeline: ResolvedPipeline;
  readonly #ports: EnginePorts;
  readonly #notice: (message: string) => void;
  /** Fits circuits to backends, where the pipeline says so. */
  readonly #fitter: CircuitFitter | undefined;
  /** The same for backends that take no other circuits, by their names, since they were asked. */
  readonly #required = new Map<string, { readonly fitter: CircuitFitter; readonly settings: FittingSettings }>();
  readonly #evaluators = new Map<string, CircuitEvaluator>();
  /** By the backend's name and {@link registerKey}. */
  readonly #calibrations: Map<string, Map<string, KeptCalibration>>;

  /** @throws Failure `invalid-input` when `quantum.transpile.basis` is no basis */
  constructor(pipeline: ResolvedPipeline, ports: EnginePorts, options: LinkEvaluatorsOptions) {
    const settings = fittingSettings(pipeline);
    this.#fitter = settings && new CircuitFitter(settings, options.devices);
    this.#pipeline = pipeline;
    this.#ports = ports;
    this.#notice = options.notice;
    this.#calibrations = new Map(
      Object.entries(options.calibrations).map(([name, kept]) => [
        name,
        new Map(kept.map((calibration) => [registerKey(calibration), calibration])),
      ]),
    );
  }

  /** How backends misread, by their names. */
  calibrations(): ChainState['calibrations'] {
    return Object.fromEntries([...this.#calibrations].map(([name, kept]) => [name, [...kept.values()]]));
  }

  /**
   * A circuit as a backend gets it.
   * @throws Failure `invalid-circuit` when it does not fit on the device
   */
  circuitFor(circuit: Circuit, backend: string): Circuit {
    return this.#fitterFor(backend)?.fitted(circuit, backend).circuit ?? circuit;
  }

  #fitterFor(backend: string): CircuitFitter | undefined {
    return this.#required.get(backend)?.fitter ?? this.#fitter;
  }

  /** The same, or the circuit as it is where it does not fit: then the backend is left when it is asked. */
  circuitOr(circuit: Circuit, backend: string): Circuit {
    try {
      return this.circuitFor(circuit, backend);
    } catch (thrown) {
      if (Failure.is(thrown, 'invalid-circuit')) return circuit;
      throw thrown;
    }
  }

  /** A circuit as a backend gets it; undefined where circuits are not fitted, or this one does not fit. */
  fittedModel(model: TrainableCircuit, backend: string): FittedModel | undefined {
    const fitter = this.#fitterFor(backend);
    const settings = this.#required.get(backend)?.settings ?? fittingSettings(this.#pipeline);
    if (!fitter || !settings) return undefined;
    try {
      const { circuit, fitting } = fitter.fitted(model.circuit, backend);
      return { circuit, size: circuitSize({ ...model, circuit }), settings, fitting };
    } catch (thrown) {
      if (Failure.is(thrown, 'invalid-circuit')) return undefined;
      throw thrown;
    }
  }

  /** What asks a backend; the same one each time. */
  async evaluator(name: string): Promise<CircuitEvaluator> {
    const known = this.#evaluators.get(name);
    if (known) return known;
    const evaluator = this.#fitted(name, this.#corrected(name, await this.#ports.evaluator(name)));
    this.#evaluators.set(name, evaluator);
    return evaluator;
  }

  /** Circuits are fitted before they are changed by a mitigation, and noise acts on what comes out. */
  #fitted(name: string, evaluator: CircuitEvaluator): CircuitEvaluator {
    const { target } = this.#ports;
    if (!target) {
      const fitter = this.#fitter;
      return fitter ? fittedEvaluator(evaluator, async (circuit) => fitter.fitted(circuit, name)) : evaluator;
    }
    let asked = false;
    return fittedEvaluator(evaluator, async (circuit) => {
      if (!asked) this.#require(name, await target(name));
      asked = true;
      return this.#fitterFor(name)?.fitted(circuit, name);
    });
  }

  /**
   * Finds out what circuits were fitted to for a backend that has been used, where nothing that was evaluated since has
   * asked: a run may be taken up behind its last evaluation.
   * @throws Failure `cancelled`
   */
  async learnTarget(name: string): Promise<void> {
    const { target } = this.#ports;
    if (!target || this.#required.has(name)) return;
    try {
      this.#require(name, await target(name));
    } catch (thrown) {
      const { message, reason } = Failure.from(thrown);
      if (reason === 'cancelled') throw thrown;
      this.#notice(`How circuits were fitted to ${name} is not known any more: ${message}`);
    }
  }

  #require(name: string, target: TranspilerTarget | undefined): void {
    if (!target) return;
    const settings = requiredFitting(target, this.#pipeline);
    this.#required.set(name, { settings, fitter: new CircuitFitter(settings, new Map([[name, target]])) });
  }

  /** What a noisy backend answers, with the mitigation of the pipeline. */
  #corrected(name: string, evaluator: CircuitEvaluator): CircuitEvaluator {
    const { backends, mitigation, seeds } = this.#pipeline;
    const backend = backends[name];
    if (mitigation === undefined || backend === undefined || !isNoisy(backend)) return evaluator;
    const calibrations = this.#calibrations.get(name) ?? new Map<string, KeptCalibration>();
    this.#calibrations.set(name, calibrations);
    const asked = new TimedEvaluator(evaluator, this.#ports.clock);
    const mitigated = mitigatedEvaluator(asked, mitigation, {
      name,
      calibrations,
      clock: this.#ports.clock,
      seed: deriveSeed(seeds.sampler, 'mitigation', name),
      notice: (message) => this.#notice(message),
    });
    const corrected = isHere(backend)
      ? mitigated
      : asked.aside(mitigated, (time) =>
          this.#ports.report({ kind: 'phase', phase: 'mitigate', backend: name, ...time }),
        );
    const { shiftGradient } = this.#ports;
    return shiftGradient
      ? { ...corrected, gradient: (request, signal) => shiftGradient(corrected, request, signal) }
      : corrected;
  }
}
