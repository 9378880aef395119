import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { irisPipeline, withIrisProject } from '#test/support/cli/irisProject.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

test('the sample has nothing wrong with it', async () => {
  await withIrisProject(2, async (folder) => {
    const { code, stdout } = await hybridq(['check', '.', '--format', 'json'], { folder });
    const report = JSON.parse(stdout);
    expect(report.summary).toEqual({ errors: 0, warnings: 0 });
    expect(report.files.map((file: { path: string; language: string }) => [file.path, file.language])).toEqual([
      ['ansatz.qasm', 'openqasm'],
      ['feature-map.qasm', 'openqasm'],
      [irisPipeline, 'pipeline'],
    ]);
    expect(code).toBe(0);
  });
});

test('findings have the code, severity, message and exact range of the contract', async () => {
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'wrong.qasm'), 'OPENQASM 3.0;\n// π\nqubit[2] q;\nU(0, 0, 0) q[2];\n');
    const { code, stdout } = await hybridq(['check', 'wrong.qasm', '--format', 'json'], { folder });
    expect(code).toBe(1);
    const { files, summary } = JSON.parse(stdout);
    expect(summary.errors).toBe(1);
    expect(files[0].diagnostics[0]).toEqual({
      code: expect.stringMatching(/^QAS\d{4}$/),
      severity: 'error',
      message: expect.stringContaining('2'),
      range: { start: { line: 3, character: expect.any(Number) }, end: { line: 3, character: expect.any(Number) } },
      related: expect.any(Array),
    });
    const text = await hybridq(['check', 'wrong.qasm'], { folder });
    expect(text.stdout).toMatch(/^wrong\.qasm:4:\d+: error QAS\d{4} /);
    expect(text.stdout).toContain('    U(0, 0, 0) q[2];\n');
    expect(text.stdout).toMatch(/1 error, 0 warnings in 1 file\.\n$/);
  });
});

test('SARIF has the findings with lines and columns from 1 and addresses that are valid', async () => {
  await withTemporaryFolder(async (folder) => {
    await mkdir(join(folder, 'my circuits'));
    await writeFile(join(folder, 'my circuits', 'wrong.qasm'), 'OPENQASM 3.0;\nqubit q;\nnone q;\n');
    const { code, stdout } = await hybridq(['check', '.', '--format', 'sarif'], { folder });
    expect(code).toBe(1);
    const log = JSON.parse(stdout);
    expect(log.version).toBe('2.1.0');
    const [run] = log.runs;
    const [result] = run.results;
    expect(result).toMatchObject({ ruleId: 'QAS3001', level: 'error' });
    expect(result.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'my%20circuits/wrong.qasm' },
      region: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 5 },
    });
    expect(run.tool.driver.rules).toEqual([
      { id: 'QAS3001', helpUri: expect.stringMatching(/docs\/diagnostics\/QAS3001\.md$/) },
    ]);
    expect(result.ruleIndex).toBe(0);
  });
});

test('SARIF has related places, repairs, and files that could not be read', async () => {
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'wrong.qasm'), 'OPENQASM 3.0;\nqubit q;\nbit q;\nqubit r\nreset r;\nreset q;\n');
    await writeFile(join(folder, 'binary.qasm'), new Uint8Array([0, 1, 2]));
    const { code, stdout } = await hybridq(['check', '.', '--format', 'sarif'], { folder });
    expect(code).toBe(2);
    const [run] = JSON.parse(stdout).runs;
    expect(run.invocations).toEqual([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          { level: 'error', message: { text: expect.stringMatching(/^binary\.qasm: This is a binary file/) } },
        ],
      },
    ]);
    const results: { ruleId: string; relatedLocations?: unknown; fixes?: unknown }[] = run.results;
    expect(results.find(({ ruleId }) => ruleId === 'QAS3004')?.relatedLocations).toEqual([
      {
        message: { text: "'q' is declared here." },
        physicalLocation: {
          artifactLocation: { uri: 'wrong.qasm' },
          region: { startLine: 2, startColumn: 7, endLine: 2, endColumn: 8 },
        },
      },
    ]);
    expect(results.find(({ ruleId }) => ruleId === 'QAS2001')?.fixes).toEqual([
      {
        description: { text: "Insert ';'" },
        artifactChanges: [
          {
            artifactLocation: { uri: 'wrong.qasm' },
            replacements: [
              {
                deletedRegion: { startLine: 4, startColumn: 8, endLine: 4, endColumn: 8 },
                insertedContent: { text: ';' },
              },
            ],
          },
        ],
      },
    ]);
  });
});

