import type { Engine } from '../support/engines';
import type { World } from '../support/world';
import { circleDesk } from './circleDesk';
import { dayTwoStories } from './dayTwo';
import { firstChangeStories } from './firstChange';
import { platformStories } from './platform';
import { refusalStories } from './refusals';

/** From the form to the running object and back, on one engine. One story builds on the ones before it. */
export function circleStories(engine: Engine, world: () => World) {
  const desk = circleDesk(engine, world);
  platformStories(desk);
  refusalStories(desk);
  firstChangeStories(desk);
  dayTwoStories(desk);
}
