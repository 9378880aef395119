type Numbers = Uint8Array | Uint32Array | Int32Array;

/** Which elements of an array are replaced, and by how many. */
export interface ArraySplice {
  readonly first: number;
  readonly added: number;
  /** The first element behind the replaced ones. */
  readonly rest: number;
  /** So many elements of the array count; it may have room for more. */
  readonly length: number;
}

/**
 * An array with some elements replaced; what is added and what stands behind is moved by so much. It is the old array
 * where nothing changes, because a large circuit has large ones; so nobody may write into it.
 */
export function splicedArray<A extends Numbers>(
  old: A,
  added: ArrayLike<number>,
  splice: ArraySplice,
  addedShift = 0,
  restShift = 0,
): A {
  const { first, length, rest } = splice;
  if (restShift === 0 && isSame(old, added, splice, addedShift)) return old;
  const behind = first + splice.added;
  const result = emptyLike(old, behind + length - rest);
  result.set(old.subarray(0, first));
  for (let index = 0; index < splice.added; index++) result[first + index] = (added[index] ?? 0) + addedShift;
  if (restShift === 0) result.set(old.subarray(rest, length), behind);
  else for (let index = rest, to = behind; index < length; index++, to++) result[to] = (old[index] ?? 0) + restShift;
  return result;
}

/** Whether elements are replaced by the same ones. */
function isSame(old: Numbers, added: ArrayLike<number>, splice: ArraySplice, addedShift: number): boolean {
  if (splice.first + splice.added !== splice.rest) return false;
  for (let index = 0; index < splice.added; index++) {
    if (old[splice.first + index] !== (added[index] ?? 0) + addedShift) return false;
  }
  return true;
}

function emptyLike<A extends Numbers>(array: A, length: number): A {
  const create = array.constructor as new (length: number) => A;
  return new create(length);
}
