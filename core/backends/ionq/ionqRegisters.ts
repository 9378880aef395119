import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { CircuitOutcome } from '../backend.ts';
import { outcomeOfShots } from '../outcomeOfShots.ts';
import type { IonqApi } from './ionqApi.ts';
import { programRegister } from './ionqProgram.ts';
import {
  type IonqJob,
  type IonqShots,
  ionqArtifactSchema,
  ionqHistogramSchema,
  ionqRegisterProbabilitiesSchema,
  ionqShotsSchema,
} from './wire.ts';

/** The register that IonQ adds to those of a program: all qubits, as they are at the end. */
const wholeRegister = 'output_all';

type RegisterValues = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * The outcome of a completed job that was an OpenQASM 3 program, by the registers of its bits. The ideal simulator gives
 * probabilities, everything else counts.
 * @param circuit of ours, whose bits are in one register; without it, bits are those of all registers of the program, the
 * first with the lowest bits
 * @throws Failure of the API, and `unknown` for a job that tells nothing of registers, or not of the circuit's
 */
export async function registerOutcome(
  api: IonqApi,
  job: IonqJob,
  circuit: Circuit | undefined,
  signal: CancellationSignal,
): Promise<CircuitOutcome> {
  const path = (format: string) => {
    const artifact = ionqArtifactSchema.safeParse(job.results?.[format]);
    return artifact.success
      ? `/jobs/${encodeURIComponent(job.id)}/artifacts/${encodeURIComponent(artifact.data.id)}`
      : undefined;
  };
  const histogram = circuit && path('ionq.result.histogram.json.v2');
  if (histogram !== undefined) {
    const told = await api.get(histogram, ionqHistogramSchema, signal);
    return counted(ownRegister(told.histogram.registers, circuit));
  }
  const shots = path('ionq.result.shots.json.v2');
  if (shots !== undefined) {
    const keys = shotKeys(await api.get(shots, ionqShotsSchema, signal), circuit);
    return outcomeOfShots(keys, keys.length);
  }
  const probabilities = path('ionq.result.probabilities.json.v2');
  if (probabilities !== undefined) {
    const told = await api.get(probabilities, ionqRegisterProbabilitiesSchema, signal);
    return { probabilities: ownRegister(told.probabilities.registers, circuit) };
  }
  throw new Failure('unknown', `IonQ's job ${job.id} tells nothing of the registers of its program.`, {
    advice: 'Fetch the result again; if it stays, the service may have changed and this version needs an update.',
  });
}

function counted(counts: Readonly<Record<string, number>>): CircuitOutcome {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const probabilities = Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, count / total]));
  return { counts, probabilities };
}

function shotKeys({ shots }: IonqShots, circuit: Circuit | undefined): string[] {
  // A qubit that has left its states was not read: IonQ counts such shots nowhere.
  const read = shots.filter(({ leakage_bits: leaked }) => leaked?.some((bit) => bit !== 0) !== true);
  return read.map(({ registers }) => {
    const bits = circuit
      ? (registers[programRegister] ?? [])
      : Object.entries(registers).flatMap(([name, values]) => (name === wholeRegister ? [] : values));
    return checkedText(bits.join(''), circuit);
  });
}

/** Values by the bits of the circuit; of a job from elsewhere by those of its one register, or by all qubits. */
function ownRegister(registers: RegisterValues, circuit: Circuit | undefined): Record<string, number> {
  const named = Object.keys(registers).filter((name) => name !== wholeRegister);
  const [only = wholeRegister] = named.length === 1 ? named : [];
  const own = registers[circuit ? programRegister : only] ?? { '': 0 };
  return Object.fromEntries(Object.entries(own).map(([text, value]) => [checkedText(text, circuit), value]));
}

/** IonQ writes bit 0 of a register leftmost, and we the last one. */
function checkedText(text: string, circuit: Circuit | undefined): string {
  if (circuit === undefined || text.length === circuit.bitCount) return [...text].reverse().join('');
  throw new Failure('unknown', `IonQ's result has ${text.length} bits where the circuit has ${circuit.bitCount}.`, {
    advice: 'Fetch the result again; if it stays, submit the job anew.',
  });
}
