import type { AngleFunction } from './pythonAngle.ts';

/** What sympy calls a function. */
export function sympyFunction(name: AngleFunction): string {
  return `sympy.${name.replace(/^arc/, 'a')}`;
}
