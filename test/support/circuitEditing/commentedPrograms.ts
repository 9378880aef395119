import fc from 'fast-check';

/** Programs of OpenQASM 2 and 3 as people write them: comments everywhere, several statements on a line, blocks. */
export function commentedProgram(): fc.Arbitrary<string> {
  return fc
    .record({
      version: fc.constantFrom<2 | 3>(2, 3),
      includes: fc.boolean(),
      lineEnd: fc.constantFrom('\n', '\n', '\r\n'),
      endsWithBreak: fc.boolean(),
      lines: fc.array(
        fc.record({
          statement: fc.nat(17),
          qubits: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 3, maxLength: 3 }),
          bit: fc.nat(3),
          before: fc.constantFrom('', '', '', '\n', '// {}\n', '\n/* {} */\n', '/* {} */ '),
          inside: fc.constantFrom('', '', '', '/* {} */ ', '// {}\n    '),
          behind: fc.constantFrom('\n', '\n', '\n', ' // {}\n', ' /* {} */\n', ' ', ' /* {} */ ', '\n\n'),
        }),
        { minLength: 1, maxLength: 14 },
      ),
    })
    .map(({ endsWithBreak, includes, lineEnd, lines, version }) => {
      let number = 0;
      const unique = () => String(++number);
      const commented = (text: string) => text.replaceAll('{}', () => `note ${unique()}`);
      const angle = () => `0.${String(100 + ++number)}`;
      const head = [
        version === 3 ? 'OPENQASM 3.0; // version' : 'OPENQASM 2.0; // version',
        ...(includes ? [`include "${version === 3 ? 'stdgates.inc' : 'qelib1.inc'}";`] : []),
        ...(version === 3
          ? ['qubit[4] q; // qubits', 'bit[4] c;', 'float turn = 0.25;']
          : ['qreg q[4]; // qubits', 'creg c[4];']),
        version === 3
          ? 'gate pair(t_) a, b {\n  U(t_, 0, 0) a; // in the gate\n  ctrl @ U(0, t_, 0) a, b;\n}'
          : 'gate pair(t_) a, b {\n  U(t_, 0, 0) a; // in the gate\n  CX a, b;\n}',
        '',
      ];
      const rotation = (name: string, operand: string, inside: string) =>
        includes ? `${name}(${inside}${angle()}) ${operand};` : `U(${inside}${angle()}, 0, 0) ${operand};`;
      const body = lines.map(({ before, behind, bit, inside: insideOf, qubits, statement }) => {
        const [a, b] = qubits.map((qubit) => `q[${qubit}]`);
        const inside = commented(insideOf);
        const written = (): string => {
          switch (statement) {
            case 0:
            case 1:
              return rotation('rx', a ?? '', inside);
            case 2:
            case 3:
              return rotation('rz', b ?? '', inside);
            case 4:
            case 5:
              return includes
                ? `${version === 3 ? 'cp' : 'cu1'}(${angle()}) ${inside}${a}, ${b};`
                : `pair(${angle()}) ${a}, ${b};`;
            case 6:
              return `pair(${angle()}) ${a}, ${inside}${b};`;
            case 7:
              return version === 3 ? `c[${bit}] = measure ${inside}${a};` : `measure ${inside}${a} -> c[${bit}];`;
            case 8:
              return `reset ${inside}${a};`;
            case 9:
              return `barrier ${a}, ${inside}${b};`;
            case 10:
              return rotation('ry', 'q', inside);
            case 11:
              return version === 3
                ? `if (c[${bit}]) {\n  ${rotation('rx', a ?? '', '')} // then\n  ${rotation('ry', b ?? '', '')}\n}`
                : `if (c == ${bit}) ${rotation('rx', a ?? '', '')}`;
            case 12:
              return version === 3
                ? `for int i in [0:1] {\n  U(${angle()}, 0, 0) q[i];\n}`
                : rotation('rx', a ?? '', inside);
            case 13:
              return version === 3
                ? `if (c[${bit}]) {\n  ${rotation('rx', a ?? '', '')}\n  if (c[0]) { ${rotation('ry', a ?? '', inside)} }\n} else { // else\n  ${rotation('rz', b ?? '', '')} barrier ${a}, ${b};\n  ${rotation('rx', b ?? '', '')}\n}`
                : `if (c == ${bit}) ${rotation('rx', a ?? '', '')}`;
            case 14:
              return version === 3
                ? `while (c[${bit}]) {\n  ${rotation('rx', a ?? '', '')} // again\n  pair(${angle()}) ${a}, ${b};\n  c[${bit}] = measure ${inside}${b};\n}`
                : `reset ${a};`;
            case 15:
              return version === 3
                ? `for int i in [${bit}:${bit}] {\n  U(${angle()}, 0, 0) q[i];\n  ${rotation('ry', a ?? '', inside)} // once\n}`
                : rotation('rx', a ?? '', inside);
            case 16:
              return version === 3
                ? `if (c[${bit}]) ${rotation('rx', a ?? '', inside)} // short\nelse ${rotation('ry', b ?? '', '')}`
                : rotation('rx', b ?? '', inside);
            default:
              return version === 3
                ? `turn = ${angle()};${behind.includes('\n') ? '\n' : ' '}U(turn, 0, 0) ${a};`
                : `U(${angle()}, 0, 0) ${a};`;
          }
        };
        return `${commented(before)}${written()}${commented(behind)}`;
      });
      const text = `${head.join('\n')}${body.join('')}`;
      const ended = endsWithBreak ? text : text.trimEnd();
      return ended.replaceAll('\n', lineEnd);
    });
}
