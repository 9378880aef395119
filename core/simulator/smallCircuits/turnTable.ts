import { cosineOf, sineOf } from '#core/base/elementary/sine.ts';
import { type AffineAngle, isConstant } from './affineAngle.ts';

/** A place in the table of a circuit's cosines and sines. */
export interface Turn {
  readonly isConstant: boolean;
  readonly index: number;
}

/** The angles whose cosines and sines a circuit needs: those that depend on slots, and constants. No angle twice. */
export class TurnTable {
  readonly #parametric: AffineAngle[] = [];
  readonly #constant: number[] = [];
  readonly #known = new Map<string, Turn>();

  get parametric(): readonly AffineAngle[] {
    return this.#parametric;
  }

  get constant(): readonly number[] {
    return this.#constant;
  }

  turn(angle: AffineAngle): Turn {
    const key = [angle.offset, ...angle.terms].join(' ');
    let turn = this.#known.get(key);
    if (turn === undefined) {
      if (isConstant(angle)) turn = { isConstant: true, index: this.#constant.push(angle.offset) - 1 };
      else turn = { isConstant: false, index: this.#parametric.push(angle) - 1 };
      this.#known.set(key, turn);
    }
    return turn;
  }
}

/** Cosine and sine of a constant angle, exact at multiples of π/4, so that Clifford gates leave no rounding behind. */
export function exactTurn(angle: number): readonly [cosine: number, sine: number] {
  const eighths = Math.round(angle / (Math.PI / 4));
  if (Math.abs(angle - eighths * (Math.PI / 4)) > 1e-15 * Math.max(1, Math.abs(eighths))) {
    return [cosineOf(angle), sineOf(angle)];
  }
  const place = ((eighths % 8) + 8) % 8;
  return [eighthSines[(place + 2) % 8] ?? 0, eighthSines[place] ?? 0];
}

/** Sines of the multiples of π/4. */
const eighthSines = [0, Math.SQRT1_2, 1, Math.SQRT1_2, 0, -Math.SQRT1_2, -1, -Math.SQRT1_2];
