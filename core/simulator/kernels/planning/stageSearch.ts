import {
  KIND_DENSE,
  KIND_DIAGONAL,
  KIND_FLIP,
  KIND_ROTATE_INSIDE,
  KIND_ROTATE_ONE,
  OPERATION_SIZE,
  STAGE_OPERATIONS,
} from '../stateVector/stageLayout';
import { coverTerms, denseBytes, diagonalBytes, diagonalWorkspace, isCovered, placeWires, tableBytes } from './diagonals';
import {
  ITEM_DENSE,
  ITEM_EIGEN,
  ITEM_FLIP,
  ITEM_MONOMIAL,
  ITEM_PHASE,
  ITEM_ROTATION,
  ITEM_SCALAR,
  itemAt,
  mixedWires,
  wordAt,
} from './items';
import { Lowering } from './lowering';
import { Stage, stageAt } from './operations';
import { Shape } from './shape';

// Divides items into stages. A stage mixes amplitudes on few local wires only, so that it can be done on one chunk of the
// state after another. Which wires are local is searched for: as many items as possible should be done by a stage.

/** Tasks of one stage: a chunk is done in some milliseconds, after which somebody may cancel. */
const MOST_TASKS: u32 = 1000;

/** So many tasks after one that can be done, another is not looked for: it could wait, and very long circuits are many. */
const FARTHEST: u32 = 1000;

/** Ways round the wires to exchange some. */
const ROUNDS: u32 = 4;

/** An item that is executed. */
// @ts-ignore: AssemblyScript's decorators
@unmanaged
class Task {
  item: u32;
  mixes: u32;
  /** The wires whose values it depends on, or changes. What mixes none is diagonal, and all that are commute. */
  touches: u32;
  isChosen: u32;
}

/** A search under way. It lies before its arrays, all in one block of memory. */
// @ts-ignore: AssemblyScript's decorators
@unmanaged
export class Search {
  lowering: usize;
  tasks: usize;
  taskCount: u32;
  /** Those before it are done. */
  firstTask: u32;
  stages: usize;
  stageCount: u32;
  words: usize;
  wordCount: u32;
  /** Lists of at most `MOST_TASKS` words, for the stage at hand. */
  lists: usize;
  scaleCount: u32;
  /** Bytes of the code of all stages, of the tables of the largest, and of what a thread needs besides a block. */
  codeBytes: u32;
  tableBytes: u32;
  workspaceBytes: u32;
}

const LISTS: u32 = 7;

/** Bytes that searching stages of what has been lowered takes. */
export function searchBytes(lowering: usize): u32 {
  const it = changetype<Lowering>(lowering);
  let tasks: u32 = 0;
  let words: u32 = 4;
  for (let index: u32 = 0; index < it.itemCount; index++) {
    const most = wordsOf(it, index);
    if (most == 0) continue;
    words += most;
    tasks++;
  }
  return (
    <u32>offsetof<Search>() +
    tasks * <u32>(offsetof<Task>() + offsetof<Stage>()) +
    ((words + LISTS * MOST_TASKS) << 2) +
    64
  );
}

/** The most words that an item may need: its own, and a diagonal for it alone or before it. 0 if it is not executed. */
function wordsOf(it: Lowering, index: u32): u32 {
  const item = itemAt(it.items, index);
  if (item.kind == ITEM_MONOMIAL || item.kind == ITEM_EIGEN) return 0;
  // Phases of one wire or of none are executed when they are settled.
  if (item.kind == ITEM_PHASE && (item.mask & (item.mask - 1)) == 0) return 0;
  return 12;
}

/** @param search the address of `searchBytes` */
export function startSearch(lowering: usize, search: usize): void {
  const it = changetype<Search>(search);
  const lowered = changetype<Lowering>(lowering);
  it.lowering = lowering;
  it.tasks = search + offsetof<Search>();
  let count: u32 = 0;
  for (let index: u32 = 0; index < lowered.itemCount; index++) {
    if (wordsOf(lowered, index) == 0) continue;
    const task = taskAt(it, count++);
    const item = itemAt(lowered.items, index);
    task.item = index;
    task.mixes = mixedWires(item, lowered.references);
    task.touches = task.mixes | item.mask;
    task.isChosen = 0;
  }
  it.taskCount = count;
  it.firstTask = 0;
  it.stages = it.tasks + <usize>count * offsetof<Task>();
  it.stageCount = 0;
  it.lists = it.stages + <usize>count * offsetof<Stage>();
  it.words = it.lists + ((<usize>(LISTS * MOST_TASKS)) << 2);
  it.wordCount = 0;
  it.codeBytes = 0;
  it.tableBytes = 0;
  it.workspaceBytes = 64;
}

