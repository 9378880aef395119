import type { DrawingAnswer } from '#core/protocol/drawingQuestions.ts';
import type { AskAboutDrawing } from '../circuit/drawingAsker.ts';
import type { PanelHost } from '../host/panelHost.ts';

/** Sends questions about drawings to the host and hands its answers to those who asked. */
export function askThroughHost(host: PanelHost): AskAboutDrawing {
  const open = new Map<number, (answer: DrawingAnswer) => void>();
  let count = 0;
  host.onMessage((message) => {
    if (message.type !== 'circuit-answer') return;
    open.get(message.question)?.(message.answer);
    open.delete(message.question);
  });
  return (file, drawing, question) =>
    new Promise((resolve) => {
      const number = ++count;
      open.set(number, resolve);
      host.send({ type: 'circuit-question', file, drawing, number, question });
    });
}
