import type { Page } from 'playwright-core';

/** What a user meets who goes through a page by the tab key alone. */
export interface KeyboardWalk {
  /** Controls that were not reached, as the beginnings of their tags. */
  readonly missed: readonly string[];
  /** Controls that had the focus and did not show it. */
  readonly unseen: readonly string[];
}

/** More stops than any view has. */
const mostStops = 400;

/** Presses the tab key from the first stop of the page, its tabs, to the end. */
export async function walkByKeyboard(page: Page): Promise<KeyboardWalk> {
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('[data-walked]')) element.removeAttribute('data-walked');
    // Where a user begins who comes into the panel.
    const first = document.querySelector<HTMLElement>('[role=tab][tabindex="0"]');
    first?.setAttribute('data-walked', '');
    first?.focus();
  });
  const unseen = new Set<string>();
  for (let stop = 0; stop < mostStops; stop++) {
    await page.keyboard.press('Tab');
    const reached = await page.evaluate(visitFocused);
    if (reached.kind === 'end') break;
    if (reached.kind === 'unseen') unseen.add(reached.tag);
  }
  return { missed: await page.evaluate(missedControls), unseen: [...unseen] };
}

type Visit = { readonly kind: 'end' | 'seen' } | { readonly kind: 'unseen'; readonly tag: string };

function visitFocused(): Visit {
  const focused = document.activeElement;
  // At the end the focus leaves the page, or begins again.
  if (focused === null || focused === document.body || focused.hasAttribute('data-walked')) return { kind: 'end' };
  focused.setAttribute('data-walked', '');
  // Parts of the toolkit show the focus inside; grids on the cell they name.
  if (focused.shadowRoot !== null || focused.hasAttribute('aria-activedescendant')) return { kind: 'seen' };
  const shown = [focused, focused.parentElement, ...focused.querySelectorAll('*')].some((element) => {
    if (element === null) return false;
    const { boxShadow, outlineStyle, outlineWidth } = getComputedStyle(element);
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
  });
  return shown ? { kind: 'seen' } : { kind: 'unseen', tag: focused.outerHTML.slice(0, 120) };
}

function missedControls(): string[] {
  const selector =
    'button, a[href], input, select, textarea, summary, vscode-button, vscode-dropdown, vscode-text-field';
  return [...document.querySelectorAll(selector)]
    .filter((control) => {
      if (control.hasAttribute('disabled') || control.hasAttribute('data-walked')) return false;
      if (!control.checkVisibility({ visibilityProperty: true })) return false;
      // One stop for all of a group whose arrow keys lead to the rest.
      const group = control.closest(
        '[role=tablist], [role=menu], [role=radiogroup], [role=grid], [role=treegrid], ol, ul',
      );
      if (control.getAttribute('tabindex') === '-1' && group?.querySelector('[data-walked]')) return false;
      if (control.closest('[role=grid], [role=treegrid]')?.hasAttribute('data-walked')) return false;
      if (control instanceof HTMLInputElement && control.type === 'radio') return false;
      return true;
    })
    .map((control) => control.outerHTML.slice(0, 120));
}
