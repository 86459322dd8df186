import { Clock } from '../../types';
import { KubeApi } from '../KubeApi';
import {
  methodNotAllowed,
  noFieldManager,
  noSuchPath,
} from '../KubeStatusError';
import { LogStore } from '../LogStore';
import { withImpliedGroups } from '../rbac';
import {
  bodyOf,
  Call,
  deleteOptions,
  isWatch,
  patchType,
  selectorOf,
  targetOf,
  writeOptions,
} from './Call';
import { ListPager } from './ListPager';
import { readBody } from './readBody';
import { answerReview } from './reviews';
import { sendJson } from './sendJson';
import { streamLog } from './streamLog';
import { streamWatch } from './streamWatch';
import { chooseView, viewList, viewObject, ViewOptions } from './view';

export interface ResourceCallsOptions {
  api: KubeApi;
  logs: LogStore;
  clock: Clock;
}

/** Everything that can be asked of a resource over HTTP. */
export class ResourceCalls {
  readonly #api: KubeApi;
  readonly #logs: LogStore;
  readonly #clock: Clock;
  readonly #pager: ListPager;

  constructor({ api, logs, clock }: ResourceCallsOptions) {
    this.#api = api;
    this.#logs = logs;
    this.#clock = clock;
    this.#pager = new ListPager(clock);
  }

  async handle(call: Call): Promise<void> {
    const { request, response, resource, name, subresource } = call;
    if (resource.review) {
      await this.#review(call);
    } else if (subresource === 'log' && resource.plural === 'pods') {
      this.#log(call);
    } else if (subresource && !(subresource === 'status' && resource.status)) {
      throw noSuchPath();
    } else if (name === undefined) {
      await this.#onCollection(call);
    } else {
      switch (request.method) {
        case 'GET':
          this.#read(call);
          break;
        case 'PUT':
        case 'PATCH':
          await this.#write(call);
          break;
        case 'DELETE':
          await this.#delete(call);
          break;
        default:
          throw methodNotAllowed();
      }
    }
    if (!response.headersSent && !response.writableEnded) {
      throw methodNotAllowed();
    }
  }

