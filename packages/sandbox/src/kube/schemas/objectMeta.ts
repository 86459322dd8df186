import {
  boolean,
  dateTime,
  freeForm,
  int64,
  list,
  object,
  string,
  stringMap,
  strings,
} from './JsonSchema';

/** Metadata of every object. */
export const objectMeta = object({
  annotations: stringMap,
  creationTimestamp: dateTime,
  deletionGracePeriodSeconds: int64,
  deletionTimestamp: dateTime,
  finalizers: strings,
  generateName: string,
  generation: int64,
  labels: stringMap,
  managedFields: list(freeForm),
  name: string,
  namespace: string,
  ownerReferences: list(
    object(
      {
        apiVersion: string,
        blockOwnerDeletion: boolean,
        controller: boolean,
        kind: string,
        name: string,
        uid: string,
      },
      ['apiVersion', 'kind', 'name', 'uid'],
    ),
  ),
  resourceVersion: string,
  selfLink: string,
  uid: string,
});
