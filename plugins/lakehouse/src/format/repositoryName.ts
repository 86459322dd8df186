/** A repository for people: `lakehouse/gitops` of its address, or its name as it is. */
export function repositoryName(repository: string): string {
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/]+\/(.+?)(\.git)?\/?$/i.exec(
    repository,
  );
  return path ? path[1] : repository;
}
