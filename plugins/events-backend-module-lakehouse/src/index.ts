/**
 * The door for webhooks of the Git hosts that Lakefront writes to.
 *
 * @packageDocumentation
 */
export { eventsModuleLakehouse as default } from './module';
