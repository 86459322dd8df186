import type { DomainKey, DomainPlace } from '../types';
import { PlaceSelector } from './PlaceSelector';

const place = (key: DomainKey, namespace?: string): DomainPlace => {
  const [kubernetesCluster, domain] = key.split('/');
  return {
    ...{ key, kubernetesCluster, domain, members: [] },
    namespace: namespace ?? `dom-${domain}`,
  };
};

describe('PlaceSelector', () => {
  const keysOf = (scope: DomainKey[]): ReadonlySet<DomainKey> => new Set(scope);

  it('selects what is in the scope, under the filters', () => {
    const selector = new PlaceSelector({
      places: () => [
        place('east/sales'),
        place('west/risk'),
        place('west/sales'),
      ],
    });
    const scope = keysOf(['east/sales', 'west/sales']);
    expect([...selector.select(scope).keys]).toEqual([...scope]);
    const west = selector.select(scope, { kubernetesCluster: ['west'] });
    expect([...west.keys]).toEqual(['west/sales']);
    expect(west.kubernetesClusters).toEqual(['west']);
    const risk = selector.select(scope, { domain: ['risk'] });
    expect(risk.keys.size).toBe(0);
    expect(risk.hash).toBe(selector.select(scope, { domain: ['absent'] }).hash);
  });

  it('remembers a selection for its scope only, and until a domain changes', () => {
    let places = [place('west/risk'), place('west/sales')];
    const selector = new PlaceSelector({ places: () => places });
    const sales = keysOf(['west/sales']);
    const first = selector.select(sales);
    expect(selector.select(sales)).toBe(first);
    const other = selector.select(keysOf(['west/risk']));
    expect([...other.keys]).toEqual(['west/risk']);
    expect(other.hash).not.toBe(first.hash);

    places = [place('west/risk'), place('west/sales', 'sales-moved')];
    const moved = selector.select(sales);
    expect([...moved.places.keys()]).toEqual(['west/sales-moved']);
    expect(moved.hash).not.toBe(first.hash);
    places = [place('west/risk')];
    expect(selector.select(sales).keys.size).toBe(0);
  });

  it('stays right when more is asked than it remembers', () => {
    const selector = new PlaceSelector({ places: () => [place('west/sales')] });
    const scope = keysOf(['west/sales']);
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 50; n++) {
        const domain = n === 7 ? 'sales' : `other-${n}`;
        const { keys } = selector.select(scope, { domain: [domain] });
        expect(keys.size).toBe(n === 7 ? 1 : 0);
      }
    }
  });
});
