import { Failure } from '#core/base/failure.ts';
import type { BackendJob } from '../backend.ts';

/** What the jobs of a backend are asked for besides their circuits. */
export interface IonqSettings {
  /** Of the cloud simulator, which is ideal otherwise: a device it imitates, such as `aria-1`, and what draws its shots. */
  readonly noise?: { readonly model: string; readonly seed?: number | undefined } | undefined;
  /** Jobs are compiled and priced, and not run. */
  readonly dryRun?: boolean | undefined;
  readonly errorMitigation?: IonqMitigation | undefined;
}

export interface IonqMitigation {
  /** Runs of many variants of each circuit; on for hardware unless it is switched off, from 500 shots on. */
  readonly debiasing?: boolean | undefined;
  readonly symmetryVerification?: boolean | undefined;
  /** The variants vote instead of being averaged. */
  readonly sharpen?: boolean | undefined;
}

export const ionqSimulator = 'simulator';

/** Fewest shots that IonQ debiases. */
const debiasingShots = 500;

/** The seed is a signed number of 32 bits there. */
const largestSeed = 0x7fff_ffff;

/**
 * Refuses what would have no effect on the device.
 * @throws Failure `invalid-input` for noise of hardware, and for a dry run of the simulator
 */
export function requireFitting({ dryRun, noise }: IonqSettings, device: string, id: string): void {
  if (noise !== undefined && device !== ionqSimulator) {
    throw new Failure('invalid-input', `Backend '${id}' has a noise model, and ${device} has noise of its own.`, {
      advice: `Use the device ${ionqSimulator} with noise, or leave noise out.`,
    });
  }
  if (dryRun && device === ionqSimulator) {
    throw new Failure('invalid-input', `Backend '${id}' asks for a dry run, and IonQ's simulator has none.`, {
      advice: 'Leave dryRun out, for the simulator costs nothing, or use a device that is no simulator.',
    });
  }
}

/** @throws Failure `invalid-circuit` for debiasing of too few shots */
export function requireEnoughShots({ errorMitigation }: IonqSettings, shots: number): void {
  if (!errorMitigation?.debiasing || shots >= debiasingShots) return;
  throw new Failure('invalid-circuit', `IonQ debiases jobs of at least ${debiasingShots} shots, not ${shots}.`, {
    advice: 'Ask for more shots, or leave errorMitigation.debiasing out.',
  });
}

/** What of a job's body the settings say. */
export function settingsBody(
  { dryRun, errorMitigation, noise }: IonqSettings,
  { seed: drawn }: Pick<BackendJob, 'seed'>,
  device: string,
  isProgram: boolean,
): Record<string, unknown> {
  const { debiasing, symmetryVerification } = errorMitigation ?? {};
  const mitigation = {
    ...(debiasing === undefined ? {} : { debiasing }),
    ...(symmetryVerification === undefined ? {} : { symmetry_verification: symmetryVerification }),
  };
  const settings = {
    ...(Object.keys(mitigation).length === 0 ? {} : { error_mitigation: mitigation }),
    // Results by register come from this version of the compiler on.
    ...(isProgram ? { compilation: { service_version: 'v0.4' } } : {}),
  };
  const seed = noise?.seed ?? drawn;
  return {
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
    ...(dryRun ? { dry_run: true } : {}),
    ...(device === ionqSimulator
      ? { noise: { model: noise?.model ?? 'ideal', ...(seed === undefined ? {} : { seed: seed & largestSeed }) } }
      : {}),
  };
}

/** The settings as the record of a run tells them, each with a comma before it; empty for none. */
export function settingsText({ dryRun, errorMitigation = {}, noise }: IonqSettings): string {
  const { debiasing, sharpen, symmetryVerification } = errorMitigation;
  const switched = (name: string, value: boolean | undefined) =>
    value === undefined ? [] : [`${name} ${value ? 'on' : 'off'}`];
  return [
    ...(noise === undefined
      ? []
      : [`noise ${noise.model}${noise.seed === undefined ? '' : ` with the seed ${noise.seed}`}`]),
    ...switched('debiasing', debiasing),
    ...switched('symmetry verification', symmetryVerification),
    ...switched('sharpening', sharpen),
    ...(dryRun ? ['dry run'] : []),
  ]
    .map((text) => `, ${text}`)
    .join('');
}
