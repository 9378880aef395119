import type { OffsetRange } from '#core/base/textRange.ts';
import type { DeviceTarget } from '../analysisOptions.ts';
import type { Binder } from '../binder.ts';
import { diagnose } from '../messages.ts';
import { type CircuitTrace, effect } from './circuitTrace.ts';
import { firstUses } from './firstUses.ts';
import type { LimitedFindings } from './limitedFindings.ts';

/** Finds what the device or dialect that was chosen cannot execute. */
export function targetLimits(target: DeviceTarget, binder: Binder, found: LimitedFindings): void {
  if (target.qubits !== undefined) checkQubits(target.qubits, target, binder, found);
  if (target.gates) checkGates(target.gates, target, binder, found);
  if (target.midCircuitMeasurement === false && binder.wholeTrace) {
    checkMeasurements(binder.wholeTrace, target, binder, found);
  }
  if (target.controlFlow === false) {
    for (const place of binder.runtimeControl) {
      found.add(diagnose('QAS9008', place, `${target.name} has no control flow that depends on results`));
    }
  }
}

/** The register with which there are too many qubits. */
function checkQubits(limit: number, target: DeviceTarget, binder: Binder, found: LimitedFindings): void {
  let count = 0;
  for (const { kind, place, type } of binder.symbols) {
    if (kind !== 'qubit' || type.kind !== 'qubit' || type.size === 'unknown') continue;
    count += type.size === 'scalar' ? 1 : type.size;
    if (count <= limit || place?.file !== 0) continue;
    found.add(diagnose('QAS9008', place.name, `With it the program has ${count} qubits; ${target.name} has ${limit}`));
    return;
  }
}

/** Gates without a definition in the program, each at its first use; those with one are made of others. */
function checkGates(names: readonly string[], target: DeviceTarget, binder: Binder, found: LimitedFindings): void {
  const known = new Set(names);
  const used = binder.symbols.filter(({ gate, id, name }) => {
    return gate && !gate.definition && !known.has(name) && (binder.uses[id] ?? 0) > 0;
  });
  const uses = firstUses(
    used.map(({ id }) => id),
    binder,
  );
  for (const { range, symbol } of uses) {
    const basis = names.slice(0, mostNames).join(', ');
    const more = names.length > mostNames ? ', …' : '';
    found.add(diagnose('QAS9008', range, `'${symbol.name}' is no gate of ${target.name}, which has ${basis}${more}`));
  }
}

/** So many gates of a device are named. */
const mostNames = 12;

/** Qubits that are used again after they were measured, each at the first place. */
function checkMeasurements(trace: CircuitTrace, target: DeviceTarget, binder: Binder, found: LimitedFindings): void {
  if (!trace.isComplete) return;
  const { effects, qubits, statements, stepCount } = trace;
  const measured = new Uint8Array(trace.highest - trace.lowest + 1);
  for (let step = 0; step < stepCount; step++) {
    const what = effects[step];
    if (what === effect.barrier) continue;
    const end = trace.qubitsFrom(step + 1);
    for (let index = trace.qubitsFrom(step); index < end; index++) {
      const qubit = qubits[index] ?? 0;
      const place = qubit - trace.lowest;
      if (measured[place] === 1) {
        measured[place] = 2;
        const statement = statements[step] ?? 0;
        if (trace.fileOf(statement) === 0) report(qubit, trace.rangeOf(statement));
      }
      if (what === effect.measure && measured[place] === 0) measured[place] = 1;
    }
  }

  function report(qubit: number, range: OffsetRange): void {
    const name = binder.registers.nameOf(qubit);
    const problem = `'${name}' is used after its measurement; ${target.name} measures only at the end`;
    found.add(diagnose('QAS9008', range, problem));
  }
}
