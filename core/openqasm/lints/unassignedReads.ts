import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Binder } from '../binder.ts';
import { ControlFlow } from '../controlFlow.ts';
import type { Lack } from '../lackingVariables.ts';
import { diagnose, withRelated } from '../messages.ts';
import type { ProgramSymbol } from '../symbols.ts';
import { type ValueTrace, valueEvent } from './valueTrace.ts';

/** Registers with more bits are not followed bit by bit. */
const mostBits = 1 << 16;

/**
 * Reads of variables that have no value yet. A register of bits counts as assigned from its first bit on, apart from
 * bits that are read by their number.
 */
export function unassignedReads(trace: ValueTrace, binder: Binder): Diagnostic[] {
  const reads = new UnassignedReads(trace, binder);
  reads.follow();
  return reads.found;
}

/** Goes through a trace with the ways control can take. */
class UnassignedReads {
  readonly found: Diagnostic[] = [];
  readonly #trace: ValueTrace;
  readonly #binder: Binder;
  readonly #flow = new ControlFlow();
  #next = 0;
  /** Loops around, in the body where control is. */
  #loops = 0;
  readonly #declared = new Set<number>();
  /** Bits that have got a value somewhere before, by their number. */
  readonly #assignedBits = new Set<number>();
  /** What has been reported, or is not looked at any more, by symbol. */
  readonly #settled = new Set<number>();

  constructor(trace: ValueTrace, binder: Binder) {
    this.#trace = trace;
    this.#binder = binder;
  }

  /** Follows the events up to the end of the way, loop or body that has begun, or of the trace. */
  follow(): void {
    const trace = this.#trace;
    while (this.#next < trace.length) {
      const event = this.#next++;
      const first = trace.numberAt(event, 0);
      switch (trace.codeAt(event)) {
        case valueEvent.end:
          return;
        case valueEvent.declare:
          this.#declared.add(first);
          this.#flow.declare(first);
          break;
        case valueEvent.assign:
          this.#flow.assign(first);
          break;
        case valueEvent.assignSomeBits:
          this.#flow.assign(first);
          this.#settled.add(first);
          break;
        case valueEvent.assignBits:
          this.#assignBits(event, first);
          break;
        case valueEvent.read:
          this.#read(event, first);
          break;
        case valueEvent.branch:
          this.#flow.branch(Array.from({ length: first }, () => () => this.follow()));
          break;
        case valueEvent.loop:
          this.#loops++;
          this.#flow.loop(trace.runsAt(event), () => this.follow());
          this.#loops--;
          break;
        case valueEvent.body:
          this.#followBody();
          break;
        case valueEvent.break:
          this.#flow.break();
          break;
        case valueEvent.continue:
          this.#flow.continue();
          break;
        case valueEvent.leave:
          this.#flow.leave();
          break;
      }
    }
  }

  #followBody(): void {
    const outer = this.#loops;
    this.#loops = 0;
    this.#flow.inBody(() => this.follow());
    this.#loops = outer;
  }

  /** Of more bits than anyone reads one by one, the variable is not looked at any more. */
  #assignBits(event: number, owner: number): void {
    this.#flow.assign(owner);
    const first = this.#trace.numberAt(event, 1);
    const step = this.#trace.numberAt(event, 2);
    const count = this.#trace.numberAt(event, 3);
    if (count > mostBits) this.#settled.add(owner);
    else for (let index = 0; index < count; index++) this.#assignedBits.add(first + index * step);
  }

  #read(event: number, owner: number): void {
    if (this.#settled.has(owner)) return;
    const symbol = this.#binder.symbols[this.#trace.numberAt(event, 1)];
    if (!symbol) return;
    const index = this.#trace.numberAt(event, 2);
    const lack = this.#flow.lackOf(owner);
    if (lack !== undefined) {
      // In a loop it may have got one in the turn before.
      this.#report(event, symbol, symbol.name, this.#loops === 0 ? lack : 'maybe');
    } else if (symbol.type.kind === 'bit' && index >= 0 && this.#flow.isReachable && this.#loops === 0) {
      this.#readBit(event, symbol, index);
    }
  }

  #readBit(event: number, symbol: ProgramSymbol, index: number): void {
    const [run, ...others] = symbol.selection?.runs ?? [];
    if (!run || others.length > 0 || index >= run.count || !this.#declared.has(this.#trace.numberAt(event, 0))) return;
    if (!this.#assignedBits.has(run.first + index * run.step)) {
      this.#report(event, symbol, `${symbol.name}[${index}]`, 'never');
    }
  }

  #report(event: number, symbol: ProgramSymbol, name: string, lack: Lack): void {
    const owner = this.#binder.symbols[this.#trace.numberAt(event, 0)];
    const file = this.#trace.numberAt(event, 3);
    if (!owner) return;
    this.#settled.add(owner.id);
    if (file !== 0) return;
    const place: OffsetRange = this.#trace.rangeAt(event);
    const diagnostic = diagnose('QAS9002', place, name, lack === 'never', symbol.type.kind === 'bit');
    const related = this.#binder.relatedPlace(owner, `'${owner.name}' is declared here, without a value.`);
    this.found.push(related ? withRelated(diagnostic, [related]) : diagnostic);
  }
}
