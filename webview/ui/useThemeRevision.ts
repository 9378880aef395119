import { useLayoutEffect, useState } from 'preact/hooks';

/** A number that is another one after every change of the editor's theme: for what is painted, not styled. */
export function useThemeRevision(): number {
  const [revision, setRevision] = useState(0);
  useLayoutEffect(() => {
    const observer = new MutationObserver(() => setRevision((last) => last + 1));
    // The editor writes the colours into the style of the document, and the kind of the theme into the class of its body.
    observer.observe(document.documentElement, { attributeFilter: ['style'] });
    observer.observe(document.body, { attributeFilter: ['class'] });
    return () => observer.disconnect();
  }, []);
  return revision;
}
