import { Skeleton } from '@backstage/ui';
import { FreshnessBanner } from '../../components/FreshnessMark';
import { mayChange } from '../mayChange';
import { NewButton } from '../NewButton';
import { Columns, PageHead } from '../Page';
import { AttentionRegion } from './AttentionRegion';
import { DomainsRegion } from './DomainsRegion';
import { homeSentence } from './homeSentence';
import { RequestsRegion } from './RequestsRegion';
import { useHome } from './useHome';

/** What needs me, and where is my team's space? */
export function HomePage() {
  const { domains, attention, changes } = useHome();
  const { list } = domains;
  const mayCreate = list?.items.some(mayChange) ?? false;
  const sentence = homeSentence({
    domains: list?.items,
    changes: changes.value,
    freshness: list?.freshness,
  });
  return (
    <>
      <PageHead
        title="What needs you"
        sentence={
          sentence ??
          (domains.loading ? <Skeleton width={360} height={20} /> : undefined)
        }
        actions={mayCreate && <NewButton />}
      />
      <FreshnessBanner freshness={list?.freshness ?? []} />
      <Columns>
        <AttentionRegion live={attention} />
        <RequestsRegion live={changes} mayCreate={mayCreate} />
      </Columns>
      <DomainsRegion live={domains} />
    </>
  );
}
