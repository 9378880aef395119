// xoshiro256++ (D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", 2021), once with 64-bit words
// for single numbers and once in both halves of vectors for whole rows of bits. The state is at an address.

/** The next 64 random bits of the generator at `state`, which has 32 bytes. */
// @ts-ignore: AssemblyScript's decorators
@inline
export function nextWord(state: usize): u64 {
  const s0 = load<u64>(state);
  let s1 = load<u64>(state, 8);
  let s2 = load<u64>(state, 16);
  let s3 = load<u64>(state, 24);
  const word = rotl<u64>(s0 + s3, 23) + s0;
  const shifted = s1 << 17;
  s2 ^= s0;
  s3 ^= s1;
  s1 ^= s2;
  store<u64>(state, s0 ^ s3);
  store<u64>(state, s1, 8);
  store<u64>(state, s2 ^ shifted, 16);
  store<u64>(state, rotl<u64>(s3, 45), 24);
  return word;
}

/** Uniform in (0, 1], a multiple of 2⁻⁵³. */
// @ts-ignore: AssemblyScript's decorators
@inline
export function nextPositive(state: usize): f64 {
  return (<f64>((nextWord(state) >> 11) + 1)) * 1.1102230246251565e-16;
}

/** How many failures come before the next success. @param scale 1 / ln(1 − probability of a success) */
// @ts-ignore: AssemblyScript's decorators
@inline
export function nextGap(state: usize, scale: f64): f64 {
  return Math.floor(Math.log(nextPositive(state)) * scale);
}

// @ts-ignore: AssemblyScript's decorators
@inline
function rotateLeft(words: v128, by: i32): v128 {
  return v128.or(i64x2.shl(words, by), i64x2.shr_u(words, 64 - by));
}

/** Fills the 128 bytes at `row` with random bits of the pair of generators at `state`, which has 64 bytes. */
export function randomRow(state: usize, row: usize): void {
  let s0 = v128.load(state);
  let s1 = v128.load(state, 16);
  let s2 = v128.load(state, 32);
  let s3 = v128.load(state, 48);
  for (let at = row; at < row + 128; at += 16) {
    v128.store(at, i64x2.add(rotateLeft(i64x2.add(s0, s3), 23), s0));
    const shifted = i64x2.shl(s1, 17);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, shifted);
    s3 = rotateLeft(s3, 45);
  }
  v128.store(state, s0);
  v128.store(state, s1, 16);
  v128.store(state, s2, 32);
  v128.store(state, s3, 48);
}
