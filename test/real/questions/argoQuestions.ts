import { argoChangeQuestions } from './argoChangeQuestions';
import type { ArgoQuestions } from './argoDesk';
import { argoDirectoryQuestions } from './argoDirectoryQuestions';
import { argoRefusalQuestions } from './argoRefusalQuestions';

/** What Argo CD writes of a sync. Each asks on its own, after the directory is as it was at first. */
export const argoQuestions: ArgoQuestions = {
  ...argoChangeQuestions,
  ...argoRefusalQuestions,
  ...argoDirectoryQuestions,
};
