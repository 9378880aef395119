import type { DrawingForm } from './drawingExport.ts';

/** What files of a format are called, and how their names end. */
export const drawingFiles: Readonly<
  Record<DrawingForm['format'], { readonly kind: string; readonly extension: string }>
> = {
  svg: { kind: 'SVG', extension: 'svg' },
  png: { kind: 'PNG', extension: 'png' },
  latex: { kind: 'LaTeX (quantikz)', extension: 'tex' },
  text: { kind: 'Text', extension: 'txt' },
};

/** The forms that people are offered, in this order. */
export const offeredDrawingForms: readonly (DrawingForm & { readonly label: string })[] = [
  { label: 'SVG', format: 'svg', theme: 'auto' },
  { label: 'PNG, Light', format: 'png', theme: 'light' },
  { label: 'PNG, Dark', format: 'png', theme: 'dark' },
  { label: 'PNG, Black on White', format: 'png', theme: 'print' },
  { label: 'LaTeX (quantikz)', format: 'latex', theme: 'print' },
  { label: 'Text', format: 'text', theme: 'print' },
];