  async #onCollection(call: Call): Promise<void> {
    switch (call.request.method) {
      case 'GET':
        this.#listOrWatch(call);
        break;
      case 'POST':
        await this.#create(call);
        break;
      case 'DELETE':
        await this.#deleteCollection(call);
        break;
      default:
        throw methodNotAllowed();
    }
  }

  #read(call: Call): void {
    if (isWatch(call.query)) {
      // the old way to watch one object
      call.query.set('fieldSelector', `metadata.name=${call.name}`);
      this.#listOrWatch(call);
      return;
    }
    const object = this.#api.get(call.user, targetOf(call));
    sendJson(call.response, 200, viewObject(object, this.#viewOf(call)));
  }

  #listOrWatch(call: Call): void {
    const { query, resource, namespace, response, user } = call;
    const target = { resource, namespace };
    const selects = selectorOf(call);
    if (isWatch(query)) {
      this.#api.authorizer.check(withImpliedGroups(user), {
        verb: 'watch',
        ...targetOf(call),
      });
      streamWatch(response, {
        store: this.#api.store,
        clock: this.#clock,
        ...target,
        selects,
        query,
        view: this.#viewOf(call),
      });
      return;
    }
    const items = this.#api.list(user, target);
    const limit = Number(query.get('limit')) || 0;
    const token = query.get('continue');
    const question = [
      resource.group,
      resource.plural,
      namespace,
      query.get('labelSelector'),
      query.get('fieldSelector'),
    ].join('|');
    const page = token
      ? this.#pager.next(question, token, limit)
      : this.#pager.first(
          question,
          items.filter(selects),
          this.#api.store.version,
          limit,
        );
    const isFiltered = query.get('labelSelector') || query.get('fieldSelector');
    const metadata = {
      resourceVersion: page.version,
      ...(page.continue ? { continue: page.continue } : {}),
      ...(page.remaining && !isFiltered
        ? { remainingItemCount: page.remaining }
        : {}),
    };
    sendJson(response, 200, viewList(page.items, metadata, this.#viewOf(call)));
  }

  async #create(call: Call): Promise<void> {
    const { request, response, resource, namespace, user } = call;
    if (resource.namespaced && namespace === undefined) {
      throw methodNotAllowed();
    }
    const body = await bodyOf(request);
    const options = writeOptions(call);
    const object = this.#api.create(
      user,
      { resource, namespace },
      body,
      options,
    );
    sendJson(
      response,
      201,
      viewObject(object, this.#viewOf(call)),
      options.warnings,
    );
  }

  async #write(call: Call): Promise<void> {
    const { request, response, user } = call;
    const target = targetOf(call);
    const options = writeOptions(call);
    if (request.method === 'PUT') {
      const body = await bodyOf(request);
      const object = this.#api.update(user, target, body, options);
      sendJson(
        response,
        200,
        viewObject(object, this.#viewOf(call)),
        options.warnings,
      );
      return;
    }
    const type = patchType(request, target.resource);
    if (type === 'apply' && !options.fieldManager) {
      throw noFieldManager();
    }
    const body = await bodyOf(request);
    const { resource, namespace, name = '' } = target;
    const isNew = !this.#api.store.get(resource, namespace, name);
    const object = this.#api.patch(user, target, { type, body }, options);
    sendJson(
      response,
      isNew ? 201 : 200,
      viewObject(object, this.#viewOf(call)),
      options.warnings,
    );
  }

  async #delete(call: Call): Promise<void> {
    const { request, response, user, resource } = call;
    if (call.subresource) {
      throw methodNotAllowed();
    }
    const options = deleteOptions(await readBody(request), call.query);
    const { object, gone } = this.#api.delete(user, targetOf(call), options);
    const isShown = !gone || ['pods', 'namespaces'].includes(resource.plural);
    sendJson(
      response,
      200,
      isShown
        ? object
        : {
            kind: 'Status',
            apiVersion: 'v1',
            metadata: {},
            status: 'Success',
            details: {
              name: object.metadata.name,
              ...(resource.group ? { group: resource.group } : {}),
              kind: resource.plural,
              uid: object.metadata.uid,
            },
          },
    );
  }

  async #deleteCollection(call: Call): Promise<void> {
    const options = deleteOptions(await readBody(call.request), call.query);
    const items = this.#api.deleteCollection(
      call.user,
      targetOf(call),
      selectorOf(call),
      options,
    );
    const metadata = { resourceVersion: String(this.#api.store.version) };
    sendJson(call.response, 200, viewList(items, metadata, this.#viewOf(call)));
  }

  async #review(call: Call): Promise<void> {
    const { request, response, user, resource } = call;
    if (request.method !== 'POST') {
      throw methodNotAllowed();
    }
    this.#api.authorizer.check(user, { verb: 'create', resource });
    const body = await bodyOf(request);
    sendJson(response, 201, answerReview(this.#api, user, resource, body));
  }

  #log(call: Call): void {
    const { request, response, user, resource, namespace, name = '' } = call;
    if (request.method !== 'GET') {
      throw methodNotAllowed();
    }
    this.#api.authorizer.check(user, {
      verb: 'get',
      resource,
      subresource: 'log',
      namespace,
      name,
    });
    const pod = this.#api.existing({ resource, namespace, name });
    streamLog(response, {
      store: this.#api.store,
      logs: this.#logs,
      clock: this.#clock,
      pod,
      query: call.query,
    });
  }

  #viewOf({ request, resource, query }: Call): ViewOptions {
    return {
      view: chooseView(request.headers.accept),
      resource,
      now: this.#clock.now(),
      include: query.get('includeObject') ?? 'Metadata',
    };
  }
}
