const { TestEnvironment } = require('jest-environment-node');
const { JSDOM } = require('jsdom');

/**
 * Node, with a `JSDOM` that was loaded outside the test: parts of jsdom are ES
 * modules, which Jest's own `require` does not take. The jsdom environment will
 * not do, since it has no `fetch` and the tests run a server.
 */
module.exports = class PageTestEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.JSDOM = JSDOM;
  }
};
