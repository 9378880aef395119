/**
 * Decimals that show a value no more exactly than its uncertainty: two significant digits of the half-width of the
 * interval, at most 6 and at least 0; without an interval, enough for four significant digits.
 */
export declare function decimalsFor(
  value: number,
  interval?: {
    readonly low: number;
    readonly high: number;
  },
): number;
/** A number with the given decimals, grouped by thin spaces and with a true minus sign. */
export declare function formatNumber(value: number, decimals?: number): string;
/** Like formatNumber, with a plus sign before what is greater than zero. */
export declare function formatSigned(value: number, decimals: number): string;
/** A share of 0…1 as a percentage: `12.5 %`; what is there but rounds to nothing as `< 0.1 %`. */
export declare function formatShare(share: number): string;
/** An amount of money with its currency's code: `0 USD`, `0.0042 USD`, `1 240.50 USD`. */
export declare function formatMoney(money: { readonly amount: number; readonly currency: string }): string;
/** The number and the noun that agrees with it: `1 qubit`, `12 qubits`. */
export declare function formatCount(count: number, singular: string, plural?: string): string;
