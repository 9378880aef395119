/** Why something could not be written, as the end of a sentence, and what can be done about it, as a sentence. */
export interface WriteProblem {
  readonly why: string;
  readonly advice: string;
}

/** What an error of the file system means for whoever wanted to write. */
export function writeProblem(thrown: unknown): WriteProblem {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  switch (thrown instanceof Error && 'code' in thrown ? thrown.code : undefined) {
    case 'ENOSPC':
      return { why: 'the disk is full', advice: 'Free some space and try again.' };
    case 'EDQUOT':
      return { why: 'your share of the disk is used up', advice: 'Free some space and try again.' };
    case 'EFBIG':
      return {
        why: 'the file would be larger than is allowed here',
        advice: 'Raise the limit (ulimit -f), or use another disk.',
      };
    case 'EROFS':
      return { why: 'the disk is read-only', advice: 'Use a folder on another disk.' };
    case 'EACCES':
    case 'EPERM':
      return { why: 'permission is denied', advice: 'Check the permissions of the folder, or use another one.' };
    case 'ENOTDIR':
    case 'EEXIST':
      return { why: 'a file is where a folder is needed', advice: 'Move that file elsewhere, or use another folder.' };
    case 'EISDIR':
      return { why: 'a folder is where a file is needed', advice: 'Move that folder elsewhere, or use another one.' };
    case 'ENOENT':
      return { why: 'its folder is not there any more', advice: 'Check that the folder exists and try again.' };
    default:
      return { why: message, advice: 'Check the permissions of the folder and the space on the disk.' };
  }
}
