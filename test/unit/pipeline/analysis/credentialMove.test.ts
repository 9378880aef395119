import { describe, expect, test } from 'vitest';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { analysePipelineText } from '#core/pipeline/analysis/analysePipeline.ts';
import { credentialMove } from '#core/pipeline/analysis/credentialMove.ts';
import { literalCredentials } from '#core/pipeline/analysis/literalCredentials.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';

const planted = 'sk-planted0123456789abcdefghijkl';

/** The file after its first literal credential was moved under a name, with what was moved. */
function moved(text: string, name = 'team') {
  const { root } = analysePipelineText(text, 'a.hybrid.yaml').source;
  const [literal] = root ? literalCredentials(root) : [];
  const move = root && literal && credentialMove(text, root, literal);
  if (!move) return undefined;
  const replacements = move.replacements.map(({ parts, range }) => ({ range, newText: parts.join(name) }));
  return {
    value: text.slice(move.value.start, move.value.end),
    proposed: move.proposedName,
    text: applyReplacements(text, replacements),
  };
}

const codesOf = (text: string) => analysePipelineText(text, 'a.hybrid.yaml').diagnostics.map(({ code }) => code);

describe('a literal credential', () => {
  test.each<[place: string, before: string, after: string]>([
    [
      'among options of a backend, alone',
      '{ d: { adapter: ionq, shots: 10, options: { apiKey: abc123 } } }',
      '{ d: { adapter: ionq, shots: 10, credentials: { secret: team } } }',
    ],
    [
      'among options of a backend, first of several',
      '{ d: { adapter: ionq, options: { apiKey: abc123, queue: fast } } }',
      '{ d: { adapter: ionq, credentials: { secret: team }, options: { queue: fast } } }',
    ],
    [
      'among options of a backend, last of several',
      '{ d: { adapter: ionq, options: { queue: fast, apiKey: "abc123" } } }',
      '{ d: { adapter: ionq, credentials: { secret: team }, options: { queue: fast } } }',
    ],
    [
      'among options of a backend, in blocks',
      '\n  d: # device\n    adapter: ionq\n    options:\n      # fast\n      queue: fast\n      apiKey: abc123\n      region: eu\n    shots: 10 # few',
      '\n  d: # device\n    adapter: ionq\n    credentials: { secret: team }\n    options:\n      # fast\n      queue: fast\n      region: eu\n    shots: 10 # few',
    ],
    [
      'as the only option in blocks',
      "\n  d:\n    adapter: ionq\n    options:\n      apiKey: 'abc123'\n    shots: 10",
      '\n  d:\n    adapter: ionq\n    credentials: { secret: team }\n    shots: 10',
    ],
    [
      'under a key of the backend that does not exist',
      '{ d: { adapter: ionq, apiKey: abc123, shots: 10 } }',
      '{ d: { adapter: ionq, credentials: { secret: team }, shots: 10 } }',
    ],
    [
      'where the name of a credential should be',
      `{ d: { adapter: ionq, credentials: { secret: ${planted} } } }`,
      '{ d: { adapter: ionq, credentials: { secret: team } } }',
    ],
    [
      'where the name of a variable should be',
      `{ d: { adapter: ionq, credentials: { env: "${planted}" } } }`,
      '{ d: { adapter: ionq, credentials: { secret: team } } }',
    ],
    [
      'in the place of the reference',
      `{ d: { adapter: ionq, credentials: ${planted} } }`,
      '{ d: { adapter: ionq, credentials: { secret: team } } }',
    ],
  ])('%s becomes a reference', (_place, before, after) => {
    const text = pipelineText({ backends: before });
    expect(codesOf(text)).toContain('HP180');
    const move = moved(text);
    expect(move?.text).toBe(pipelineText({ backends: after }));
    expect(['abc123', planted]).toContain(move?.value);
    expect(move?.proposed).toBe('ionq');
    expect(codesOf(move?.text ?? '').filter((code) => /^HP(?:00[1-5]|180)$/.test(code))).toEqual([]);
  });

  test('of a backend that names one already becomes a reference where it stands', () => {
    const backend = (apiKey: string) =>
      pipelineText({
        backends: `{ d: { adapter: ionq, credentials: { secret: lab }, options: { apiKey: ${apiKey} } } }`,
      });
    const move = moved(backend('abc123'));
    expect(move?.text).toBe(backend('{ secret: team }'));
    expect(codesOf(move?.text ?? '')).not.toContain('HP180');
  });

  test('of the tracking server becomes its reference', () => {
    const tracking = (rest: string) =>
      pipelineText({ tracking: `{ mlflow: { uri: "http://127.0.0.1", experiment: a, ${rest} } }` });
    const move = moved(tracking('token: abc123'));
    expect(move).toMatchObject({ text: tracking('credentials: { secret: team }'), proposed: 'mlflow' });
  });

  test('under a key of the user’s own becomes a reference there', () => {
    const own = (value: string) => `${pipelineText()}x-team: { api-key: ${value} }\n`;
    const move = moved(own('abc123'));
    expect(move?.text).toBe(own('{ secret: team }'));
    expect(codesOf(move?.text ?? '')).not.toContain('HP180');
  });

  test('of a JSON file leaves a JSON file', () => {
    const json = (backend: object) => JSON.stringify({ hybrid: 1, name: 'a', backends: { d: backend } }, null, 2);
    for (const backend of [
      { adapter: 'ionq', options: { apiKey: 'abc123' } },
      { adapter: 'ionq', options: { apiKey: 'abc123', queue: 'fast' } },
      { adapter: 'ionq', options: { queue: 'fast', apiKey: 'abc123' } },
      { adapter: 'ionq', credentials: { env: planted } },
    ]) {
      const read: unknown = JSON.parse(moved(json(backend))?.text ?? '');
      expect(read).toMatchObject({ backends: { d: { adapter: 'ionq', credentials: { secret: 'team' } } } });
      expect(JSON.stringify(read)).not.toMatch(/abc123|planted|env/);
    }
  });

  test.each([
    ['a description', { description: planted }],
    [
      'an address with user and password',
      { backends: '{ d: { adapter: ionq, options: { url: "https://a:b@c.de" } } }' },
    ],
    [
      'a text with more than the credential',
      { backends: `{ d: { adapter: ionq, options: { note: "use ${planted}" } } }` },
    ],
    ['a value written with escapes', { backends: '{ d: { adapter: ionq, options: { apiKey: "abc\\u0031" } } }' }],
  ])('in %s is left to its author', (_place, blocks) => {
    const text = pipelineText(blocks);
    expect(codesOf(text)).toContain('HP180');
    expect(moved(text)).toBeUndefined();
  });

  test('is found in a file with other mistakes, and once where a variable was refused', () => {
    expect(codesOf(`hybrid: 1\nbackends: { d: { apiKey: abc123 } }\n`)).toContain('HP180');
    const variable = pipelineText({ backends: '{ d: { adapter: ionq, options: { apiKey: "${env.IONQ_API_KEY}" } } }' });
    expect(codesOf(variable).filter((code) => code === 'HP180')).toHaveLength(1);
  });
});
