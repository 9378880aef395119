import type { Page } from 'playwright-core';

/** What is known of a window when a test in it fails. */
export interface OpenWindow {
  readonly page: Page;
  /** Closes what hides the window from the next test: boxes, lists, dialogs, menus, notifications. */
  clear(): Promise<void>;
}

/**
 * The windows that tests have open. Whoever looks at a failed test is called by the test runner and knows only the test,
 * so the windows are where both find them.
 */
export const openWindows = new Set<OpenWindow>();