describe('how strictly is checked', () => {
  const codesOf = async (folder: string, ...options: string[]): Promise<string[]> => {
    const { stdout } = await hybridq(['check', 'circuit.qasm', '--format', 'json', ...options], { folder });
    const [file] = JSON.parse(stdout).files;
    return file.diagnostics.map(({ code, severity }: { code: string; severity: string }) => `${code} ${severity}`);
  };

  test('is said by the profile, the lints, and severities of codes', async () => {
    await withTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'circuit.qasm'), 'OPENQASM 2;\nqreg q[1];\n;\nqreg unused[1];\nreset q;\n');
      const plain = await codesOf(folder);
      expect(plain.some((finding) => finding.endsWith('error'))).toBe(false);
      expect(plain).toContain('QAS9001 warning');
      const strict = await codesOf(folder, '--profile', 'strict-2.0');
      expect(strict.some((finding) => finding.endsWith('error'))).toBe(true);
      expect(await codesOf(folder, '--lints', 'off')).not.toContain('QAS9001 warning');
      const severities = await codesOf(folder, '--severity', 'QAS9001=error', '--severity', 'QAS9003=off');
      expect(severities).toContain('QAS9001 error');
      expect(severities.some((finding) => finding.startsWith('QAS9003'))).toBe(false);
    });
  });

  test('needs codes and severities that exist', async () => {
    await withTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'circuit.qasm'), 'OPENQASM 3.0;\n');
      for (const [option, problem] of [
        ['QAS9999=off', 'There is no code QAS9999'],
        ['QAS9001=loud', 'severities are error, warning, information, hint, off'],
      ] as const) {
        expect(await hybridq(['check', 'circuit.qasm', '--severity', option], { folder })).toMatchObject({
          code: 2,
          stderr: expect.stringContaining(problem),
        });
      }
    });
  });

  test('finds includes in the folders that are given', async () => {
    await withTemporaryFolder(async (folder) => {
      await mkdir(join(folder, 'shared'));
      await writeFile(join(folder, 'shared', 'own.inc'), 'gate own a { U(0, 0, 0) a; }\n');
      await writeFile(join(folder, 'circuit.qasm'), 'OPENQASM 3.0;\ninclude "own.inc";\nqubit q;\nown q;\n');
      expect((await hybridq(['check', 'circuit.qasm'], { folder })).code).toBe(1);
      expect((await hybridq(['check', 'circuit.qasm', '--include-path', 'shared'], { folder })).code).toBe(0);
    });
  });
});

describe('repairs', () => {
  const wrong = '\uFEFFOPENQASM 3.0;\nqubit[2] q\nh q[0];\n';

  test('are announced, made in the files, and counted', async () => {
    await withTemporaryFolder(async (folder) => {
      const file = join(folder, 'wrong.qasm');
      await writeFile(file, wrong);
      const before = await hybridq(['check', '.'], { folder });
      expect(before).toMatchObject({ code: 1, stdout: expect.stringContaining('can be repaired with --fix.') });
      const fixed = await hybridq(['check', '.', '--fix'], { folder });
      expect(fixed.stderr).toMatch(/^\d findings repaired in 1 file\.\n$/);
      expect(fixed.code).toBe(0);
      expect(await readFile(file, 'utf8')).toBe('\uFEFFOPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\nh q[0];\n');
    });
  });

  test('of standard input are refused', async () => {
    await withTemporaryFolder(async (folder) => {
      expect(await hybridq(['check', '-', '--fix'], { folder, input: wrong })).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('Standard input cannot be repaired.'),
      });
    });
  });
});

test('standard input is checked as the file it will be', async () => {
  await withTemporaryFolder(async (folder) => {
    await mkdir(join(folder, 'lib'));
    await writeFile(join(folder, 'lib', 'own.inc'), 'gate own a { U(0, 0, 0) a; }\n');
    const input = 'OPENQASM 3.0;\ninclude "own.inc";\nqubit q;\nown q;\nnone q;\n';
    const { code, stdout } = await hybridq(['check', '-', '--stdin-path', 'lib/new.qasm'], { folder, input });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^lib\/new\.qasm:5:1: error QAS3001/);
    expect(stdout).not.toContain('QAS8001');
    expect((await hybridq(['check', '-'], { folder, input: 'OPENQASM 3.0;\n' })).code).toBe(0);
  });
});

test('an error of an included file is shown at its place in that file', async () => {
  await withTemporaryFolder(async (folder) => {
    await mkdir(join(folder, 'circuits', 'lib'), { recursive: true });
    await writeFile(
      join(folder, 'circuits', 'main.qasm'),
      'OPENQASM 3.0;\ninclude "lib/gates.inc";\nqubit q;\nflip q;\n',
    );
    await writeFile(join(folder, 'circuits', 'lib', 'gates.inc'), '// own gates\ngate flip a { none a; }\n');
    const { code, stdout } = await hybridq(['check', 'circuits/main.qasm', '--format', 'json'], { folder });
    expect(code).toBe(1);
    const [finding] = JSON.parse(stdout).files[0].diagnostics;
    expect(finding).toMatchObject({
      code: 'QAS8001',
      range: { start: { line: 1, character: 8 }, end: { line: 1, character: 23 } },
      related: [
        {
          path: 'circuits/lib/gates.inc',
          message: "QAS3001: 'none' is not defined.",
          range: { start: { line: 1, character: 14 }, end: { line: 1, character: 18 } },
        },
      ],
    });
    const text = await hybridq(['check', 'circuits/main.qasm'], { folder });
    expect(text.stdout).toContain("    circuits/lib/gates.inc:2:15: QAS3001: 'none' is not defined.\n");
  });
});

