/**
 * Sorts the numbers of some buckets in ascending order, each bucket by itself.
 * @param starts u32 by bucket: its first number; one more than there are buckets
 * @param buckets of a chunk
 */
export function sortBuckets(numbers: usize, starts: usize, buckets: u32, chunk: u32, _thread: u32): void {
  let at = starts + ((<usize>chunk * buckets) << 2);
  const end = at + (<usize>buckets << 2);
  for (; at < end; at += 4) {
    const first = load<u32>(at);
    sortNumbers(numbers + (<usize>first << 3), load<u32>(at, 4) - first);
  }
}

/** D. L. Shell's method with the gaps of M. Ciura (2001), good for some hundreds of numbers. */
function sortNumbers(numbers: usize, count: u32): void {
  sortByGap(numbers, count, 301);
  sortByGap(numbers, count, 132);
  sortByGap(numbers, count, 57);
  sortByGap(numbers, count, 23);
  sortByGap(numbers, count, 10);
  sortByGap(numbers, count, 4);
  sortByGap(numbers, count, 1);
}

// @ts-ignore: AssemblyScript's decorators
@inline
function sortByGap(numbers: usize, count: u32, gap: u32): void {
  const step = <usize>gap << 3;
  const end = numbers + (<usize>count << 3);
  for (let from = numbers + step; from < end; from += 8) {
    const value = load<f64>(from);
    let to = from;
    while (to >= numbers + step && load<f64>(to - step) > value) {
      store<f64>(to, load<f64>(to - step));
      to -= step;
    }
    store<f64>(to, value);
  }
}
