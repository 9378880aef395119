import type { GateName } from '../circuit.ts';

/**
 * Definitions of the gates that `stdgates.inc` lacks; `@` stands for the name. Exact, global phase included, so that
 * controlled ones are right too.
 */
export const definableGates: ReadonlyMap<GateName, string> = new Map([
  // The language's own U carries a phase of θ/2.
  ['u', 'gate @(theta, phi, lambda) a { gphase(-theta/2); U(theta, phi, lambda) a; }'],
  ['iswap', 'gate @ a, b { s a; s b; h a; cx a, b; cx b, a; h b; }'],
  ['rxx', 'gate @(theta) a, b { h a; h b; cx a, b; rz(theta) b; cx a, b; h a; h b; }'],
  ['ryy', 'gate @(theta) a, b { rx(pi/2) a; rx(pi/2) b; cx a, b; rz(theta) b; cx a, b; rx(-pi/2) a; rx(-pi/2) b; }'],
  ['rzz', 'gate @(theta) a, b { cx a, b; rz(theta) b; cx a, b; }'],
]);

/** Words of the language, its constants and functions, and the gates of its library. */
const reserved = [
  'OPENQASM include defcalgrammar def cal defcal gate extern box let break continue if else end return for while in',
  'switch case default nop pragma input output const readonly mutable qreg qubit creg bool bit int uint float angle',
  'complex array void duration stretch gphase inv pow ctrl negctrl durationof delay reset measure barrier true false',
  'pi tau euler im arcsin arccos arctan sin cos tan exp log sqrt floor ceiling mod popcount rotl rotr sizeof real imag',
  'U p x y z h s sdg t tdg sx rx ry rz cx cy cz cp crx cry crz ch swap ccx cswap cu CX phase cphase id u1 u2 u3',
].flatMap((line) => line.split(' '));

/** Hands out the names of one program, each once. */
export class ProgramNames {
  readonly #taken = new Set(reserved);
  readonly #gates = new Map<GateName, string>();

  /** The wanted name, or the nearest one that is an identifier and not taken. */
  unique(wanted: string): string {
    const cleaned = /^[\p{L}\p{N}_]+$/u.test(wanted)
      ? wanted
      : wanted.replaceAll(/[^\p{L}\p{N}_]+/gu, '_').replace(/_+$/, '');
    const base = /^[\p{L}_]/u.test(cleaned) ? cleaned : `_${cleaned}`;
    let name = base;
    for (let number = 1; this.#taken.has(name); number++) name = `${base}_${number}`;
    this.#taken.add(name);
    return name;
  }

  /** The name under which the program defines a gate; ask after all registers and parameters have theirs. */
  gateName(gate: GateName): string {
    const known = this.#gates.get(gate);
    if (known !== undefined) return known;
    const name = this.unique(gate);
    this.#gates.set(gate, name);
    return name;
  }

  definition(gate: GateName): string {
    return (definableGates.get(gate) ?? '').replace('@', this.gateName(gate));
  }
}