/** Finds the next stage, if tasks are left. @returns the tasks that are left after it */
export function searchStage(search: usize): u32 {
  const it = changetype<Search>(search);
  if (it.firstTask == it.taskCount) return 0;
  const shape = changetype<Shape>(changetype<Lowering>(it.lowering).shape);
  const all: u32 = (1 << shape.qubits) - 1;
  const stage = stageAt(it.stages, it.stageCount++);
  stage.local = chooseLocal(it, shape, all);
  stage.mixed = 0;
  stage.operationCount = 0;
  stage.first = it.wordCount;
  stage.codeBytes = <u32>STAGE_OPERATIONS;
  stage.tableBytes = 0;
  it.scaleCount = 0;
  const looked = markTasks(it, stage, all);
  const chosen = listChosen(it, looked);
  const isLast = looked == it.taskCount && chosen == it.taskCount - it.firstTask;
  arrange(it, stage, shape.amplitudeBytes, chosen, isLast);
  stage.firstScale = it.wordCount;
  stage.scaleCount = it.scaleCount;
  for (let place: u32 = 0; place < it.scaleCount; place++) addWord(it, wordAt(listAt(it, SCALES), place));
  stage.code = it.codeBytes;
  it.codeBytes += stage.codeBytes;
  keepRest(it, looked);
  return it.taskCount - it.firstTask;
}

// Which wires are local.

/** Begins with the first wires that are needed, and exchanges wires for others as long as more tasks can be done. */
function chooseLocal(it: Search, shape: Shape, all: u32): u32 {
  const width = shape.width;
  if (shape.qubits <= width) return all;
  const lowest = shape.lowest;
  const low: u32 = (1 << lowest) - 1;
  let local = low;
  // In order of the program, as long as there is room.
  const end = min(it.taskCount, it.firstTask + MOST_TASKS + FARTHEST);
  for (let index = it.firstTask; index < end; index++) {
    if (<u32>popcnt(local) == width) break;
    const mixes = taskAt(it, index).mixes;
    if (<u32>popcnt(local | mixes) <= width) local |= mixes;
    else if (local == low) return local | mixes;
  }
  for (let wire: u32 = 0; <u32>popcnt(local) < width; wire++) local |= 1 << wire;
  let best = countDone(it, local, all);
  for (let round: u32 = 0; round < ROUNDS; round++) {
    let improved = false;
    for (let leaving = lowest; leaving < shape.qubits; leaving++) {
      if ((local & (1 << leaving)) == 0) continue;
      for (let entering = lowest; entering < shape.qubits; entering++) {
        if ((local & (1 << entering)) != 0) continue;
        const other = (local & ~(1 << leaving)) | (1 << entering);
        const value = countDone(it, other, all);
        if (value <= best) continue;
        best = value;
        local = other;
        improved = true;
        break;
      }
    }
    if (!improved) break;
  }
  return local;
}

/** How many tasks that mix could be done with these local wires: nothing that has to come before them is left undone. */
function countDone(it: Search, local: u32, all: u32): u32 {
  let value: u32 = 0;
  let done: u32 = 0;
  let latest = it.firstTask;
  let blocked: u32 = 0;
  let blockedByPhases: u32 = 0;
  for (let index = it.firstTask; index < it.taskCount; index++) {
    if (blocked == all || done == MOST_TASKS || index - latest > FARTHEST) break;
    const task = taskAt(it, index);
    const mixes = task.mixes;
    const touches = task.touches;
    if (mixes == 0) {
      if ((touches & blocked) != 0) blockedByPhases |= touches;
      else {
        done++;
        latest = index;
      }
    } else if ((touches & (blocked | blockedByPhases)) != 0 || (mixes & ~local) != 0) blocked |= touches;
    else {
      done++;
      value++;
      latest = index;
    }
  }
  return value;
}

/** Chooses the tasks that `countDone` counts, and diagonal ones. @returns the first task that was not looked at */
function markTasks(it: Search, stage: Stage, all: u32): u32 {
  const local = stage.local;
  let done: u32 = 0;
  let latest = it.firstTask;
  let blocked: u32 = 0;
  let blockedByPhases: u32 = 0;
  let index = it.firstTask;
  for (; index < it.taskCount; index++) {
    if (blocked == all || done == MOST_TASKS || index - latest > FARTHEST) break;
    const task = taskAt(it, index);
    const mixes = task.mixes;
    const touches = task.touches;
    const waits = (touches & (mixes == 0 ? blocked : blocked | blockedByPhases)) != 0;
    const isDone = !waits && (mixes & ~local) == 0;
    task.isChosen = u32(isDone);
    if (isDone) {
      done++;
      latest = index;
    } else if (mixes == 0) blockedByPhases |= touches;
    else blocked |= touches;
  }
  return index;
}

