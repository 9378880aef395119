import type { Page } from 'playwright-core';

/**
 * Controls of a page that a user cannot get at: what is scrolled to as far as it can be and is then outside of the page, or
 * under something else. As the beginnings of their tags.
 */
export function obstructedControls(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const selector =
      'button, a[href], input, select, textarea, summary, vscode-button, vscode-text-field, [role=slider], [role=grid], [role=treegrid]';
    return [...document.querySelectorAll(selector)]
      .filter((control) => {
        if (control.matches('[disabled], [aria-hidden=true]')) return false;
        if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
        // What a wide table has beside it comes by the arrow keys of the table.
        if (control.closest('[role=treegrid], [role=grid]') && !control.matches('[role=treegrid], [role=grid]'))
          return false;
        control.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
        const { bottom, height, left, right, top, width } = control.getBoundingClientRect();
        const x = (Math.max(0, left) + Math.min(innerWidth, right)) / 2;
        const y = (Math.max(0, top) + Math.min(innerHeight, bottom)) / 2;
        const isInside = right > 0 && left < innerWidth && bottom > 0 && top < innerHeight && width > 0 && height > 0;
        const met = document.elementFromPoint(x, y);
        // A message lies over a drawing until it is dismissed.
        const isUnderMessage = control.matches('[role=grid]') && met?.closest('[role=status]') != null;
        if (isInside && isUnderMessage) return false;
        return !isInside || met === null || !(control.contains(met) || met.contains(control));
      })
      .map((control) => control.outerHTML.slice(0, 120));
  });
}
