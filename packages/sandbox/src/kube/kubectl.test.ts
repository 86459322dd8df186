import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeServer } from '../types';
import {
  CONFIG_MAPS,
  configMap,
  pod,
  PODS,
  sparkApplication,
} from './testUtils/manifests';
import { startServer } from './testUtils/startServer';

const isThere = spawnSync('kubectl', ['version', '--client']).status === 0;
const describeKubectl = isThere ? describe : describe.skip;

jest.setTimeout(120_000);

describeKubectl(
  `kubectl${isThere ? '' : ' (skipped: kubectl is not on this machine)'}`,
  () => {
    let server: KubeServer;
    let kube: ReturnType<KubeServer['as']>;
    let directory: string;

    beforeAll(async () => {
      ({ server, kube } = await startServer());
      directory = mkdtempSync(join(tmpdir(), 'sandbox-kubectl-'));
      for (const user of ['admin', 'mia']) {
        writeFileSync(
          join(directory, `${user}.yaml`),
          server.kubeconfig(`sandbox-${user}`),
          { mode: 0o600 },
        );
      }
    });

    afterAll(async () => {
      await server.close();
      rmSync(directory, { recursive: true });
    });

    const environment = (user: string) => ({
      PATH: process.env.PATH,
      HOME: directory,
      KUBECONFIG: join(directory, `${user}.yaml`),
    });

    const file = (name: string, object: object) => {
      const path = join(directory, `${name}.json`);
      writeFileSync(path, JSON.stringify(object));
      return path;
    };

    /** Output and errors together, as a person sees them. */
    const kubectl = (command: string, user = 'admin') =>
      new Promise<string>(resolve => {
        execFile(
          'kubectl',
          [...command.split(' '), '-n', 'dom-sales'],
          { env: environment(user), timeout: 30_000 },
          (_, out, err) => resolve(`${out}${err}`),
        );
      });

    /** Starts a command that does not end, and waits for its output. */
    const follow = (command: string) => {
      const child = spawn(
        'kubectl',
        [...command.split(' '), '-n', 'dom-sales'],
        {
          env: environment('admin'),
        },
      );
      let text = '';
      const waiting = new Set<() => void>();
      const hear = (chunk: Buffer) => {
        text += chunk;
        waiting.forEach(check => check());
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      const ended = new Promise<void>(resolve => {
        child.on('close', () => resolve());
      });
      return {
        ended,
        until: (part: string) =>
          new Promise<void>(resolve => {
            const check = () => {
              if (text.includes(part)) {
                waiting.delete(check);
                resolve();
              }
            };
            waiting.add(check);
            check();
          }),
        text: () => text,
        stop: () => {
          child.kill();
          return ended;
        },
      };
    };

    it('api-resources, version', async () => {
      const resources = await kubectl('api-resources');
      expect(resources).toMatch(
        /sparkapplications +sparkapp +sparkoperator.k8s.io\/v1beta2 +true +SparkApplication/,
      );
      expect(resources).toMatch(/namespaces +ns +v1 +false +Namespace/);
      expect(await kubectl('version')).toContain('Server Version: v1.34');
    });

    it('apply --server-side, get, label, annotate, patch, delete of a custom kind', async () => {
      const path = file('app', sparkApplication('daily'));
      expect(await kubectl(`apply --server-side -f ${path}`)).toContain(
        'sparkapplication.sparkoperator.k8s.io/daily serverside-applied',
      );
      const table = await kubectl('get sparkapp');
      expect(table).toMatch(
        /NAME +SUSPEND +STATUS +ATTEMPTS +START +FINISH +AGE/,
      );
      expect(
        JSON.parse(await kubectl('get sparkapp daily -o json')).spec.mode,
      ).toBe('cluster');
      expect(await kubectl('get sparkapp daily -o yaml')).toContain(
        'mainApplicationFile: s3a://lake/etl.py',
      );
      expect(
        await kubectl('get sparkapp daily -o jsonpath={.spec.driver.memory}'),
      ).toBe('1g');
      expect(await kubectl('label sparkapp daily team=sales')).toContain(
        'labeled',
      );
      expect(await kubectl('get sparkapp -l team=sales -o name')).toBe(
        'sparkapplication.sparkoperator.k8s.io/daily\n',
      );
      expect(await kubectl('annotate sparkapp daily note=x')).toContain(
        'annotated',
      );
      expect(
        await kubectl(
          'patch sparkapp daily --type=merge -p {"spec":{"suspend":true}}',
        ),
      ).toContain('patched');
      expect(await kubectl('describe sparkapp daily')).toContain(
        'Main Application File:  s3a://lake/etl.py',
      );
      expect(await kubectl('explain sparkapp.spec.driver.cores')).toContain(
        'FIELD: cores <integer>',
      );
      expect(await kubectl('delete sparkapp daily')).toContain(
        '"daily" deleted',
      );
    });

    it('apply as the client does it: created, unchanged, configured', async () => {
      const path = file('map', configMap('settings', { a: '1', b: '2' }));
      expect(await kubectl(`apply -f ${path}`)).toBe(
        'configmap/settings created\n',
      );
      expect(await kubectl(`apply -f ${path}`)).toBe(
        'configmap/settings unchanged\n',
      );
      file('map', configMap('settings', { a: '1' }));
      expect(await kubectl(`diff -f ${path}`)).toContain('-  b: "2"');
      expect(await kubectl(`apply -f ${path}`)).toBe(
        'configmap/settings configured\n',
      );
      expect(JSON.parse(await kubectl('get cm settings -o json')).data).toEqual(
        { a: '1' },
      );
      expect(
        await kubectl('create configmap typed --from-literal=x=1'),
      ).toContain('created');
      expect(await kubectl('delete cm settings typed')).toContain(
        '"typed" deleted',
      );
    });

    it('tells what it refuses', async () => {
      const unknown = file('unknown', sparkApplication('a', { nope: 1 }));
      expect(await kubectl(`apply --server-side -f ${unknown}`)).toContain(
        'strict decoding error: unknown field "spec.nope"',
      );
      const wrong = file('wrong', sparkApplication('a', { type: 'Perl' }));
      expect(await kubectl(`apply --server-side -f ${wrong}`)).toContain(
        'spec.type: Unsupported value: "Perl"',
      );
      const fine = file('fine', configMap('a'));
      expect(await kubectl(`create -f ${fine}`, 'mia')).toContain(
        'Error from server (Forbidden): error when creating',
      );
      expect(await kubectl('get sparkapp none')).toContain(
        'Error from server (NotFound): sparkapplications.sparkoperator.k8s.io "none" not found',
      );
    });

    it('auth can-i, whoami', async () => {
      expect(await kubectl('auth can-i create pods')).toBe('yes\n');
      expect(await kubectl('auth can-i get secrets', 'mia')).toBe('no\n');
      expect(
        await kubectl('auth can-i get pods --subresource=log', 'mia'),
      ).toBe('yes\n');
      expect(await kubectl('auth can-i get secrets --as mia')).toBe('no\n');
      expect(await kubectl('auth can-i --list', 'mia')).toMatch(
        /configmaps +\[\] +\[\] +\[get list watch\]/,
      );
      expect(await kubectl('auth whoami', 'mia')).toMatch(/Username +mia/);
    });

    it('get -w and get -o wide', async () => {
      const watch = follow('get configmaps -w');
      kube.create(CONFIG_MAPS, configMap('first'));
      await watch.until('first');
      kube.create(CONFIG_MAPS, configMap('second', { a: '1' }));
      await watch.until('second');
      await watch.stop();
      expect(watch.text()).toMatch(/NAME +DATA +AGE\n/);
      expect(watch.text()).toMatch(/second +1 +\d+s/);
      kube.create(PODS, pod('waiting'));
      expect(await kubectl('get pods -o wide')).toMatch(/NOMINATED NODE/);
      expect(await kubectl('describe pod waiting')).toMatch(/Status: +Pending/);
    });

    it('logs, and logs -f until the pod has ended', async () => {
      kube.create(PODS, pod('driver'));
      server.appendLog('dom-sales', 'driver', 'main', 'one');
      expect(await kubectl('logs driver --tail=5')).toBe('one\n');
      const logs = follow('logs -f driver');
      await logs.until('one');
      server.appendLog('dom-sales', 'driver', 'main', 'two');
      await logs.until('two');
      kube.patch(
        PODS,
        'dom-sales',
        'driver',
        { status: { phase: 'Succeeded' } },
        { type: 'merge', subresource: 'status' },
      );
      await logs.ended;
      expect(logs.text()).toBe('one\ntwo\n');
    });
  },
);
