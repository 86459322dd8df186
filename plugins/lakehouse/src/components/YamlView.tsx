import { useState } from 'react';
import { stringify } from 'yaml';
import { Button } from '@backstage/ui';
import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import { scrollable } from './scrollable';
import styles from './YamlView.module.css';

/** Text as it stands in a file: numbered lines, copied with one click. */
export function YamlView(props: { label: string; text: string }) {
  const [copied, setCopied] = useState(false);
  const lines = props.text.replace(/\n$/, '').split('\n');
  return (
    <div className={styles.view}>
      <div className={styles.copy}>
        <Button
          size="small"
          variant="secondary"
          onPress={async () => {
            await navigator.clipboard.writeText(props.text);
            setCopied(true);
          }}
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <pre
        className={styles.code}
        aria-label={props.label}
        role="group"
        {...scrollable}
      >
        {lines.map((line, index) => (
          <code key={index} className={styles.line}>
            {line || ' '}
          </code>
        ))}
      </pre>
    </div>
  );
}

/** What every manifest begins with, in the order that everybody writes it. */
const FIRST = ['apiVersion', 'kind', 'metadata'];

/** A Kubernetes object as YAML. */
export function toYaml(object: KubernetesObject): string {
  const order = (key: string) =>
    FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length;
  const sorted = Object.fromEntries(
    Object.entries(object).sort(([a], [b]) => order(a) - order(b)),
  );
  return stringify(sorted, { lineWidth: 0, aliasDuplicateObjects: false });
}
