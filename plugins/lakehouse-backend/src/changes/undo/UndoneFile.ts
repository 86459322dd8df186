import type { ProposedFile } from '../ChangeRow';

/** A file of a merged change that is to be undone, with what became of it. */
export interface UndoneFile extends ProposedFile {
  change: { id: string; title: string; url?: string };
  /** Epoch ms by which the cluster was as the change asked for; undefined: not yet. */
  liveBy?: number;
  /** The file right after the merge; nothing where it was gone. */
  left?: string;
  /** What touched it last, for people: `"Edit Spark job daily" (change abc)`. */
  lastTouchedBy: string;
}
