/** What the form of `templates/lakefs-branch` asks for. */
export interface LakeFSBranchInput {
  name: string;
  owner?: string;
  repository: { server: string; repository: string };
  /** A branch, a tag or the id of a commit. */
  source: string;
  /** What it is for, in a few words. */
  purpose?: string;
  /** A day (`2026-12-24`), a time (RFC 3339), days from now (`P30D`), or `never`. */
  expires?: string;
  deletionPolicy?: 'Retain' | 'Delete';
}
