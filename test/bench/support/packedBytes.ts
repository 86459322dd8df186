import http from 'node:http';
import type { Person, PortalApi } from '../../e2e/api/support/PortalApi';

/** How many bytes an answer's body is on the wire, to a browser that takes gzip. */
export async function packedBytes(
  api: PortalApi,
  person: Person,
  path: string,
): Promise<number> {
  const token = await api.token(person);
  return new Promise((resolve, reject) => {
    const headers = {
      Authorization: `Bearer ${token}`,
      'Accept-Encoding': 'gzip',
    };
    http
      .get(`${api.backendUrl}/api/lakehouse${path}`, { headers }, response => {
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        response.on('error', reject);
        response.on('end', () =>
          response.statusCode === 200
            ? resolve(bytes)
            : reject(new Error(`${path} answers ${response.statusCode}`)),
        );
      })
      .on('error', reject);
  });
}
