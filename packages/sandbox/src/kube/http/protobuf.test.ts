import { decodeProtobuf } from './protobuf';

/** Encodes one length-delimited field, as protobuf does below 128 bytes. */
function field(number: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes]);
}

function envelope(apiVersion: string, kind: string, raw: Buffer): Buffer {
  const type = Buffer.concat([field(1, apiVersion), field(2, kind)]);
  return Buffer.concat([Buffer.from('k8s\0'), field(1, type), field(2, raw)]);
}

describe('protobuf bodies', () => {
  it('are read for access reviews; empty texts are left out', () => {
    const attributes = Buffer.concat([
      field(1, 'dom-sales'),
      field(2, 'get'),
      field(3, ''),
      field(5, 'pods'),
    ]);
    const raw = Buffer.concat([
      field(1, field(1, '')),
      field(2, field(1, attributes)),
    ]);
    expect(
      decodeProtobuf(
        envelope('authorization.k8s.io/v1', 'SelfSubjectAccessReview', raw),
      ),
    ).toEqual({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      metadata: {},
      spec: {
        resourceAttributes: {
          namespace: 'dom-sales',
          verb: 'get',
          resource: 'pods',
        },
      },
    });
  });

  it('are read for maps, lists, bytes, numbers and truths', () => {
    const entry = (key: string, value: string) =>
      Buffer.concat([field(1, key), field(2, value)]);
    const raw = Buffer.concat([
      field(1, Buffer.concat([field(1, 'a'), field(14, 'f'), field(14, 'g')])),
      field(2, entry('x', '')),
      field(2, entry('y', '2')),
      field(3, entry('raw', 'hi')),
      Buffer.from([4 * 8, 1]),
    ]);
    expect(decodeProtobuf(envelope('v1', 'ConfigMap', raw))).toMatchObject({
      metadata: { name: 'a', finalizers: ['f', 'g'] },
      data: { x: '', y: '2' },
      binaryData: { raw: 'aGk=' },
      immutable: true,
    });
  });

  it.each([
    ['no envelope', Buffer.from('hello')],
    ['a kind that is not read', envelope('v1', 'Pod', Buffer.alloc(0))],
    ['too few bytes', envelope('v1', 'ConfigMap', Buffer.from([10, 20, 1]))],
    [
      'a number without end',
      envelope('v1', 'ConfigMap', Buffer.from([8, 255])),
    ],
  ])('are refused: %s', (_, body) => {
    expect(() => decodeProtobuf(body)).toThrow();
  });
});
