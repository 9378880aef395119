import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { CostEstimate } from '../backend.ts';
import type { IonqApi } from './ionqApi.ts';
import type { GateCounts, IonqProgram } from './ionqProgram.ts';
import { ionqSimulator } from './ionqSettings.ts';
import { ionqEstimateSchema } from './wire.ts';

const priceSource = 'IonQ, /jobs/estimate';

/** What is asked for the price of. */
export interface EstimatedWork {
  readonly device: string;
  readonly programs: readonly { readonly program: IonqProgram; readonly qubits: number }[];
  readonly shots: number;
  readonly isMitigated: boolean;
  /** ISO 8601. */
  readonly today: string;
}

/** What IonQ says that a job would cost, circuit by circuit. @throws Failure of the API */
export async function ionqEstimate(
  api: IonqApi,
  { device, isMitigated, programs, shots, today: asOf }: EstimatedWork,
  signal: CancellationSignal,
): Promise<CostEstimate> {
  if (device === ionqSimulator) {
    return {
      cost: { amount: 0, currency: 'USD' },
      asOf,
      source: priceSource,
      arithmetic: "IonQ's cloud simulator is free of charge.",
    };
  }
  let total = 0;
  let wait: number | undefined;
  const lines: string[] = [];
  for (const { program, qubits } of programs) {
    const { counts } = program;
    const query = queryText({
      backend: device,
      type: program.kind === 'openqasm' ? 'ionq.qasm3.v1' : 'ionq.circuit.v1',
      qubits,
      shots,
      '1q_gates': counts.oneQubit,
      '2q_gates': counts.twoQubit,
      error_mitigation: isMitigated,
    });
    const estimate = await api.get(`/jobs/estimate?${query}`, ionqEstimateSchema, signal);
    const amount = estimate.estimated_total_cost ?? estimate.estimated_cost;
    wait = estimate.current_predicted_queue_time ?? wait;
    if (amount == null) {
      return {
        asOf,
        source: priceSource,
        arithmetic: `IonQ quotes no price for ${device}: it depends on the contract. Ask IonQ, or set \`price\` for this backend.`,
        ...(wait === undefined ? {} : { expectedWait: wait }),
      };
    }
    total += amount;
    lines.push(`${workText(shots, counts)}${isMitigated ? ', debiased' : ''}: ${amount} USD`);
  }
  const shown = lines.length > 3 ? [...lines.slice(0, 3), `… ${lines.length} circuits in all`] : lines;
  return {
    cost: { amount: total, currency: 'USD' },
    asOf,
    source: priceSource,
    arithmetic: shown.join('; '),
    ...(wait === undefined ? {} : { expectedWait: wait }),
  };
}

function workText(shots: number, { oneQubit, twoQubit }: GateCounts): string {
  return `${shots} shots of ${oneQubit} one-qubit and ${twoQubit} two-qubit gates`;
}

function queryText(entries: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(entries)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&');
}
