import express from 'express';
import request from 'supertest';
import { sendAnswer } from './sendAnswer';

function serve(...answers: object[]) {
  const app = express();
  app.get('/', (_req, res) => sendAnswer(res, answers.shift() ?? {}));
  app.use(
    (
      error: Error,
      _req: express.Request,
      res: express.Response,
      _next: express.NextFunction,
    ) => {
      res.status(500).json({ name: error.name });
    },
  );
  return request(app);
}

describe('sendAnswer', () => {
  it('makes the tag of what is said, not of the version', async () => {
    const server = serve(
      { items: [1], version: 'a' },
      { items: [1], version: 'b' },
      { items: [2], version: 'b' },
    );
    const first = await server.get('/').expect(200);
    expect(first.body).toEqual({ items: [1], version: 'a' });
    const { etag } = first.headers;
    await server.get('/').set('If-None-Match', etag).expect(304);
    const other = await server.get('/').set('If-None-Match', etag).expect(200);
    expect(other.headers.etag).not.toBe(etag);
    expect(other.headers.vary).toContain('Authorization');
  });

  it('refuses what is above 1 MB, and tags no refusal', async () => {
    const { body, headers } = await serve({ text: 'x'.repeat(1_000_001) })
      .get('/')
      .expect(500);
    expect(body).toEqual({ name: 'AnswerTooLargeError' });
    expect(headers.etag).not.toMatch(/^W\/"[\w-]{27}"$/);
    expect(headers['cache-control']).toBeUndefined();
  });
});
