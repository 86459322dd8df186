import { restApi } from './restApi';
import { seededRandom } from './testUtils';

const SECRET = 'wJalrXUtnFEMI/K7MDENG';
const api = restApi({ server: 'the store', prefix: '/api/v1' });

describe('an endpoint', () => {
  it.each([
    ['https://store.example.com', 'https://store.example.com'],
    ['https://store.example.com/', 'https://store.example.com'],
    ['https://store.example.com/api/v1/', 'https://store.example.com'],
    ['https://example.com/store', 'https://example.com/store'],
    ['https://example.com/store/api/v1', 'https://example.com/store'],
    ['http://localhost:7072', 'http://localhost:7072'],
  ])('%s is %s', (given, expected) => {
    expect(api.endpointOf(given, {})).toBe(expected);
  });

  it.each([
    ['store', 'The endpoint of the store is no URL'],
    ['http://store.example.com', 'is not reached over https'],
    ['ftp://store.example.com', 'is not reached over https'],
    [
      `https://key:${encodeURIComponent(SECRET)}@store.example.com`,
      'The endpoint of the store at store.example.com holds credentials',
    ],
    ['https://store.example.com?x=1', 'has a query or fragment'],
    ['https://store.example.com/#/runs', 'has a query or fragment'],
  ])('%s is refused', (given, why) => {
    const check = () => api.endpointOf(given, {});
    expect(check).toThrow(TypeError);
    expect(check).toThrow(why);
    expect(check).not.toThrow(/wJalr/);
  });

  it('inside one Kubernetes cluster may be plain http, where that is said', () => {
    const inside = 'http://store.store.svc:8888';
    expect(api.endpointOf(inside, { allowPlainHttp: true })).toBe(inside);
    expect(() =>
      api.endpointOf('ftp://store.store.svc', { allowPlainHttp: true }),
    ).toThrow('not reached over https');
  });
});

describe('a path', () => {
  it.each(['', '.', '..', '\ud800'])('of %p leads nowhere', name => {
    expect(() => api.pathOf(['things', name])).toThrow(TypeError);
  });

  it.each(['../admin', 'a/b', '%2e%2e', 'ä?#', 'a b', '..%2f', 'r1:retry'])(
    'has %p as one part',
    name => {
      expect(api.pathOf(['things', name])).toBe(
        `/things/${encodeURIComponent(name)}`,
      );
    },
  );

  it('has each item of a list in its query, and nothing of what is undefined', () => {
    expect(
      api.pathOf(['things'], { after: undefined, of: ['a', 'b'], limit: true }),
    ).toBe('/things?of=a&of=b&limit=true');
  });

  it('says a thousand wild names as what they are', () => {
    const letters = [
      ...'ab.-_/\\%#?&=+:;@~^ \t\n\0"\'<>{}|`ä中😀',
      ...['%2f', '..'],
    ];
    const random = seededRandom(7);
    const pick = () => letters[Math.floor(random() * letters.length)];
    for (let n = 0; n < 1000; n++) {
      const name = `x${Array.from({ length: 1 + (n % 9) }, pick).join('')}`;
      const path = api.pathOf(['things', name, 'parts', name], {
        prefix: name,
      });
      const url = new URL(api.urlOf('https://example.com/store', path));
      expect(url.pathname.split('/').map(decodeURIComponent)).toEqual([
        ...['', 'store', 'api', 'v1', 'things', name, 'parts', name],
      ]);
      expect([...url.searchParams]).toEqual([['prefix', name]]);
    }
  });
});
