import http from 'node:http';

const PAGE_SIZE = 500;

export const POD_PATH = '/api/v1/pods';
export const JOB_PATH = '/apis/sparkoperator.k8s.io/v1beta2/sparkapplications';

/** The baseline: every page of a list fetched and parsed, and nothing done with it. */
export async function rawList(url: string, path: string): Promise<number> {
  const agent = new http.Agent({ keepAlive: true });
  let count = 0;
  let token = '';
  try {
    do {
      const page = JSON.parse(
        await get(
          `${url}${path}?limit=${PAGE_SIZE}&continue=${encodeURIComponent(
            token,
          )}`,
          agent,
        ),
      );
      count += page.items.length;
      token = page.metadata.continue;
    } while (token);
  } finally {
    agent.destroy();
  }
  return count;
}

function get(url: string, agent: http.Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent }, async response => {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of response) chunks.push(chunk);
        resolve(Buffer.concat(chunks).toString('utf8'));
      } catch (error) {
        reject(error);
      }
    });
    request.once('error', reject);
  });
}
