import type { Browser, Page } from 'playwright-core';
import type { LayeredCircuit } from './drawnCircuit.ts';

declare global {
  interface Window {
    draw?: (circuit: LayeredCircuit, place: Element | null) => void;
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
