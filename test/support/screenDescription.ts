import type { Page } from 'playwright-core';

/**
 * What a window of the editor shows above its editors, in one line: the open quick input, dialogs, menus, notifications,
 * the active tabs, and what has the focus. Values of password fields are left out.
 */
export async function describeScreen(page: Page): Promise<string> {
  const parts = await page.evaluate(() => {
    const textOf = (element: Element, length = 120): string => {
      const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const words: string[] = [];
      while (nodes.nextNode() !== null) {
        if (nodes.currentNode.parentElement?.checkVisibility() === true) words.push(nodes.currentNode.nodeValue ?? '');
      }
      const text = words.join(' ').replace(/\s+/g, ' ').trim();
      return text.length > length ? `${text.slice(0, length)}…` : text;
    };
    const visible = (selector: string): readonly Element[] =>
      [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
    const named = (kind: string, selector: string, length?: number): readonly string[] =>
      visible(selector).map((element) => `${kind} '${textOf(element, length)}'`);
    const inputs = visible('.quick-input-widget').map((widget) => {
      const field = widget.querySelector('input[type=text], input[type=password]');
      const value = field instanceof HTMLInputElement && field.type === 'text' ? ` with '${field.value}'` : '';
      const placeholder = field instanceof HTMLInputElement ? field.placeholder : '';
      return `quick input '${textOf(widget)}'${value}${placeholder === '' ? '' : ` (${placeholder})`}`;
    });
    const focused = document.activeElement;
    const name = focused?.getAttribute('aria-label') ?? focused?.getAttribute('title') ?? focused?.className ?? '';
    return [
      ...inputs,
      ...named('dialog', '.monaco-dialog-box', 200),
      ...named('menu', '.context-view .monaco-menu'),
      ...named('actions', '.action-widget'),
      ...named('notification', '.notifications-toasts .notification-list-item', 160),
      ...named('tab', '.editor-group-container .tab.active', 60),
      `focus on ${focused?.tagName.toLowerCase() ?? 'nothing'} '${name.slice(0, 80)}'`,
    ];
  });
  return parts.join('; ');
}
