import { execFile, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { freshName, sparkJob } from './support/sparkJob';

const isThere = spawnSync('kubectl', ['version', '--client']).status === 0;

test.describe('kubectl on the sandbox', () => {
  test.skip(!isThere, 'kubectl is not on this machine');

  let home: string;
  const name = freshName('by-kubectl');

  const options = () => ({
    timeout: 60_000,
    env: {
      PATH: process.env.PATH,
      // No cache of discovery from another run.
      HOME: home,
      KUBECONFIG: process.env.KUBECONFIG_PATH,
    },
  });

  /** Output and errors together, as a person sees them. */
  const kubectl = (args: string[], token?: string) =>
    new Promise<{ code: number; text: string }>(resolve => {
      execFile(
        'kubectl',
        [...args, '-n', 'dom-sales', ...(token ? ['--token', token] : [])],
        options(),
        (error, out, err) =>
          resolve({ code: Number(error?.code ?? 0), text: `${out}${err}` }),
      );
    });

  /** Runs a command that does not end, until its output has a text or it is over. */
  const watchFor = (args: string[], isEnough: (text: string) => boolean) =>
    new Promise<string>((resolve, reject) => {
      const child = spawn('kubectl', [...args, '-n', 'dom-sales'], options());
      let text = '';
      const hear = (chunk: Buffer) => {
        text += chunk;
        if (isEnough(text)) child.kill();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('error', reject);
      child.once('close', () => resolve(text));
    });

  test.beforeAll(async () => {
    home = await mkdtemp(path.join(os.tmpdir(), 'lakefront-kubectl-'));
  });

  test.afterAll(async () => {
    await kubectl(['delete', 'sparkapp', name, '--ignore-not-found']);
    await rm(home, { recursive: true, force: true });
  });

  test('api-resources, get, auth can-i', async () => {
    expect((await kubectl(['api-resources'])).text).toMatch(
      /sparkapplications +sparkapp +sparkoperator.k8s.io\/v1beta2 +true +SparkApplication/,
    );
    expect((await kubectl(['get', 'namespaces'])).text).toMatch(
      /dom-sales +Active/,
    );
    expect((await kubectl(['get', 'sparkapp'])).text).toMatch(
      /orders-stream +(true|false)? +RUNNING/,
    );
    expect(
      (
        await kubectl([
          'get',
          'kustomizations.kustomize.toolkit.fluxcd.io',
          '-A',
        ])
      ).text,
    ).toContain('lakefront-platform');
    expect((await kubectl(['auth', 'can-i', 'create', 'pods'])).text).toBe(
      'yes\n',
    );
  });

  test('a context for each Kubernetes cluster, with what syncs it', async () => {
    const { text } = await kubectl([
      ...['--context', 'east', 'get', 'applications.argoproj.io', '-A'],
    ]);
    expect(text).toMatch(/SYNC STATUS +HEALTH STATUS/);
    expect(text).toMatch(/lakefront-platform +Synced +Healthy/);
    const wide = await kubectl([
      ...['--context', 'east', 'get', 'apps', '-A', '-o', 'wide'],
    ]);
    expect(wide.text).toMatch(/REVISION +PROJECT/);
    const west = await kubectl(['get', 'applications.argoproj.io', '-A']);
    expect(west.text).toContain("the server doesn't have a resource type");
  });

  test('the portal’s own account reads, and sees no Secret', async () => {
    for (const [verb, resource, answer] of [
      ['list', 'sparkapplications', 'yes'],
      ['get', 'pods/log', 'yes'],
      ['get', 'secrets', 'no'],
      ['create', 'sparkapplications', 'no'],
      ['patch', 'pods', 'no'],
    ]) {
      const { text } = await kubectl(
        ['auth', 'can-i', verb, resource],
        'sandbox-portal',
      );
      expect.soft(text, `${verb} ${resource}`).toBe(`${answer}\n`);
    }
    const { code, text } = await kubectl(['get', 'secrets'], 'sandbox-portal');
    expect(code).not.toBe(0);
    expect(text).toContain('Forbidden');
  });

  test('a branch of lakeFS, from apply to Ready', async () => {
    const file = path.join(home, 'branch.json');
    await writeFile(
      file,
      JSON.stringify({
        apiVersion: 'lakefront.dev/v1alpha1',
        kind: 'LakeFSBranch',
        metadata: { name, namespace: 'dom-sales' },
        spec: { server: 'lake', repository: 'sales-lake', source: 'main' },
      }),
    );
    expect((await kubectl(['apply', '-f', file])).text).toContain('created');
    await kubectl([
      ...['wait', `lfb/${name}`, '--for=condition=Ready', '--timeout=30s'],
    ]);
    const { text } = await kubectl(['get', 'lfb', name]);
    expect(text).toMatch(/NAME +REPOSITORY +BRANCH +READY +STATUS/);
    expect(text).toMatch(
      new RegExp(`${name} +sales-lake +${name} +True +Ready +0 +0`),
    );
    await kubectl(['delete', 'lfb', name]);
  });

  test('apply --server-side, get -w, logs -f, delete', async () => {
    const file = path.join(home, 'job.json');
    fs.writeFileSync(
      file,
      JSON.stringify({
        apiVersion: 'sparkoperator.k8s.io/v1beta2',
        kind: 'SparkApplication',
        ...sparkJob(name),
      }),
    );
    expect(
      (await kubectl(['apply', '--server-side', '-f', file])).text,
    ).toContain(
      `sparkapplication.sparkoperator.k8s.io/${name} serverside-applied`,
    );
    const states = await watchFor(['get', 'sparkapp', name, '-w'], text =>
      text.includes('COMPLETED'),
    );
    expect(states).toContain('COMPLETED');
    const log = await watchFor(['logs', '-f', `${name}-driver`], () => false);
    expect(log.split('\n').length).toBeGreaterThan(3);
    expect((await kubectl(['delete', 'sparkapp', name])).text).toContain(
      'deleted',
    );
    expect((await kubectl(['get', 'sparkapp', name])).text).toContain(
      'NotFound',
    );
  });
});
