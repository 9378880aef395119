import type { Page } from 'playwright-core';

/** Marks that are there to catch the pointer, or to be coloured when they are chosen. */
const unseenByIntention = '[role=gridcell], .axis-catch';

/** The marks of drawings and charts that neither a line nor a colour shows, as the beginnings of their tags. */
export function unseenMarks(page: Page): Promise<readonly string[]> {
  return page.evaluate((exceptions) => {
    const isNone = (colour: string) => colour === 'none' || /^rgba\(.*, 0\)$/.test(colour);
    return [...document.querySelectorAll('svg :is(circle, line, path, polygon, polyline, rect)')]
      .filter((mark) => {
        const { fill, stroke, visibility } = getComputedStyle(mark);
        const isLine = mark instanceof SVGLineElement;
        return visibility === 'visible' && isNone(stroke) && (isLine || isNone(fill)) && !mark.matches(exceptions);
      })
      .map((mark) => mark.outerHTML.slice(0, 100));
  }, unseenByIntention);
}
