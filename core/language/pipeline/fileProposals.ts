import type { FolderEntry } from '../languageService.ts';
import { type Proposal, proposalKinds } from './proposals.ts';

/**
 * What lies in the folder that a path begins to name, relative to the file it is written in.
 * @param written the part of the path before the cursor
 * @param fits whether a file of a name is of use there; folders always are
 */
export async function fileProposals(
  written: string,
  list: (folder: string) => Promise<readonly FolderEntry[]>,
  fits: (name: string) => boolean = () => true,
): Promise<Proposal[]> {
  const folder = written.slice(0, written.lastIndexOf('/') + 1);
  return (await list(folder === '' ? '.' : folder))
    .filter(({ isFolder, name }) => !name.startsWith('.') && (isFolder || fits(name)))
    .map(({ isFolder, name }) => ({
      label: `${folder}${name}${isFolder ? '/' : ''}`,
      kind: isFolder ? proposalKinds.folder : proposalKinds.file,
    }));
}
