import fc from 'fast-check';
import { maskText } from './credentialText';
import { sparkApplicationKind } from './kinds/spark-application';
import { findCredentials, maskObject } from './mask';
import { buildSparkManifest, settingsFixture } from './testUtils';

const kind = sparkApplicationKind;
const M = '••••••';

function mask(spec: Record<string, unknown>) {
  return maskObject(buildSparkManifest({ spec }), kind).spec as typeof spec;
}

function found(spec: Record<string, unknown>) {
  return findCredentials(buildSparkManifest({ spec }), kind).map(
    ({ path }) => path,
  );
}

describe('maskObject', () => {
  it('masks by key in sparkConf and hadoopConf', () => {
    const sparkConf = {
      'spark.hadoop.fs.s3a.secret.key': 'abc',
      'spark.hadoop.fs.s3a.access.key': 'abc',
      'spark.sql.catalog.lake.credential': 'id:abc',
      'spark.sql.catalog.lake.token': 'abc',
      'spark.ssl.keyPassword': 'abc',
      'spark.executor.memory': '4g',
      'spark.hadoop.fs.s3a.aws.credentials.provider': 'org.example.Provider',
      'spark.kubernetes.driver.secretKeyRef.DB': 'name:key',
      'spark.x.token': `$${'{env:TOKEN}'}`,
      'spark.hadoop.fs.lakefs.secret.key': `$${'{env.LAKEFS_SECRET}'}`,
      'spark.x.tokenizer': 'words',
      'spark.x.max.tokens': '512',
    };
    expect(mask({ sparkConf }).sparkConf).toEqual({
      ...sparkConf,
      'spark.hadoop.fs.s3a.secret.key': M,
      'spark.hadoop.fs.s3a.access.key': M,
      'spark.sql.catalog.lake.credential': M,
      'spark.sql.catalog.lake.token': M,
      'spark.ssl.keyPassword': M,
    });
    expect(mask({ hadoopConf: { 'fs.s3a.secret.key': 'x' } })).toMatchObject({
      hadoopConf: { 'fs.s3a.secret.key': M },
    });
  });

  it('masks arguments in every spelling', () => {
    const masked = mask({
      arguments: [
        '--password=abc def',
        '--password',
        'abc',
        '-p',
        '8080',
        'api_key=abc',
        '--conf',
        'spark.x.secret=abc',
        '--token',
        '$(TOKEN)',
        '{"password": "abc", "user": "mia"}',
        'sh -c "run --password abc --date 2026"',
        'jdbc:postgresql://db/x?user=mia&password=abc&ssl=true',
        '--tokenizer',
        'words',
      ],
    }).arguments;
    expect(masked).toEqual([
      `--password=${M}`,
      '--password',
      M,
      '-p',
      '8080',
      `api_key=${M}`,
      '--conf',
      `spark.x.secret=${M}`,
      '--token',
      '$(TOKEN)',
      `{"password": "${M}", "user": "mia"}`,
      `sh -c "run --password ${M} --date 2026"`,
      `jdbc:postgresql://db/x?user=mia&password=${M}&ssl=true`,
      '--tokenizer',
      'words',
    ]);
  });

  it('masks values of env, and leaves references', () => {
    const driver = {
      env: [
        { name: 'DB_PASSWORD', value: 'abc' },
        { name: 'AWS_ACCESS_KEY_ID', value: 'abc' },
        { name: 'STAGE', value: 'prod' },
        {
          name: 'TOKEN',
          valueFrom: { secretKeyRef: { name: 'a', key: 'token' } },
        },
      ],
    };
    expect(mask({ driver }).driver).toEqual({
      env: [
        { name: 'DB_PASSWORD', value: M },
        { name: 'AWS_ACCESS_KEY_ID', value: M },
        driver.env[2],
        driver.env[3],
      ],
    });
  });

  it('masks users and passwords of URLs, private keys and java options anywhere', () => {
    const key =
      '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----';
    expect(
      mask({
        mainApplicationFile: 'https://mia:abc@example.com/x.jar',
        driver: { javaOptions: '-Xss4m -Ddb.password=abc -Dx=1', note: key },
        deps: { jars: ['abfss://box@account.example.com/x.jar'] },
      }),
    ).toMatchObject({
      mainApplicationFile: `https://${M}@example.com/x.jar`,
      driver: { javaOptions: `-Xss4m -Ddb.password=${M} -Dx=1`, note: M },
      deps: { jars: ['abfss://box@account.example.com/x.jar'] },
    });
  });

  it('leaves what only sounds like a credential', () => {
    const spec = {
      image: 'registry.example.com/token-service:1.2',
      imagePullSecrets: ['registry'],
      volumes: [{ name: 'a', secret: { secretName: 'b' } }],
      arguments: ['--secret-name', '--no-password-check', 's3a://bucket/x'],
    };
    expect(mask(spec)).toMatchObject({ ...spec, arguments: expect.anything() });
    expect(found({ arguments: ['--use-token', '--date', '2026'] })).toEqual([]);
  });

  it('does not touch what it was given, and masking twice changes nothing', () => {
    const object = buildSparkManifest({
      spec: { sparkConf: { 'a.password': 'x' }, arguments: ['--token', 'x'] },
    });
    const before = JSON.stringify(object);
    const once = maskObject(object, kind);
    expect(JSON.stringify(object)).toBe(before);
    expect(maskObject(once, kind)).toEqual(once);
  });

  it('hides the copy that kubectl keeps of an object', () => {
    const annotations = {
      'kubectl.kubernetes.io/last-applied-configuration': '{"a":"abc"}',
    };
    expect(
      maskObject({ metadata: { annotations } }, kind).metadata.annotations,
    ).toEqual({ 'kubectl.kubernetes.io/last-applied-configuration': M });
  });

  it('never lets a secret through, wherever it is put', () => {
    const secret = fc
      .stringMatching(/^[A-Za-z0-9+/!#%^*_.-]{8,40}$/)
      .map(text => `S3CR${text}`);
    const key = fc.constantFrom(
      'db.password',
      'DB_PASSWORD',
      'auth-token',
      'clientSecret',
      'fs.s3a.access.key',
      'apiKey',
      'private_key',
      'credential',
    );
    const place = fc.constantFrom<
      (key: string, value: string) => Record<string, unknown>
    >(
      (k, v) => ({ sparkConf: { [k]: v } }),
      (k, v) => ({ hadoopConf: { [k]: v } }),
      (k, v) => ({ arguments: [`--${k}=${v}`] }),
      (k, v) => ({ arguments: [`--${k}`, v] }),
      (k, v) => ({ arguments: [`${k}=${v}`] }),
      (k, v) => ({ arguments: [`run --${k} ${v} now`] }),
      (k, v) => ({ arguments: [JSON.stringify({ [k]: v })] }),
      (k, v) => ({ driver: { env: [{ name: k, value: v }] } }),
      (k, v) => ({
        executor: {
          template: {
            spec: { containers: [{ env: [{ name: k, value: v }] }] },
          },
        },
      }),
      (k, v) => ({ executor: { annotations: { [k]: v } } }),
      (k, v) => ({ driver: { javaOptions: `-Xmx1g -D${k}=${v}` } }),
      (k, v) => ({ driver: { envVars: { [k]: v } } }),
    );
    fc.assert(
      fc.property(place, key, secret, (put, k, value) => {
        const spec = put(k, value);
        expect(JSON.stringify(mask(spec))).not.toContain(value);
        expect(found(spec).length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 6 }), value => {
        expect(() => maskObject(value, kind)).not.toThrow();
        expect(() => findCredentials(value, kind)).not.toThrow();
      }),
    );
  });
});

describe('maskText', () => {
  it.each(['x', 'a-', 'a.', '-', 'secret', 'token="', 'a://'])(
    'gets through a megabyte of %p, as objects may hold',
    part => {
      const text = part.repeat(1_000_000 / part.length);
      expect(maskText(`${text} password=hunter2`)).not.toContain('hunter2');
    },
  );
});

describe('findCredentials', () => {
  it('says where and by which key', () => {
    const object = buildSparkManifest({
      spec: {
        sparkConf: { 'a.password': 'x' },
        arguments: ['--token', 'abc'],
        driver: { env: [{ name: 'API_KEY', value: 'x' }] },
      },
    });
    expect(findCredentials(object, kind)).toEqual([
      { path: 'spec.driver.env[0].value', key: 'API_KEY' },
      { path: 'spec.sparkConf["a.password"]', key: 'a.password' },
      { path: 'spec.arguments[1]', key: 'token' },
    ]);
  });

  it('takes a masked value that is written back for a credential', () => {
    expect(found({ sparkConf: { 'a.password': M } })).toHaveLength(1);
  });

  it('finds nothing in the presets of the settings', () => {
    expect(findCredentials(settingsFixture, kind)).toEqual([]);
  });
});
