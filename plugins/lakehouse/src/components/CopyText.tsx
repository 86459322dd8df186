import { useState } from 'react';
import { ButtonIcon } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import styles from './CopyText.module.css';

/** A text that people take elsewhere, copied with one click. */
export function CopyText(props: {
  text: string;
  /** What it is: `the address of sales-sql`. */
  what: string;
}) {
  const { text, what } = props;
  const [copied, setCopied] = useState<string>();
  const isCopied = copied === text;
  return (
    <span className={styles.copy}>
      <code className={styles.text} title={text}>
        {text}
      </code>
      <ButtonIcon
        size="small"
        variant="tertiary"
        icon={isCopied ? <RiCheckLine /> : <RiFileCopyLine />}
        aria-label={isCopied ? `Copied ${what}` : `Copy ${what}`}
        onPress={async () => {
          await navigator.clipboard.writeText(text);
          setCopied(text);
        }}
      />
    </span>
  );
}