/** Lists the chosen tasks. @returns how many there are */
function listChosen(it: Search, looked: u32): u32 {
  let count: u32 = 0;
  for (let index = it.firstTask; index < looked; index++) {
    if (taskAt(it, index).isChosen) setWord(listAt(it, WAITING), count++, index);
  }
  return count;
}

/** Moves the tasks that were looked at and not chosen together, before those that were not looked at. */
function keepRest(it: Search, looked: u32): void {
  let to = looked;
  for (let index = looked; index > it.firstTask; index--) {
    const task = taskAt(it, index - 1);
    if (task.isChosen) continue;
    to--;
    if (to != index - 1) memory.copy(changetype<usize>(taskAt(it, to)), changetype<usize>(task), offsetof<Task>());
  }
  it.firstTask = to;
}

// What a stage does.

/**
 * Arranges the chosen tasks: all phases that can be done, then all that mixes, and again. What is diagonal and enables
 * nothing here is left for a later stage, unless there is none, or nothing else is done here: phases may be very many.
 */
function arrange(it: Search, stage: Stage, amplitudeBytes: u32, chosen: u32, isLast: bool): void {
  const waiting = listAt(it, WAITING);
  const phases = listAt(it, PHASES);
  const mixing = listAt(it, MIXING);
  while (chosen > 0) {
    let phaseCount: u32 = 0;
    let mixingCount: u32 = 0;
    let restCount: u32 = 0;
    let blocked: u32 = 0;
    let blockedByPhases: u32 = 0;
    for (let place: u32 = 0; place < chosen; place++) {
      const index = wordAt(waiting, place);
      const task = taskAt(it, index);
      const touches = task.touches;
      const isDiagonal = task.mixes == 0;
      if ((touches & (isDiagonal ? blocked : blocked | blockedByPhases)) != 0) {
        if (isDiagonal) blockedByPhases |= touches;
        else blocked |= touches;
        // Those that wait for the next round move together.
        setWord(waiting, restCount++, index);
      } else if (isDiagonal) setWord(phases, phaseCount++, index);
      else {
        // Whatever comes later on these wires has to wait for the next round.
        blocked |= touches;
        setWord(mixing, mixingCount++, index);
      }
    }
    if (mixingCount == 0 && stage.mixed != 0 && !isLast) {
      for (let place: u32 = 0; place < phaseCount; place++) taskAt(it, wordAt(phases, place)).isChosen = 0;
      for (let place: u32 = 0; place < restCount; place++) taskAt(it, wordAt(waiting, place)).isChosen = 0;
      return;
    }
    arrangeRound(it, stage, amplitudeBytes, phaseCount, mixingCount);
    chosen = restCount;
  }
}

/** All phases that are listed, with those that wait before the rotations; then what mixes. */
function arrangeRound(it: Search, stage: Stage, amplitudeBytes: u32, phaseCount: u32, mixingCount: u32): void {
  const lowered = changetype<Lowering>(it.lowering);
  const phases = listAt(it, PHASES);
  const mixing = listAt(it, MIXING);
  const terms = listAt(it, TERMS);
  let termCount: u32 = 0;
  let hasScalar = false;
  for (let place: u32 = 0; place < phaseCount; place++) {
    const number = taskAt(it, wordAt(phases, place)).item;
    if (itemAt(lowered.items, number).kind == ITEM_SCALAR) {
      setWord(listAt(it, SCALES), it.scaleCount++, number);
      hasScalar = true;
    } else setWord(terms, termCount++, number);
  }
  // Rotations are on different wires.
  const byWire = listAt(it, BY_WIRE);
  let rotations: u32 = 0;
  for (let place: u32 = 0; place < mixingCount; place++) {
    const task = taskAt(it, wordAt(mixing, place));
    stage.mixed |= task.mixes;
    if (itemAt(lowered.items, task.item).kind != ITEM_ROTATION) continue;
    setWord(listAt(it, SCALES), it.scaleCount++, task.item);
    setWord(terms, termCount++, task.item);
    rotations |= task.mixes;
    setWord(byWire, ctz(task.mixes), task.item);
  }
  if (termCount > 0 || hasScalar) addDiagonals(it, stage, termCount);
  addRotations(it, stage, rotations, amplitudeBytes);
  for (let place: u32 = 0; place < mixingCount; place++) {
    const number = taskAt(it, wordAt(mixing, place)).item;
    const item = itemAt(lowered.items, number);
    if (item.kind == ITEM_FLIP) {
      addOperation(it, stage, KIND_FLIP);
      addWord(it, number);
    } else if (item.kind == ITEM_DENSE) {
      addOperation(it, stage, KIND_DENSE);
      addWord(it, number);
      const dimension: u32 = 1 << (item.count - 1);
      stage.codeBytes += denseBytes(item.count - 1);
      it.workspaceBytes = max(it.workspaceBytes, dimension << 4);
    }
  }
}

