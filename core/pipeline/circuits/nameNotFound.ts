import { closestName } from '#core/base/closestName.ts';
import { Failure } from '#core/base/failure.ts';

/** A circuit file has no gate, subroutine or register of a name that a pipeline gives. */
export class NameNotFound extends Failure {
  /** What was most likely meant. */
  readonly suggestion: string | undefined;

  /** @param known what the file has of that kind */
  constructor(path: string, what: 'gate or subroutine' | 'register', name: string, known: readonly string[]) {
    const suggestion = closestName(name, known);
    const list = known.length === 0 ? 'It has none.' : `It has ${known.join(', ')}.`;
    super('invalid-circuit', `${path} has no ${what} ${name}.`, {
      place: { path },
      advice: suggestion === undefined ? list : `Did you mean ${suggestion}? ${list}`,
    });
    this.suggestion = suggestion;
  }
}
