import type { OffsetRange } from '#core/base/textRange.ts';
import type { Proposal } from './proposal.ts';

/** Letters that circuits use as names, with how they are called. */
const letters: readonly (readonly [letter: string, name: string])[] = [
  ['π', 'pi'],
  ['τ', 'tau'],
  ['ℇ', 'euler'],
  ['θ', 'theta'],
  ['φ', 'phi'],
  ['λ', 'lambda'],
  ['γ', 'gamma'],
  ['α', 'alpha'],
  ['β', 'beta'],
  ['δ', 'delta'],
  ['ε', 'epsilon'],
  ['ζ', 'zeta'],
  ['η', 'eta'],
  ['κ', 'kappa'],
  ['μ', 'mu'],
  ['ν', 'nu'],
  ['ξ', 'xi'],
  ['ρ', 'rho'],
  ['σ', 'sigma'],
  ['χ', 'chi'],
  ['ψ', 'psi'],
  ['ω', 'omega'],
  ['Γ', 'Gamma'],
  ['Δ', 'Delta'],
  ['Θ', 'Theta'],
  ['Λ', 'Lambda'],
  ['Φ', 'Phi'],
  ['Ψ', 'Psi'],
  ['Ω', 'Omega'],
];

const nameOfLetter: ReadonlyMap<string, string> = new Map(letters);

/** What finds a label when it is typed without Greek letters; undefined for labels that have none. */
export function asciiFilter(label: string): string | undefined {
  const written = [...label].map((character) => nameOfLetter.get(character) ?? character).join('');
  return written === label ? undefined : written;
}

/** Greek letters for `\theta` and the like. @param range the backslash and what follows it */
export function letterProposals(range: OffsetRange): Proposal[] {
  return letters.map(([letter, name], order) => ({
    label: `\\${name}`,
    kind: 'value',
    rank: 1,
    order,
    text: letter,
    detail: letter,
    range,
  }));
}
