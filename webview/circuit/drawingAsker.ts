import type { DrawingAnswer, DrawingQuestion } from '#core/protocol/drawingQuestions.ts';

/** Asks about the drawing of a file with a number. Every question is answered, at the latest when it is outdated. */
export type AskAboutDrawing = (file: string, drawing: number, question: DrawingQuestion) => Promise<DrawingAnswer>;

/** Asks about one drawing. */
export type AskDrawing = (question: DrawingQuestion) => Promise<DrawingAnswer>;
