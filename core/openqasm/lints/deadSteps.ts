import type { Binder } from '../binder.ts';
import { removeStatement } from '../insertions.ts';
import { diagnose, withFix } from '../messages.ts';
import { type CircuitTrace, effect } from './circuitTrace.ts';
import type { LimitedFindings } from './limitedFindings.ts';

/**
 * Gates that nothing the program measures depends on: those after the last measurement of their qubits, and those on
 * qubits that are never measured. A program that measures nothing is made for its state, so nothing is said of it.
 */
export function deadSteps(trace: CircuitTrace, binder: Binder, found: LimitedFindings): void {
  const dead = findDead(trace);
  if (!dead || asksForResults(binder)) return;
  const { effects, statements, stepCount } = trace;
  const measured = new Uint8Array(trace.highest - trace.lowest + 1);
  const unmeasured = new Set<number>();
  for (let step = 0; step < stepCount; ) {
    const statement = statements[step] ?? 0;
    let end = step + 1;
    while (end < stepCount && statements[end] === statement) end++;
    if (effects[step] === effect.measure) {
      mark(trace, step, end, measured);
    } else if (effects[step] === effect.gate && areDead(dead, step, end) && trace.fileOf(statement) === 0) {
      const qubit = measuredQubit(trace, step, end, measured);
      if (qubit === undefined) collect(trace, step, end, unmeasured);
      else reportDeadGate(trace, statement, qubit, binder, found);
    }
    step = end;
  }
  reportUnmeasured(unmeasured, dead, trace, binder, found);
}

/** Whether a pragma asks for results that are no measurements, such as the state at the end. */
function asksForResults({ files }: Binder): boolean {
  return files.some(({ tree: { statements, text, tokens } }) => {
    for (
      let index = statements.indexOfKind('pragma');
      index >= 0;
      index = statements.indexOfKind('pragma', index + 1)
    ) {
      const token = statements.firstTokenAt(index);
      if (/\bresult\b/.test(text.slice(tokens.starts[token], tokens.ends[token]))) return true;
    }
    return false;
  });
}

/** By step, whether it is a gate no measurement depends on; undefined when there is none, or nothing is measured. */
function findDead(trace: CircuitTrace): Uint8Array | undefined {
  const { effects, firstQubits, qubits, stepCount } = trace;
  const offset = -trace.lowest;
  const dead = new Uint8Array(stepCount);
  const live = new Uint8Array(trace.highest - trace.lowest + 1);
  let measures = false;
  let deadCount = 0;
  let end = trace.qubitCount;
  for (let step = stepCount - 1; step >= 0; step--) {
    const start = firstQubits[step] ?? 0;
    switch (effects[step]) {
      case effect.gate: {
        let isLive = start === end;
        for (let index = start; index < end; index++) if (live[(qubits[index] ?? 0) + offset] === 1) isLive = true;
        if (isLive) {
          for (let index = start; index < end; index++) live[(qubits[index] ?? 0) + offset] = 1;
        } else {
          dead[step] = 1;
          deadCount++;
        }
        break;
      }
      case effect.measure:
        measures = true;
        for (let index = start; index < end; index++) live[(qubits[index] ?? 0) + offset] = 1;
        break;
      case effect.use:
        for (let index = start; index < end; index++) live[(qubits[index] ?? 0) + offset] = 1;
        break;
      case effect.reset:
        for (let index = start; index < end; index++) live[(qubits[index] ?? 0) + offset] = 0;
        break;
    }
    end = start;
  }
  return measures && deadCount > 0 ? dead : undefined;
}

function areDead(dead: Uint8Array, from: number, to: number): boolean {
  for (let step = from; step < to; step++) if (dead[step] === 0) return false;
  return true;
}

function mark(trace: CircuitTrace, from: number, to: number, marks: Uint8Array): void {
  const end = trace.qubitsFrom(to);
  for (let index = trace.qubitsFrom(from); index < end; index++) marks[(trace.qubits[index] ?? 0) - trace.lowest] = 1;
}

/** A qubit of the steps that was measured before. */
function measuredQubit(trace: CircuitTrace, from: number, to: number, measured: Uint8Array): number | undefined {
  const end = trace.qubitsFrom(to);
  for (let index = trace.qubitsFrom(from); index < end; index++) {
    const qubit = trace.qubits[index] ?? 0;
    if (measured[qubit - trace.lowest] === 1) return qubit;
  }
  return undefined;
}

function collect(trace: CircuitTrace, from: number, to: number, qubits: Set<number>): void {
  const end = trace.qubitsFrom(to);
  for (let index = trace.qubitsFrom(from); index < end; index++) qubits.add(trace.qubits[index] ?? 0);
}

function reportDeadGate(
  trace: CircuitTrace,
  statement: number,
  qubit: number,
  binder: Binder,
  found: LimitedFindings,
): void {
  if (!found.isWanted('QAS9004')) return;
  const range = trace.rangeOf(statement);
  const name = binder.registers.nameOf(qubit);
  const problem = `This gate acts on '${name}' after its last measurement, and nothing that is measured depends on it`;
  const replacements = [removeStatement(binder.files[0]?.tree.text ?? '', range)];
  const fix = { title: 'Remove the gate', replacements, isPreferred: false };
  found.add(withFix(diagnose('QAS9004', range, problem), fix));
}

/** One finding for each register with qubits that gates act on for nothing. */
function reportUnmeasured(
  candidates: ReadonlySet<number>,
  dead: Uint8Array,
  trace: CircuitTrace,
  binder: Binder,
  found: LimitedFindings,
): void {
  if (candidates.size === 0) return;
  const useful = new Uint8Array(trace.highest - trace.lowest + 1);
  for (let step = 0; step < trace.stepCount; step++) {
    const what = trace.effects[step];
    const isUseful = what === effect.measure || what === effect.use || (what === effect.gate && dead[step] === 0);
    if (isUseful) mark(trace, step, step + 1, useful);
  }
  const byRegister = new Map<number, string[]>();
  for (const qubit of [...candidates].sort((a, b) => a - b)) {
    const owner = useful[qubit - trace.lowest] === 0 ? binder.registers.ownerOf(qubit) : undefined;
    if (owner?.place?.file !== 0) continue;
    byRegister.set(owner.id, [...(byRegister.get(owner.id) ?? []), `'${binder.registers.nameOf(qubit)}'`]);
  }
  for (const [id, names] of byRegister) {
    const place = binder.symbols[id]?.place;
    if (place) found.add(diagnose('QAS9003', place.name, unmeasuredText(names)));
  }
}

/** So many qubits are named. */
const mostNames = 4;

function unmeasuredText(names: readonly string[]): string {
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  const shown = `${names.slice(0, mostNames).join(', ')}${more}`;
  return names.length === 1
    ? `${shown} is never measured, and no measurement depends on it`
    : `${shown} are never measured, and no measurement depends on them`;
}
