/** What has to answer before the portal is called ready. Each check throws while it is not. */

const SAMPLE_USERS = ['pat', 'mia', 'ben', 'noah', 'sam'];

async function get(url, token) {
  const response = await fetch(url, {
    headers: token ? { authorization: `Bearer ${token}` } : {},
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response;
}

async function tokenOf(backend, user) {
  const response = await get(`${backend}/api/auth/sample/refresh?user=${user}`);
  return (await response.json()).backstageIdentity.token;
}

/** The backend's plugins have started. */
export async function backendIsUp(backend) {
  await get(`${backend}/.backstage/health/v1/readiness`);
}

/** Every sample user can sign in. */
export async function sampleUsersAnswer(backend) {
  for (const user of SAMPLE_USERS) await tokenOf(backend, user);
}

/** The catalog has taken in every template folder, and what the teams answer for. */
export async function catalogAnswers(backend, templates) {
  const token = await tokenOf(backend, 'pat');
  for (const name of [
    ...templates.map(template => `template/default/${template}`),
    'system/default/sales',
  ]) {
    await get(`${backend}/api/catalog/entities/by-name/${name}`, token);
  }
}

/** Every followed resource of every Kubernetes cluster has been read. */
export async function indexIsLive(backend) {
  const token = await tokenOf(backend, 'pat');
  const { items } = await (
    await get(`${backend}/api/lakehouse/freshness`, token)
  ).json();
  const late = items.filter(row => !['live', 'absent'].includes(row.state));
  if (items.length === 0) throw new Error('the index follows nothing yet');
  if (late.length > 0) {
    throw new Error(
      late
        .map(
          row =>
            `${row.kubernetesCluster} ${row.resource}: ${row.state} ${
              row.message ?? ''
            }`,
        )
        .join('; '),
    );
  }
  const domains = await (
    await get(`${backend}/api/lakehouse/domains`, token)
  ).json();
  if (domains.items.length === 0) throw new Error('no domain is there yet');
}

/** The portal's page is served. */
export async function portalIsUp(portal) {
  await get(portal);
}

/**
 * Asks again until the check passes; throws its last complaint after
 * `timeoutMs` or when aborted.
 *
 * @template T
 * @param {() => Promise<T>} check
 * @param {{ timeoutMs: number, signal?: AbortSignal }} options
 * @returns {Promise<T>}
 */
export async function waitUntil(check, { timeoutMs, signal }) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (Date.now() > deadline) throw error;
    }
    await new Promise(resolve => setTimeout(resolve, 250));
  }
}
