import type { SparkConnect } from '../../connect/SparkConnect';
import { podResources } from '../../spark/podResources';
import { domainSettings, lakeConf } from '../domainSettings';
import { namespaceOf, SEED_DOMAINS } from '../SeedDomain';
import type { SeedCompute, Size } from './SeedCompute';

const SPARK_VERSION = '4.0.1';

/** The manifest of a compute cluster of the seed, as it stands in Git. */
export function buildCompute(compute: SeedCompute): SparkConnect {
  const { domain, dynamic, executor, lake, name, server } = compute;
  const { owner } = SEED_DOMAINS.find(one => one.name === domain)!;
  const [catalog] = domainSettings(domain).catalogs;
  const env = lake && {
    env: catalog.env.map(({ name: variable, secret }) => ({
      name: variable,
      valueFrom: { secretKeyRef: secret },
    })),
  };
  return {
    apiVersion: 'sparkoperator.k8s.io/v1alpha1',
    kind: 'SparkConnect',
    metadata: {
      name,
      namespace: namespaceOf(domain),
      annotations: {
        'lakefront.dev/owner': owner,
        'lakefront.dev/requested-by': `user:default/${compute.requestedBy}`,
      },
    },
    spec: {
      sparkVersion: SPARK_VERSION,
      image: compute.image ?? `apache/spark:${SPARK_VERSION}`,
      ...(lake && {
        sparkConf: {
          ...lakeConf(domain),
          'spark.jars.packages': catalog.packages.join(','),
        },
      }),
      ...(dynamic && {
        dynamicAllocation: {
          enabled: true,
          initialExecutors: dynamic.min,
          minExecutors: dynamic.min,
          maxExecutors: dynamic.max,
        },
      }),
      server: {
        ...server,
        template: {
          spec: {
            serviceAccountName: 'spark',
            containers: [
              {
                name: 'spark-kubernetes-driver',
                ...env,
                resources: serverResources(server),
              },
            ],
          },
        },
      },
      executor: {
        ...executor,
        ...(env && {
          template: {
            spec: {
              containers: [{ name: 'spark-kubernetes-executor', ...env }],
            },
          },
        }),
      },
    },
  };
}

/** What the server's container asks for: as a driver of a JVM job would. */
function serverResources(size: Size) {
  return podResources(
    {
      type: 'Scala',
      sparkVersion: SPARK_VERSION,
      mainApplicationFile: '',
      driver: size,
      executor: {},
    },
    'driver',
  );
}

/** The same with another size, as it was before it was edited. */
export function withSize(
  connect: SparkConnect,
  size: { server: Size; executor: Size },
): SparkConnect {
  const { server, executor } = connect.spec;
  const [container] = server.template!.spec!.containers!;
  return {
    ...connect,
    spec: {
      ...connect.spec,
      server: {
        ...size.server,
        template: {
          spec: {
            ...server.template!.spec,
            containers: [
              { ...container, resources: serverResources(size.server) },
            ],
          },
        },
      },
      executor: { ...executor, ...size.executor },
    },
  };
}
