/** Something in a repository that would be refused, or would harm. */
export interface Fault {
  /** From the top of the repository. */
  file: string;
  /** Counted from 1. */
  line: number;
  /** What is wrong, and what to do; no value that looks like a credential. */
  message: string;
}
