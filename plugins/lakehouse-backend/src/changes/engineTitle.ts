const TITLES: Record<string, string> = { flux: 'Flux', argocd: 'Argo CD' };

/** Name of a GitOps engine, for people. */
export function engineTitle(engine: string | undefined): string {
  return engine === undefined ? 'the GitOps sync' : TITLES[engine] ?? engine;
}
