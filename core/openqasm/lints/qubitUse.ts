import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Binder } from '../binder.ts';
import { removeStatements } from '../insertions.ts';
import { diagnose, withFix, withRelated } from '../messages.ts';
import { type CircuitTrace, effect } from './circuitTrace.ts';
import { deadSteps } from './deadSteps.ts';
import type { LimitedFindings } from './limitedFindings.ts';

/** Gates with the gate that undoes them, both of a library. */
const inverses: ReadonlyMap<string, string> = new Map([
  ...['x', 'y', 'z', 'h', 'cx', 'CX', 'cy', 'cz', 'ch', 'swap', 'ccx', 'cswap', 'c3x', 'c4x'].map(
    (name) => [name, name] as const,
  ),
  ['s', 'sdg'],
  ['sdg', 's'],
  ['t', 'tdg'],
  ['tdg', 't'],
  ['sx', 'sxdg'],
  ['sxdg', 'sx'],
]);

/** Gates whose qubits can change places. */
const symmetric: ReadonlySet<string> = new Set(['cz', 'swap']);

/** What is known of the state of a qubit at a place of the program. */
const known = { nothing: 0, fresh: 1, reset: 2 } as const;

/**
 * Finds statements that certainly change nothing: measurements of qubits in the state |0⟩, resets of such, gates that
 * undo the one before, and gates whose effect nobody sees. Looks at each step a few times.
 */
export function qubitUse(trace: CircuitTrace, binder: Binder, found: LimitedFindings): void {
  if (!trace.isComplete || trace.stepCount === 0) return;
  new QubitUse(trace, binder, found).run();
  deadSteps(trace, binder, found);
}

class QubitUse {
  readonly #trace: CircuitTrace;
  readonly #binder: Binder;
  readonly #found: LimitedFindings;
  /** Place of qubits in the arrays: hardware qubits, which are negative, stand before the others. */
  readonly #offset: number;
  readonly #states: Uint8Array;
  /** The last step on each qubit; −1 where there is none that a gate could undo. */
  readonly #lastSteps: Int32Array;
  /** By symbol of a gate: the symbol of the gate that undoes it, or −1. */
  readonly #inverses: Int32Array;

  constructor(trace: CircuitTrace, binder: Binder, found: LimitedFindings) {
    this.#trace = trace;
    this.#binder = binder;
    this.#found = found;
    this.#offset = -trace.lowest;
    const size = trace.highest - trace.lowest + 1;
    this.#states = new Uint8Array(size).fill(known.fresh);
    this.#lastSteps = new Int32Array(size).fill(-1);
    this.#inverses = inverseSymbols(binder);
  }

  run(): void {
    const { effects, firstQubits, gates, qubitCount, qubits, statements, stepCount } = this.#trace;
    const states = this.#states;
    const lastSteps = this.#lastSteps;
    const inverseGates = this.#inverses;
    const offset = this.#offset;
    for (let step = 0; step < stepCount; ) {
      let end = step + 1;
      while (end < stepCount && statements[end] === statements[step]) end++;
      const start = firstQubits[step] ?? 0;
      const gate = gates[step] ?? -1;
      // Nearly all steps are gates that do not undo another one.
      if (end === step + 1 && effects[step] === effect.gate) {
        const last = lastSteps[(qubits[start] ?? 0) + offset] ?? -1;
        if (last < 0 || gate < 0 || inverseGates[gate] !== gates[last] || !this.#undoes(step, end)) {
          const limit = end < stepCount ? (firstQubits[end] ?? 0) : qubitCount;
          for (let index = start; index < limit; index++) {
            const place = (qubits[index] ?? 0) + offset;
            states[place] = known.nothing;
            lastSteps[place] = step;
          }
        }
      } else {
        this.#statement(step, end);
      }
      step = end;
    }
  }

  /** Looks at a statement, whose copies are the steps from one to another. */
  #statement(from: number, to: number): void {
    switch (this.#trace.effects[from]) {
      case effect.gate:
        if (!this.#undoes(from, to)) this.#touch(from, to, known.nothing);
        return;
      case effect.measure:
        if (this.#areAll(from, to, known.fresh, known.reset)) this.#reportMeasurement(from);
        this.#touch(from, to, known.nothing);
        return;
      case effect.reset:
        // The specification of OpenQASM 3 leaves the first state of a qubit open, so a first reset has a purpose there.
        if (this.#areAll(from, to, known.reset, this.#binder.isVersion2 ? known.fresh : known.reset)) {
          this.#reportReset(from);
        }
        this.#touch(from, to, known.reset);
        return;
      case effect.barrier:
        this.#separate(from, to);
        return;
      default:
        this.#touch(from, to, known.nothing);
    }
  }

  #areAll(from: number, to: number, one: number, other: number): boolean {
    const { qubits } = this.#trace;
    const end = this.#trace.qubitsFrom(to);
    for (let index = this.#trace.qubitsFrom(from); index < end; index++) {
      const state = this.#states[(qubits[index] ?? 0) + this.#offset];
      if (state !== one && state !== other) return false;
    }
    return true;
  }

