// Types that stand for a constant number of units of 16 bytes. Where one is given as a type argument U, offsetof<U>() is a
// constant that a load or a store adds to its address, so that neighbouring units share one address.

@unmanaged export class NoUnits {}
@unmanaged export class OneUnit extends NoUnits { a: u64; b: u64 }
@unmanaged export class TwoUnits extends OneUnit { c: u64; d: u64 }
@unmanaged export class ThreeUnits extends TwoUnits { e: u64; f: u64 }
@unmanaged export class FourUnits extends ThreeUnits { g: u64; h: u64 }
@unmanaged export class FiveUnits extends FourUnits { i: u64; j: u64 }
@unmanaged export class SixUnits extends FiveUnits { k: u64; l: u64 }
@unmanaged export class SevenUnits extends SixUnits { m: u64; n: u64 }