/** Divides the listed terms among as many diagonals as it takes. */
function addDiagonals(it: Search, stage: Stage, termCount: u32): void {
  const items = changetype<Lowering>(it.lowering).items;
  const terms = listAt(it, TERMS);
  const masks = listAt(it, MASKS);
  const local = stage.local;
  const places = placeWires(local);
  const rows = local & ~places;
  let tables: u32 = 0;
  do {
    let crossing: u32 = 0;
    for (let place: u32 = 0; place < termCount; place++) {
      const mask = itemAt(items, wordAt(terms, place)).mask;
      if (!isCovered(mask, places, rows, 0)) setWord(masks, crossing++, mask);
    }
    let cover = coverTerms(masks, crossing, local);
    let placed: u32 = 0;
    for (let place: u32 = 0; place < termCount; place++) {
      if (isCovered(itemAt(items, wordAt(terms, place)).mask, places, rows, cover)) placed++;
    }
    // A phase of very many qubits has a diagonal of its own, with A in as many variants as it takes.
    const isSingle = placed == 0 && termCount > 0;
    if (isSingle) {
      cover = itemAt(items, wordAt(terms, 0)).mask & places;
      placed = 1;
    }
    addOperation(it, stage, KIND_DIAGONAL);
    addWord(it, cover);
    const counts = it.wordCount;
    addWord(it, 0);
    addWord(it, placed);
    // Terms of local wires come first.
    let localCount: u32 = 0;
    for (let isGlobal = 0; isGlobal < 2; isGlobal++) {
      for (let place: u32 = 0; place < termCount; place++) {
        const number = wordAt(terms, place);
        const mask = itemAt(items, number).mask;
        if (isSingle ? place > 0 : !isCovered(mask, places, rows, cover)) continue;
        if (u32((mask & ~local) != 0) != isGlobal) continue;
        addWord(it, number);
        if (!isGlobal) localCount++;
      }
    }
    setWord(it.words, counts, localCount);
    let rest: u32 = 0;
    for (let place: u32 = 0; place < termCount; place++) {
      const number = wordAt(terms, place);
      const isPlaced = isSingle ? place == 0 : isCovered(itemAt(items, number).mask, places, rows, cover);
      if (!isPlaced) setWord(terms, rest++, number);
    }
    stage.codeBytes += diagonalBytes(<u32>popcnt(local), placed);
    tables += tableBytes(local, cover);
    it.workspaceBytes = max(it.workspaceBytes, diagonalWorkspace(local, cover));
    termCount = rest;
  } while (termCount > 0);
  stage.tableBytes += tables;
  it.tableBytes = max(it.tableBytes, stage.tableBytes);
}

/**
 * Rotations by threes, in order of their wires; in single precision one inside units of two amplitudes besides. Two and two
 * are faster than three and one.
 */
function addRotations(it: Search, stage: Stage, wires: u32, amplitudeBytes: u32): void {
  let isInside = amplitudeBytes < 16 && (wires & 1) != 0;
  while (wires != 0) {
    const left = <u32>popcnt(isInside ? wires & ~1 : wires);
    const others: u32 = left == 4 && !isInside ? 2 : min<u32>(3, left);
    addOperation(it, stage, isInside ? KIND_ROTATE_INSIDE + others : KIND_ROTATE_ONE + others - 1);
    for (let count = others + u32(isInside); count > 0; count--) {
      addWord(it, wordAt(listAt(it, BY_WIRE), ctz(wires)));
      wires &= wires - 1;
    }
    isInside = false;
  }
}

function addOperation(it: Search, stage: Stage, kind: u32): void {
  addWord(it, kind);
  stage.operationCount++;
  stage.codeBytes += <u32>OPERATION_SIZE;
}

// Lists of the search.
const WAITING: u32 = 0;
const PHASES: u32 = 1;
const MIXING: u32 = 2;
const TERMS: u32 = 3;
const MASKS: u32 = 4;
const SCALES: u32 = 5;
const BY_WIRE: u32 = 6;

// @ts-ignore: AssemblyScript's decorators
@inline
function listAt(it: Search, list: u32): usize {
  return it.lists + <usize>list * ((<usize>MOST_TASKS) << 2);
}

// @ts-ignore: AssemblyScript's decorators
@inline
function setWord(words: usize, place: u32, word: u32): void {
  store<u32>(words + ((<usize>place) << 2), word);
}

// @ts-ignore: AssemblyScript's decorators
@inline
function addWord(it: Search, word: u32): void {
  setWord(it.words, it.wordCount++, word);
}

// @ts-ignore: AssemblyScript's decorators
@inline
function taskAt(it: Search, index: u32): Task {
  return changetype<Task>(it.tasks + <usize>index * offsetof<Task>());
}