  #touch(from: number, to: number, after: number): void {
    const { qubits } = this.#trace;
    for (let step = from; step < to; step++) {
      const end = this.#trace.qubitsFrom(step + 1);
      for (let index = this.#trace.qubitsFrom(step); index < end; index++) {
        const place = (qubits[index] ?? 0) + this.#offset;
        this.#states[place] = after;
        this.#lastSteps[place] = step;
      }
    }
  }

  /** Gates on the two sides of a barrier are kept apart on purpose. */
  #separate(from: number, to: number): void {
    const start = this.#trace.qubitsFrom(from);
    const end = this.#trace.qubitsFrom(to);
    if (start === end) this.#lastSteps.fill(-1);
    for (let index = start; index < end; index++) this.#lastSteps[(this.#trace.qubits[index] ?? 0) + this.#offset] = -1;
  }

  /** Whether a gate undoes the statement before it in all its copies, which is reported. */
  #undoes(from: number, to: number): boolean {
    const { statements } = this.#trace;
    const partner = this.#partnerOf(from);
    const earlier = partner < 0 ? -1 : (statements[partner] ?? -1);
    if (earlier < 0) return false;
    for (let step = from + 1; step < to; step++) {
      const other = this.#partnerOf(step);
      if (other < 0 || statements[other] !== earlier) return false;
    }
    if (to - from !== this.#copiesOf(partner)) return false;
    this.#reportPair(from, earlier);
    // What stood before the pair is next to what comes after it; that is for the next look at the file.
    this.#separate(from, to);
    return true;
  }

  #copiesOf(step: number): number {
    const { statements, stepCount } = this.#trace;
    const statement = statements[step];
    let first = step;
    while (first > 0 && statements[first - 1] === statement) first--;
    let end = step + 1;
    while (end < stepCount && statements[end] === statement) end++;
    return end - first;
  }

  /** The step just before on all qubits of a gate, if it is the inverse gate on the same qubits; −1 otherwise. */
  #partnerOf(step: number): number {
    const { effects, gates, qubits } = this.#trace;
    const start = this.#trace.qubitsFrom(step);
    const end = this.#trace.qubitsFrom(step + 1);
    const gate = gates[step] ?? -1;
    const partner = this.#lastSteps[(qubits[start] ?? 0) + this.#offset] ?? -1;
    if (gate < 0 || partner < 0 || effects[partner] !== effect.gate) return -1;
    if (this.#inverses[gate] !== gates[partner]) return -1;
    const other = this.#trace.qubitsFrom(partner);
    if (this.#trace.qubitsFrom(partner + 1) - other !== end - start) return -1;
    let isSame = true;
    for (let index = start; index < end; index++) {
      if (this.#lastSteps[(qubits[index] ?? 0) + this.#offset] !== partner) return -1;
      if (qubits[index] !== qubits[other + index - start]) isSame = false;
    }
    return isSame || symmetric.has(this.#binder.symbols[gate]?.name ?? '') ? partner : -1;
  }

  #reportMeasurement(step: number): void {
    const problem = `No gate acts on '${this.#qubitOf(step)}' before this measurement, so it gives 0`;
    this.#report(diagnose('QAS9003', this.#rangeOf(step), problem), step);
  }

  #reportReset(step: number): void {
    const range = this.#rangeOf(step);
    const fix = { title: 'Remove the reset', replacements: this.#removals([range], step), isPreferred: true };
    const problem = `'${this.#qubitOf(step)}' is in the state |0⟩ already, so this reset does nothing`;
    this.#report(withFix(diagnose('QAS9004', range, problem), fix), step);
  }

  #reportPair(step: number, earlier: number): void {
    if (this.#trace.fileOf(earlier) !== 0 || this.#fileOf(step) !== 0 || !this.#found.isWanted('QAS9004')) return;
    const range = this.#rangeOf(step);
    const first = this.#trace.rangeOf(earlier);
    const written = this.#binder.files[this.#fileOf(step)]?.tree.text.slice(first.start, first.end).replace(/;$/, '');
    const problem = `This gate undoes the one before it, '${written}'`;
    const related = { message: 'The gate that is undone is here.', range: first };
    const replacements = this.#removals([first, range], step);
    const fix = { title: 'Remove both gates', replacements, isPreferred: false };
    this.#report(withFix(withRelated(diagnose('QAS9004', range, problem), [related]), fix), step);
  }

  #qubitOf(step: number): string {
    return this.#binder.registers.nameOf(this.#trace.qubits[this.#trace.qubitsFrom(step)] ?? 0);
  }

  #fileOf(step: number): number {
    return this.#trace.fileOf(this.#trace.statements[step] ?? 0);
  }

  #rangeOf(step: number): OffsetRange {
    return this.#trace.rangeOf(this.#trace.statements[step] ?? 0);
  }

  #removals(ranges: readonly OffsetRange[], step: number) {
    return removeStatements(this.#binder.files[this.#fileOf(step)]?.tree.text ?? '', ranges);
  }

  #report(diagnostic: Diagnostic, step: number): void {
    if (this.#fileOf(step) === 0) this.#found.add(diagnostic);
  }
}

/** Only gates of a library: others of the same name may do anything. */
function inverseSymbols({ symbols }: Binder): Int32Array {
  const found = new Int32Array(symbols.length).fill(-1);
  const byName = new Map<string, number>();
  for (const { gate, id, name } of symbols) if (gate?.library) byName.set(name, id);
  for (const { gate, id, name } of symbols) {
    const inverse = gate?.library ? inverses.get(name) : undefined;
    if (inverse !== undefined) found[id] = byName.get(inverse) ?? -1;
  }
  return found;
}
