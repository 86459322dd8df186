import { useState } from 'react';
import { Switch, Text } from '@backstage/ui';
import type { ChangeRequestDetail } from '@lakefront/backstage-plugin-lakehouse-common';
import { DifferenceTable } from '../../components/DifferenceTable';
import { diffObjects } from '../../components/diffObjects';
import { EmptyState } from '../../components/States';
import { ObjectTree } from '../../components/ObjectTree';
import { YamlView } from '../../components/YamlView';
import { plural } from '../../format/plural';
import styles from './ChangeFiles.module.css';

type File = ChangeRequestDetail['files'][number];

const verbs: Record<File['action'], string> = {
  create: 'adds',
  update: 'changes',
  delete: 'removes',
};

/** The files of a request as folded values; the text is one click away. */
export function ChangeFiles(props: { files: File[]; listedIn?: string[] }) {
  const { files, listedIn = [] } = props;
  const [asText, setAsText] = useState(false);
  if (files.length === 0) {
    return (
      <EmptyState title="No files to show">
        Who may not read manifests of the domain sees the request, not its
        files.
      </EmptyState>
    );
  }
  const sum = (key: 'added' | 'removed') =>
    files.reduce((total, file) => total + file.lines[key], 0);
  return (
    <>
      <div className={styles.head}>
        <Text>
          {plural(files.length, 'file')}, +{sum('added')}
          {sum('removed') > 0 && `, −${sum('removed')}`}
        </Text>
        <Switch label="As text" isSelected={asText} onChange={setAsText} />
      </div>
      {files.map((file, index) => (
        // One file may hold several of the objects.
        <details key={`${file.path} ${index}`} className={styles.file} open>
          <summary>
            <span>{file.othersStay ? 'removes from' : verbs[file.action]}</span>
            <span className={styles.path}>{file.path}</span>
            <span className={styles.lines}>
              +{file.lines.added} −{file.lines.removed}
            </span>
          </summary>
          <div className={styles.body}>
            <FileBody file={file} asText={asText} />
          </div>
        </details>
      ))}
      {listedIn.map(path => (
        <div key={path} className={styles.file}>
          changes <span className={styles.path}>{path}</span>, the list of the
          files that are applied
        </div>
      ))}
    </>
  );
}

function FileBody(props: { file: File; asText: boolean }) {
  const { file, asText } = props;
  if (asText) {
    return <YamlView label={file.path} text={file.text} />;
  }
  const { object, before } = file;
  if (!object) {
    return (
      <>
        <Text>
          {file.othersStay
            ? 'The other objects of the file stay.'
            : 'The file goes, and with it what it declares.'}
        </Text>
        {before && <Folded title="What goes" object={before} />}
      </>
    );
  }
  if (!before) {
    return <ObjectTree value={object} />;
  }
  const differences = diffObjects(before, object);
  return (
    <>
      {differences.length > 0 ? (
        <DifferenceTable
          label={`Values of ${file.path} that change`}
          sides={{ before: 'Before', after: 'After' }}
          rows={differences}
        />
      ) : (
        <Text>No value that may be shown changes.</Text>
      )}
      <Folded title="The whole object after it" object={object} />
    </>
  );
}

function Folded(props: { title: string; object: object }) {
  return (
    <details className={styles.whole}>
      <summary>{props.title}</summary>
      <ObjectTree value={props.object} />
    </details>
  );
}
