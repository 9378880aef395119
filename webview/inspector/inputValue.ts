import { readValue } from '#core/base/arithmetic/typedValue.ts';
import { angleText } from '#core/circuit/drawing/angleText.ts';
import type { StateView } from '#core/protocol/stateInspection.ts';

export type InputType = StateView['inputs'][number]['type'];

/** Sliders turn once each way, a degree a step, so that common angles are steps. */
export const sliderDegrees = 360;

export function degreesOf(radians: number): number {
  return Math.max(-sliderDegrees, Math.min(sliderDegrees, Math.round((radians * 180) / Math.PI)));
}

export function radiansOf(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

/** A value as it is typed: multiples of π as such. */
export function inputText(value: number, type: InputType): string {
  return type === 'angle' || type === 'float' ? angleText(value, []) : String(value);
}

/** The value that somebody has typed for an input; undefined where it is none. */
export function typedInput(text: string, type: InputType): number | undefined {
  const read = readValue(text.replaceAll('−', '-'));
  if (!read.ok) return undefined;
  switch (type) {
    case 'angle':
    case 'float':
      return read.value;
    case 'int':
      return Number.isSafeInteger(read.value) ? read.value : undefined;
    case 'uint':
      return Number.isSafeInteger(read.value) && read.value >= 0 ? read.value : undefined;
    case 'bool':
      return read.value === 0 || read.value === 1 ? read.value : undefined;
  }
}
