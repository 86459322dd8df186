import { plural } from '../format/plural';
import { isMap } from './diffObjects';
import styles from './ObjectTree.module.css';

const isLeaf = (value: unknown) =>
  !(Array.isArray(value) && value.length > 0) &&
  !(isMap(value) && Object.keys(value).length > 0);

/** The values of an object, folded: the outer levels open, the rest a click away. */
export function ObjectTree(props: { value: object; openLevels?: number }) {
  return (
    <div className={styles.tree}>
      <Branch value={props.value} level={0} open={props.openLevels ?? 2} />
    </div>
  );
}

function Branch(props: { value: object; level: number; open: number }) {
  const { value, level, open } = props;
  const list = Array.isArray(value);
  return (
    <ul>
      {Object.entries(value).map(([key, item]) => {
        const name = list ? `${Number(key) + 1}.` : key;
        if (isLeaf(item)) {
          return (
            <li key={key} className={styles.leaf}>
              <span className={styles.key}>{name}</span>
              <span className={styles.value}>
                {typeof item === 'string' ? item : JSON.stringify(item)}
              </span>
            </li>
          );
        }
        return (
          <li key={key}>
            <details open={level < open}>
              <summary>
                {name}{' '}
                <span className={styles.count}>
                  {Array.isArray(item)
                    ? plural(item.length, 'entry', 'entries')
                    : plural(Object.keys(item).length, 'value')}
                </span>
              </summary>
              <Branch value={item} level={level + 1} open={open} />
            </details>
          </li>
        );
      })}
    </ul>
  );
}
