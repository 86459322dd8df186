import { Follower } from './Follower';
import { NamespaceNames } from './NamespaceNames';
import { Reflector, ReflectorOptions } from './Reflector';
import { Replica } from './Replica';
import { createResourceApi } from './resourceApi';
import { KubeConnection, ResourceDefinition } from './types';

/** Puts together what follows one resource of one Kubernetes cluster. */
export function createFollower(options: {
  connection: KubeConnection;
  definition: ResourceDefinition;
  replica: Replica<unknown>;
  names: NamespaceNames | undefined;
  reading: Omit<ReflectorOptions, 'label' | 'api' | 'target' | 'givesUp'>;
}): Follower {
  const { connection, definition, names, reading, replica } = options;
  const label = `${definition.id} of ${connection.name}`;
  const api = createResourceApi(connection, definition);
  return new Follower({
    ...reading,
    label,
    api,
    replica,
    names,
    whole: givesUp =>
      new Reflector({ ...reading, label, api, target: replica.whole, givesUp }),
    within: namespace =>
      new Reflector({
        ...reading,
        label: `${label} in ${namespace}`,
        api: createResourceApi(connection, { ...definition, namespace }),
        target: replica.part(namespace),
      }),
  });
}
