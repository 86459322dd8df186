import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { ChangePhase } from '@lakefront/backstage-plugin-lakehouse-common';
import { Region } from '../../components/Region';
import { useQueryState } from '../../live';
import { NewButton } from '../NewButton';
import { PageHead } from '../Page';
import { over, underWay } from './changePhases';
import { ChangeTable } from './ChangeTable';

/** What can be chosen, and the phases that it stands for. */
const filters: Record<string, { title: string; phases?: ChangePhase[] }> = {
  open: { title: 'Under way', phases: underWay },
  live: { title: 'Live', phases: ['live'] },
  ended: { title: 'Closed or failed', phases: ['closed', 'failed'] },
  all: { title: 'All' },
};

/** Every request, newest first; what is under way above what is over. */
export function ChangesPage() {
  const query = useQueryState();
  const identity = useApi(identityApiRef);
  const asked = query.get('phase');
  const filter = asked && filters[asked] ? asked : 'all';
  const mine = query.get('mine') === 'yes';
  const domain = query.all('domain');
  const table = (label: string, phase?: ChangePhase[], none?: string) => (
    <ChangeTable
      label={label}
      none={none}
      queryKey={`${phase} ${mine} ${domain}`}
      toQuery={async () => ({
        domain,
        phase,
        requestedBy: mine
          ? (await identity.getBackstageIdentity()).userEntityRef
          : undefined,
      })}
    />
  );
  return (
    <>
      <PageHead
        title="Changes"
        sentence="Every change is a pull request; this is where each of them is."
        actions={<NewButton />}
      />
      <Region
        title={regionTitle(filter, mine)}
        actions={
          <>
            <ToggleButtonGroup
              aria-label="Which requests"
              selectionMode="single"
              disallowEmptySelection
              selectedKeys={[filter]}
              onSelectionChange={keys => {
                const [key] = keys;
                query.set({ phase: key === 'all' ? undefined : String(key) });
              }}
            >
              {Object.entries(filters).map(([id, { title }]) => (
                <ToggleButton key={id} id={id} size="small">
                  {title}
                </ToggleButton>
              ))}
            </ToggleButtonGroup>
            <ToggleButton
              size="small"
              isSelected={mine}
              onChange={on => query.set({ mine: on ? 'yes' : undefined })}
            >
              Mine
            </ToggleButton>
          </>
        }
      >
        {filter === 'all'
          ? table('Requests under way', underWay, 'Nothing is under way')
          : table('Change requests', filters[filter].phases)}
      </Region>
      {filter === 'all' && (
        <Region title="Live or ended">
          {table(
            'Live or ended requests',
            over,
            'Nothing is live or ended yet',
          )}
        </Region>
      )}
    </>
  );
}

function regionTitle(filter: string, mine: boolean): string {
  if (filter === 'all') {
    return mine ? 'My requests under way' : 'Under way';
  }
  return mine ? 'My requests' : 'Requests';
}
