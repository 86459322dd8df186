/** Has etcd forget every revision but the newest, over its JSON gateway. */
export async function compact(etcdUrl: string): Promise<void> {
  const { header } = await post<{ header: { revision: string } }>(
    `${etcdUrl}/v3/kv/range`,
    { key: encode('/'), limit: '1' },
  );
  await post(`${etcdUrl}/v3/kv/compaction`, {
    revision: header.revision,
    physical: true,
  });
}

async function post<T>(url: string, body: object): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(
      `${url} answers ${response.status}: ${await response.text()}`,
    );
  }
  return (await response.json()) as T;
}

/** The gateway takes bytes as base64. */
function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}
