import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { launcher } from '../../support/launcher';

const run = promisify(execFile);

const GIVEN = 'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';
/** PostgreSQL refuses to run as root; this user has no rights to lose. */
const NOBODY = 65_534;

export interface Postgres {
  /** As `pg` and Backstage's `backend.database.connection` take it. */
  connection: { host: string; port: number; user: string; password?: string };
  /** What the names of this run's databases begin with. */
  prefix: string;
  /** A connection to the database of a plugin. */
  connect(pluginId: string): Promise<Client>;
  stop(): Promise<void>;
}

/** Why there is no PostgreSQL for a test, in a sentence; undefined where there is. */
export function whyNoPostgres(): string | undefined {
  if (process.env[GIVEN] || findBinaries()) return undefined;
  return `no PostgreSQL on this machine (initdb and postgres), and ${GIVEN} is not set`;
}

/** The server that the environment names, else one of our own that goes with us. */
export async function startPostgres(): Promise<Postgres> {
  const given = process.env[GIVEN];
  return given ? useGiven(given) : startOwn();
}

function findBinaries(): string | undefined {
  const packaged = '/usr/lib/postgresql';
  const versions = fs.existsSync(packaged) ? fs.readdirSync(packaged) : [];
  return [
    ...(process.env.PATH ?? '').split(path.delimiter),
    ...versions.map(version => path.join(packaged, version, 'bin')),
  ].find(folder =>
    ['initdb', 'postgres'].every(name =>
      fs.existsSync(path.join(folder, name)),
    ),
  );
}

async function startOwn(): Promise<Postgres> {
  const { freePort, startProcess, tail, waitUntil } = await launcher();
  const binaries = findBinaries();
  if (!binaries) throw new Error(whyNoPostgres());
  const directory = await mkdtemp(path.join(os.tmpdir(), 'lakefront-pg-'));
  const uid = process.getuid?.() === 0 ? NOBODY : undefined;
  if (uid !== undefined) await chown(directory, uid, uid);
  const data = path.join(directory, 'data');
  const connection = {
    host: '127.0.0.1',
    port: await freePort(),
    user: 'postgres',
  };
  await run(
    path.join(binaries, 'initdb'),
    [
      ...['-D', data, '-U', connection.user, '--auth=trust', '--no-sync'],
      ...['--encoding=UTF8', '--locale=C'],
    ],
    { cwd: directory, uid },
  );
  const server = startProcess({
    name: 'postgres',
    command: path.join(binaries, 'postgres'),
    args: [
      ...['-D', data, '-p', String(connection.port)],
      ...['-c', `listen_addresses=${connection.host}`],
      ...['-c', 'unix_socket_directories='],
      // Nothing of it has to outlive the test; two backends hold many connections.
      ...['-c', 'fsync=off', '-c', 'max_connections=300'],
    ],
    cwd: directory,
    env: {},
    uid,
    // Its own folder is the one that this user may not write to.
    logFile: `${directory}.log`,
    verbose: false,
  });
  const stop = async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
    await rm(server.logFile, { force: true });
  };
  const ended = server.exited.then((sentence: string) => {
    throw new Error(`${sentence}\n${tail(server.logFile)}`);
  });
  ended.catch(() => {});
  try {
    await Promise.race([
      waitUntil(
        () => ask({ ...connection, database: 'postgres' }, 'SELECT 1'),
        {
          timeoutMs: 60_000,
        },
      ),
      ended,
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...databasesOf(connection, 'backstage_plugin_'), stop };
}

/** Databases of our own on a server that is not; they are dropped in the end. */
function useGiven(connectionString: string): Postgres {
  const url = new URL(connectionString);
  const connection = {
    host: url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    ...(url.password && { password: decodeURIComponent(url.password) }),
  };
  const prefix = `lakefront_${Date.now().toString(36)}_`;
  return {
    ...databasesOf(connection, prefix),
    async stop() {
      const admin = { ...connection, database: 'postgres' };
      const { rows } = await ask<{ datname: string }>(
        admin,
        'SELECT datname FROM pg_database',
      );
      for (const { datname } of rows) {
        if (datname.startsWith(prefix)) {
          await ask(admin, `DROP DATABASE "${datname}" WITH (FORCE)`);
        }
      }
    },
  };
}

function databasesOf(connection: Postgres['connection'], prefix: string) {
  return {
    connection,
    prefix,
    async connect(pluginId: string) {
      const client = new Client({
        ...connection,
        database: `${prefix}${pluginId}`,
      });
      await client.connect();
      return client;
    },
  };
}

async function ask<T extends object>(
  where: Postgres['connection'] & { database: string },
  statement: string,
) {
  const client = new Client(where);
  try {
    await client.connect();
    return await client.query<T>(statement);
  } finally {
    await client.end();
  }
}
