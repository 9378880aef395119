import { CARRIED_BYTES } from './boundItems';
import { Item } from './items';
import { Lowering } from './lowering';
import { Stage, stageAt } from './operations';
import { FIXED_NUMBERS, Shape } from './shape';
import { writeStage } from './stageCode';
import { Search } from './stageSearch';

/**
 * What is found about a shape, in one block that may be copied anywhere, aligned to 16 bytes: this header, the wire of each
 * qubit after the gates (32 words), items, references, words of operations, stages, code. Behind what is copied is room for
 * numbers and for tables that the kernels fill. Offsets are from the beginning; `core/simulator/stateVector/stagePlan.ts`
 * reads the header.
 */
// @ts-ignore: AssemblyScript's decorators
@unmanaged
export class Plan {
  /** Bytes that are copied, and all. */
  bytes: u32;
  totalBytes: u32;
  /** Those of gates come after the `FIXED_NUMBERS`. */
  numbers: u32;
  /** What a thread needs besides a block. */
  workspaceBytes: u32;
  stageCount: u32;
  stages: u32;
  itemCount: u32;
  items: u32;
  references: u32;
  words: u32;
  /** Scratch space of `boundItems.ts`. */
  carried: u32;
  tables: u32;
}

/** Bytes of the plan of a search that is finished, without numbers and tables. */
export function planBytes(search: usize): u32 {
  const it = changetype<Search>(search);
  return codeOffset(it) + it.codeBytes;
}

// @ts-ignore: AssemblyScript's decorators
@inline
function aligned(bytes: u32): u32 {
  return (bytes + 15) & ~15;
}

const ITEMS: u32 = <u32>offsetof<Plan>() + 128;

function referencesOffset(it: Search): u32 {
  return ITEMS + changetype<Lowering>(it.lowering).itemCount * <u32>offsetof<Item>();
}

function wordsOffset(it: Search): u32 {
  return referencesOffset(it) + aligned(changetype<Lowering>(it.lowering).referenceCount << 2);
}

function stagesOffset(it: Search): u32 {
  return wordsOffset(it) + aligned(it.wordCount << 2);
}

function codeOffset(it: Search): u32 {
  return stagesOffset(it) + aligned(it.stageCount * <u32>offsetof<Stage>());
}

/** @param target the address of `planBytes` */
export function writePlan(search: usize, target: usize): void {
  const it = changetype<Search>(search);
  const lowered = changetype<Lowering>(it.lowering);
  const shape = changetype<Shape>(lowered.shape);
  const plan = changetype<Plan>(target);
  plan.bytes = planBytes(search);
  plan.numbers = plan.bytes;
  plan.carried = aligned(plan.numbers + ((FIXED_NUMBERS + shape.numberCount) << 3));
  plan.tables = (plan.carried + CARRIED_BYTES + 63) & ~63;
  plan.totalBytes = plan.tables + it.tableBytes;
  // Threads write to cache lines of their own.
  plan.workspaceBytes = (it.workspaceBytes + 63) & ~63;
  plan.stageCount = it.stageCount;
  plan.stages = stagesOffset(it);
  plan.itemCount = lowered.itemCount;
  plan.items = ITEMS;
  plan.references = referencesOffset(it);
  plan.words = wordsOffset(it);
  memory.copy(target + offsetof<Plan>(), lowered.wires, 128);
  memory.copy(target + plan.items, lowered.items, <usize>lowered.itemCount * offsetof<Item>());
  memory.copy(target + plan.references, lowered.references, (<usize>lowered.referenceCount) << 2);
  memory.copy(target + plan.words, it.words, (<usize>it.wordCount) << 2);
  memory.copy(target + plan.stages, it.stages, <usize>it.stageCount * offsetof<Stage>());
  const code = codeOffset(it);
  for (let index: u32 = 0; index < it.stageCount; index++) {
    const stage = stageAt(target + plan.stages, index);
    stage.code += code;
    writeStage(target, stage, plan.items, plan.references, plan.words, plan.tables, shape.amplitudeBytes);
  }
}
