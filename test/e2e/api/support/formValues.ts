/** What somebody fills into "New Spark job" at the least. */
export function formValues(
  name: string,
  place: { domain?: string; kubernetesCluster?: string } = {},
) {
  return {
    place: {
      domain: place.domain ?? 'sales',
      kubernetesCluster: place.kubernetesCluster ?? 'west',
    },
    name,
    language: 'Python',
    image: 'apache/spark:4.0.1',
    mainFile: 'local:///opt/app/main.py',
    size: {
      driverCores: 1,
      driverMemory: '1g',
      executorCores: 1,
      executorMemory: '1g',
      instances: 1,
    },
  };
}
