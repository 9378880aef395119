import type { Browser, Page } from 'playwright-core';
import type { LayeredCircuit } from './drawnCircuit.ts';

declare global {
  interface Window {
    draw?: (circuit: LayeredCircuit, place: Element | null) => void;
    simulator?: (qubits: number, layers: number) => (angle: number) => unknown;
    benchCircuit?: LayeredCircuit;
  }
}

/** A page with a peer's script, whose drawing is scrolled as ours is. */
export async function openPeer(browser: Browser, script: string, style = ''): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  await page.setContent(
    `<style>${style} #scroller { width: 1000px; height: 640px; overflow: auto }</style><div id="scroller"></div>`,
  );
  await page.addScriptTag({ content: script });
  return page;
}

/** Gives the page a circuit, which is no part of what is measured. */
export async function giveCircuit(page: Page, circuit: LayeredCircuit): Promise<void> {
  await page.evaluate((text) => {
    window.benchCircuit = JSON.parse(text);
  }, JSON.stringify(circuit));
}

/** Has the peer draw the circuit it was given. */
export async function drawGiven(page: Page): Promise<void> {
  await page.evaluate(() => {
    if (window.benchCircuit) window.draw?.(window.benchCircuit, document.querySelector('#scroller'));
  });
}

/** Milliseconds that the peer takes for the state of the circuit of `inspector.ts` at each of some other angles. */
export async function timeSimulations(
  page: Page,
  qubits: number,
  layers: number,
  steps: number,
): Promise<readonly number[]> {
  return await page.evaluate(
    ([width, depth, count]) => {
      const stateAt = window.simulator?.(width, depth);
      if (stateAt === undefined) throw new Error('The peer does not simulate.');
      stateAt(0.1);
      return Array.from({ length: count }, (_, step) => {
        const begin = performance.now();
        stateAt(0.2 + step / 100);
        return performance.now() - begin;
      });
    },
    [qubits, layers, steps] as const,
  );
}
