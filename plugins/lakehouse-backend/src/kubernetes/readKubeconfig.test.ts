import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { createKubeconfigReader } from './readKubeconfig';

describe('createKubeconfigReader', () => {
  let folder: string;
  const path = (name: string) => join(folder, name);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakehouse-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const kubeconfig = (user: object) =>
    JSON.stringify({
      'current-context': 'east',
      contexts: [
        { name: 'east', context: { cluster: 'gone', user: 'portal' } },
        { name: 'west', context: { cluster: 'west', user: 'portal' } },
      ],
      clusters: [
        {
          name: 'west',
          cluster: {
            server: 'https://10.0.0.1:6443/',
            'certificate-authority-data': Buffer.from('CA').toString('base64'),
          },
        },
      ],
      users: [{ name: 'portal', user }],
    });
  const open = (context?: string) =>
    createKubeconfigReader({
      file: path('config'),
      context,
      load: async () => ({ KubeConfig }),
    });

  it('takes address, CA and token from it, and reads it again when it changed', async () => {
    await writeFile(path('config'), kubeconfig({ token: 'one' }));
    const read = open('west');
    expect(await read()).toEqual({
      server: 'https://10.0.0.1:6443',
      skipTLSVerify: false,
      caData: 'CA',
      token: 'one',
    });
    await rm(path('config'));
    await writeFile(path('config'), kubeconfig({ token: 'another' }));
    expect((await read()).token).toBe('another');
  });

  it('takes a certificate, or what a command says', async () => {
    const data = (text: string) => Buffer.from(text).toString('base64');
    await writeFile(
      path('config'),
      kubeconfig({
        'client-certificate-data': data('CERT'),
        'client-key-data': data('KEY'),
      }),
    );
    expect(await open('west')()).toMatchObject({
      certData: 'CERT',
      keyData: 'KEY',
    });
    const answer = {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: 'from a command' },
    };
    await writeFile(
      path('config'),
      kubeconfig({
        exec: {
          apiVersion: 'client.authentication.k8s.io/v1',
          command: process.execPath,
          args: [
            '-e',
            `console.log(${JSON.stringify(JSON.stringify(answer))})`,
          ],
        },
      }),
    );
    expect((await open('west')()).token).toBe('from a command');
  });

  it.each([
    ['north', {}, "no context 'north'; it has east, west"],
    [undefined, {}, 'a cluster that is not in it'],
    ['west', { as: 'root' }, 'acts as somebody else'],
  ])('refuses the context %s of %j', async (context, user, message) => {
    await writeFile(path('config'), kubeconfig(user));
    await expect(open(context)()).rejects.toThrow(message);
  });
});
