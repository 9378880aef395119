import type { Page } from 'playwright-core';

/** What a user meets who goes through a page by the tab key alone. */
export interface KeyboardWalk {
  /** Controls that were not reached, as the beginnings of their tags. */
  readonly missed: readonly string[];
  /** Controls that had the focus and did not show it by a line of at least three times the light or dark of what it is on. */
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
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('Colours cannot be read here.');
  const over = (colour: string, ground: readonly number[]) => {
    context.fillStyle = `rgb(${ground.slice(0, 3).join(' ')})`;
    context.fillRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const around = (element: Element) => {
    const root = element.getRootNode();
    return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  };
  const groundOf = (element: Element | null): readonly number[] => {
    if (element === null) return [255, 255, 255];
    return over(getComputedStyle(element).backgroundColor, groundOf(around(element)));
  };
  const luminance = (colour: readonly number[]) => {
    const [red = 0, green = 0, blue = 0] = colour.slice(0, 3).map((value) => {
      const share = value / 255;
      return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (colour: string, ground: readonly number[]) => {
    const [one, other] = [luminance(over(colour, ground)), luminance(ground)];
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  };
  /** Of the line around an element, as seen on what is around or in it; 1 without one. */
  const lineContrast = (element: Element) => {
    const style = getComputedStyle(element);
    const after = getComputedStyle(element, '::after');
    // A line is seen against what is on either side of it.
    const outer = around(element);
    const grounds = [
      groundOf(element instanceof SVGElement ? element.ownerSVGElement : element),
      groundOf(outer),
      // The buttons of the toolkit have their colour around what is focused in them, and the line outside of both.
      ...(Number.parseFloat(style.outlineOffset) > 0 && outer !== null ? [groundOf(around(outer))] : []),
    ];
    const colours = [
      ...(style.outlineStyle !== 'none' && style.outlineWidth !== '0px' ? [style.outlineColor] : []),
      ...(after.content !== 'none' && after.borderTopWidth !== '0px' ? [after.borderTopColor] : []),
      ...(/^(rgba?|color)\([^)]+\)/.exec(style.boxShadow)?.slice(0, 1) ?? []),
      ...(element instanceof SVGElement && style.stroke !== 'none' ? [style.stroke] : []),
      // The fields of the toolkit show the focus in the colour of their border.
      ...(element.getRootNode() instanceof ShadowRoot && style.borderTopWidth !== '0px' ? [style.borderTopColor] : []),
    ];
    // A divider is a line itself.
    const isLine = element.getAttribute('role') === 'separator';
    const own = isLine ? contrast(style.backgroundColor, groundOf(element.parentElement)) : 1;
    return Math.max(own, ...colours.flatMap((colour) => grounds.map((ground) => contrast(colour, ground))));
  };
  // Grids show the focus on the cell they name.
  const named = document.getElementById(focused.getAttribute('aria-activedescendant') ?? '');
  const shownOn = [
    ...[focused, focused.parentElement, ...focused.querySelectorAll('*')],
    ...(focused.shadowRoot?.querySelectorAll('*') ?? []),
    ...(named === null ? [] : [named, ...named.querySelectorAll('*')]),
  ];
  const best = Math.max(...shownOn.map((element) => (element === null ? 1 : lineContrast(element))));
  if (best >= 3) return { kind: 'seen' };
  return { kind: 'unseen', tag: `${best.toFixed(1)}: ${focused.outerHTML.slice(0, 120)}` };
}

function missedControls(): string[] {
  const selector = 'button, a[href], input, select, textarea, summary, vscode-button, vscode-text-field';
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
