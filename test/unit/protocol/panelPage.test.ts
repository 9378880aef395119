import { expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { panelPage } from '#core/protocol/panelPage.ts';
import type { HostMessage } from '#core/protocol/webview.ts';

const parts = {
  nonce: 'q7Yw0nVbX2Jt8RkP3mLsA+/=',
  scriptUri: 'https://editor.example/panel.js',
  styleUri: 'https://editor.example/panel.css?a=1&b=2',
  cspSource: "'self' https://*.example",
};

function policyOf(page: string): Map<string, string> {
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  return new Map(
    policy.split('; ').map((directive): [string, string] => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );
}

test('the policy allows the one script, the style sheet, images written out in the page and nothing else', () => {
  const policy = policyOf(panelPage(parts));
  expect(Object.fromEntries(policy)).toEqual({
    'default-src': "'none'",
    'img-src': `${parts.cspSource} data:`,
    'style-src': `${parts.cspSource} 'nonce-${parts.nonce}'`,
    'script-src': `'nonce-${parts.nonce}'`,
    'base-uri': "'none'",
    'form-action': "'none'",
  });
});

test('the nonce is on the script and where the toolkit looks for it; addresses are escaped', () => {
  const page = panelPage(parts);
  expect(page).toContain(`<script nonce="${parts.nonce}" src="https://editor.example/panel.js"></script>`);
  expect(page).toContain(`<meta property="csp-nonce" content="${parts.nonce}">`);
  expect(page).toContain('href="https://editor.example/panel.css?a=1&amp;b=2"');
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).not.toMatch(/<style|style=|onload|unsafe/);
});

test('a page may begin with a tab', () => {
  expect(panelPage({ ...parts, tab: 'history' })).toContain('<div id="panel" data-tab="history"></div>');
  expect(panelPage(parts)).toContain('<div id="panel"></div>');
});

test('a page may hold a message that it begins with, which nothing in it can end', () => {
  const name = '</script><script>alert(1)</script><!--';
  const beginning: HostMessage = { type: 'counts-of-run', id: 'run', name };
  const page = panelPage({ ...parts, tab: 'history', beginning });
  const [, text = ''] = /<script type="application\/json" id="beginning">(.*?)<\/script>/s.exec(page) ?? [];
  expect(JSON.parse(text)).toEqual(beginning);
  expect(page.match(/<script/g)).toHaveLength(2);
});

test.each(['', 'short', 'has spaces in the nonce', `quote"${'x'.repeat(20)}`, `'; script-src * ${'x'.repeat(20)}`])(
  'the nonce %j is refused',
  (nonce) => {
    let thrown: unknown;
    try {
      panelPage({ ...parts, nonce });
    } catch (caught) {
      thrown = caught;
    }
    expect(Failure.is(thrown, 'invalid-input')).toBe(true);
  },
);