test('files that include each other are reported with the whole chain, and missing ones with where they were looked for', async () => {
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'a.qasm'), 'OPENQASM 3.0;\ninclude "b.inc";\n');
    await writeFile(join(folder, 'b.inc'), 'include "a.qasm";\n');
    await writeFile(join(folder, 'c.qasm'), 'OPENQASM 3.0;\ninclude "lib/none.inc";\n');
    const cycle = await hybridq(['check', 'a.qasm'], { folder });
    expect(cycle.stdout).toContain('"a.qasm" → "b.inc" → "a.qasm"');
    const missing = await hybridq(['check', 'c.qasm'], { folder });
    expect(missing.stdout).toContain('the file is not found; looked for "lib/none.inc".');
  });
});

test('a pipeline is checked together with the files it names', async () => {
  await withIrisProject(2, async (folder) => {
    await writeFile(join(folder, 'ansatz.qasm'), 'OPENQASM 3.0;\nqubit[4] q;\nnone q[0];\n');
    const { code, stdout } = await hybridq(['check', irisPipeline, '--format', 'json'], { folder });
    expect(code).toBe(1);
    const [finding] = JSON.parse(stdout).files[0].diagnostics;
    expect(finding.code).toMatch(/^HP\d{3}$/);
    expect(finding.message).toContain('ansatz.qasm');
  });
});

test('folders of others and hidden ones are left out, files that are neither are refused', async () => {
  await withTemporaryFolder(async (folder) => {
    for (const name of ['node_modules', '.hidden', 'own']) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'a.qasm'), 'OPENQASM 3.0;\n');
    }
    await writeFile(join(folder, 'notes.txt'), 'x');
    const { stdout } = await hybridq(['check', '.', 'own/a.qasm', '--format', 'json'], { folder });
    expect(JSON.parse(stdout).files.map((file: { path: string }) => file.path)).toEqual(['own/a.qasm']);
    const neither = await hybridq(['check', 'notes.txt'], { folder });
    expect(neither).toMatchObject({ code: 2, stderr: expect.stringContaining('neither a circuit nor a pipeline') });
  });
});

test('plan says what a run would do and sends nothing', async () => {
  await withIrisProject(4, async (folder) => {
    const { code, stdout } = await hybridq(['plan', irisPipeline, '--format', 'json'], { folder });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'iris-classifier',
      repeats: 4,
      rows: { total: 150 },
      circuit: { qubits: 4, parameters: 8 },
      backends: [{ name: 'local', adapter: 'builtin-simulator', cost: { amount: 0 } }],
    });
    const text = await hybridq(['plan', irisPipeline], { folder });
    expect(text.stdout).toContain('Nothing has been sent.');
    const { stdout: runs } = await hybridq(['runs', 'list'], { folder });
    expect(runs).toBe('No runs.\n');
  });
});

test('a part is judged as one of the program that is checked with it', async () => {
  await withTemporaryFolder(async (folder) => {
    await mkdir(join(folder, 'parts'));
    const program = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg r[3];\ncreg c[3];\ninclude "parts/first.inc";\n';
    await writeFile(join(folder, 'main.qasm'), program);
    await writeFile(join(folder, 'parts', 'first.inc'), 'rz(pi^2) r;\ninclude "second.inc";\n');
    await writeFile(join(folder, 'parts', 'second.inc'), 'measure r -> c;\nqreg r[2];\n');
    const alone = await hybridq(['check', 'parts/second.inc', '--lints', 'off'], { folder });
    expect(alone.stdout).toContain("'r' is used before its declaration");
    const together = await hybridq(['check', '.', '--lints', 'off', '--format', 'json'], { folder });
    const { files } = JSON.parse(together.stdout);
    const codes = (name: string) =>
      files
        .find(({ path }: { path: string }) => path.endsWith(name))
        .diagnostics.map(({ code, related }: { code: string; related: { path?: string }[] }) => [
          code,
          ...related.map(({ path }) => path),
        ]);
    expect(codes('second.inc')).toEqual([['QAS3004', 'main.qasm']]);
    // The errors of the part are those of the include; there are no others.
    expect(codes('first.inc')[0]?.[0]).toBe('QAS8001');
    expect(codes('first.inc')).toHaveLength(1);
    await writeFile(join(folder, 'parts', 'second.inc'), 'measure r -> c;\n');
    expect((await hybridq(['check', '.', '--lints', 'off'], { folder })).code).toBe(0);
  });
});
