import { Failure } from '#core/base/failure.ts';
import { groupedNumber } from '#core/base/groupedNumber.ts';
import type { SourcePath } from '#core/base/yaml/sourceNode.ts';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { exportIonq, ionqMaximumShots } from '#core/circuit/export/ionqJson.ts';
import type { CheckContext } from './checkContext.ts';
import { chainBackends } from './executionChecks.ts';

/** What a backend of the chain is known to refuse: HP144. */
export function checkCapabilities(context: CheckContext, circuit: Circuit | undefined): void {
  const { definition, facts } = context;
  const { adaptive } = definition.confidence ?? {};
  for (const { backend, name } of chainBackends(context.pipeline)) {
    const written = Object.hasOwn(definition.backends ?? {}, name) ? definition.backends?.[name] : undefined;
    if (!written) continue;
    const path = ['backends', name];
    const device = facts.evidence?.devices?.find((seen) => seen.backend === name);
    const isDevice = device !== undefined && device.device === (written.device ?? device.device);
    checkQubits(context, name, written.qubits, isDevice ? device : undefined);
    const most = (isDevice ? device.maximumShots : undefined) ?? shotLimits[backend.adapter];
    const shots = (count: number | undefined, place: SourcePath) => {
      if (count !== undefined && most !== undefined && count > most)
        context.report('HP144', place, `${name} takes at most ${groupedNumber(most)} shots of a circuit.`, {
          value: String(most),
          title: `Take ${most} shots`,
        });
    };
    shots(written.shots, [...path, 'shots']);
    shots(adaptive?.max, ['confidence', 'adaptive', 'max']);
    if (written.primitive === 'estimator' && !estimating.has(backend.adapter))
      context.report('HP144', [...path, 'primitive'], `${name} has no estimator: ${backend.adapter} tells bits only.`, {
        value: 'sampler',
        title: 'Compute mean values from shots',
      });
    const refused = circuit && refusedPart(backend.adapter, circuit);
    if (refused) context.report('HP144', [...path, 'adapter'], `${name} cannot run this circuit. ${refused}`);
  }
}

function checkQubits(
  context: CheckContext,
  name: string,
  written: number | undefined,
  device: { readonly device: string; readonly qubits: number } | undefined,
): void {
  const { qubits } = context.pipeline.quantum;
  const count = (has: number) => `${has} ${has === 1 ? 'qubit' : 'qubits'}`;
  if (written !== undefined && written < qubits)
    context.report(
      'HP144',
      ['backends', name, 'qubits'],
      `The backend ${name} has ${count(written)}, but the circuit needs ${qubits}.`,
    );
  else if (device && device.qubits < qubits)
    context.reportKey(
      'HP144',
      ['backends', name],
      `The last run on ${device.device} found ${count(device.qubits)} there, but the circuit needs ${qubits}.`,
    );
}

/** Shots of a circuit at most, of providers that say so for all their devices. */
const shotLimits: Readonly<Record<string, number>> = { ionq: ionqMaximumShots };

/** Adapters of providers that estimate mean values. */
const estimating: ReadonlySet<string> = new Set(['ibm']);

/** Circuits beyond this are only looked at when they are sent. */
const mostOperations = 5000;

/** The first thing of a circuit that an adapter has no words for, and why, as sentences. */
function refusedPart(adapter: string, circuit: Circuit): string | undefined {
  if (adapter !== 'ionq' || circuit.operations.length > mostOperations) return undefined;
  try {
    // Any values will do: which gates there are does not depend on them.
    const bound = bindCircuit(
      circuit,
      circuit.parameters.map((_, index) => 0.1 + index / 7),
    );
    const refused = exportIonq(bound).omissions.find(({ severity }) => severity === 'error');
    return refused && `${refused.what}: ${refused.why}.`;
  } catch (thrown) {
    // What goes wrong only with these values is told when it is run.
    if (Failure.is(thrown)) return undefined;
    throw thrown;
  }
}
