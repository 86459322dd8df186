import { KubeObject } from '../types';
import { parseFieldSelector } from './fieldSelector';
import { parseLabelSelector } from './labelSelector';
import { builtinResource } from './resources';
import { pod } from './testUtils/manifests';

describe('label selectors', () => {
  const labels = { app: 'etl', 'lakefront.dev/domain': 'sales', empty: '' };

  it.each([
    ['', true],
    ['app=etl', true],
    ['app==etl', true],
    ['app = etl', true],
    ['app=other', false],
    ['app!=other', true],
    ['app!=etl', false],
    ['none!=x', true],
    ['none=', false],
    ['empty=', true],
    ['app', true],
    ['none', false],
    ['!none', true],
    ['!app', false],
    ['app in (etl, ingest)', true],
    ['app in (ingest)', false],
    ['none in (x)', false],
    ['app notin (ingest)', true],
    ['app notin (etl)', false],
    ['none notin (x)', true],
    ['app=etl,lakefront.dev/domain in (sales,risk),!none', true],
    ['app=etl,none', false],
  ])('%s: %s', (selector, selected) => {
    expect(parseLabelSelector(selector)(labels)).toBe(selected);
  });

  it.each(['app in etl', 'a b', '=x', 'app in (a'])('refuses %s', selector => {
    expect(() => parseLabelSelector(selector)).toThrow('unable to parse');
  });
});

describe('field selectors', () => {
  const object: KubeObject = {
    ...pod('driver'),
    spec: { nodeName: 'node-1' },
    status: { phase: 'Running' },
  };
  const pods = builtinResource('', 'pods');
  const events = builtinResource('', 'events');

  it.each([
    ['', true],
    ['metadata.name=driver', true],
    ['metadata.name!=driver', false],
    ['metadata.namespace=dom-sales,status.phase=Running', true],
    ['status.phase!=Succeeded,status.phase!=Failed', true],
    ['spec.nodeName=node-2', false],
    ['spec.nodeName==node-1', true],
  ])('%s: %s', (selector, selected) => {
    expect(parseFieldSelector(selector, pods)(object)).toBe(selected);
  });

  it('selects events by what they are about', () => {
    const event: KubeObject = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e', namespace: 'dom-sales' },
      type: 'Warning',
      reason: 'Failed',
      source: { component: 'kubelet' },
      involvedObject: { kind: 'Pod', name: 'driver', uid: 'u' },
    };
    const selects = (text: string) => parseFieldSelector(text, events)(event);
    expect(selects('type=Warning,reason=Failed,source=kubelet')).toBe(true);
    expect(selects('involvedObject.kind=Pod,involvedObject.name=driver')).toBe(
      true,
    );
    expect(selects('involvedObject.uid=other')).toBe(false);
  });

  it('refuses what the server cannot select by', () => {
    expect(() => parseFieldSelector('spec.x=1', pods)).toThrow(
      'field label not supported: spec.x',
    );
  });
});
