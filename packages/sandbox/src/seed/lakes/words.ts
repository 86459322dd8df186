/** What a job of the sandbox says of itself in the commits that it makes. */
export function jobMetadata(
  domain: string,
  job: string,
): Record<string, string> {
  return { kubernetes_cluster: 'west', namespace: `dom-${domain}`, job };
}

/** A file of actions: one Lua hook before merges into one branch. */
export function actionFile(action: {
  name: string;
  branch: string;
  hook: string;
  script: string[];
}): Buffer {
  return Buffer.from(`name: ${action.name}
on:
  pre-merge:
    branches: [${action.branch}]
hooks:
  - id: ${action.hook}
    type: lua
    properties:
      script: |
${action.script.map(line => `        ${line}`).join('\n')}
`);
}
