export type Theme = 'light' | 'dark' | 'high-contrast-dark' | 'high-contrast-light';

/** What the settings call them. */
export const themeNames: Readonly<Record<Theme, string>> = {
  light: 'Light Modern',
  dark: 'Dark Modern',
  'high-contrast-dark': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
};

/** What the window of the editor is marked with. */
export const windowClasses: Readonly<Record<Theme, string>> = {
  light: 'vs',
  dark: 'vs-dark',
  'high-contrast-dark': 'hc-black',
  'high-contrast-light': 'hc-light',
};
