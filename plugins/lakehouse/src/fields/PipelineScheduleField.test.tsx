import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { salesOnWest } from '../__testUtils__/fieldTests';
import {
  choose,
  errorsOf,
  renderField,
  starter,
  withKubeflow,
} from '../__testUtils__/pipelineForms';
import { seriousFaults } from '../__testUtils__/renderLakehouse';
import {
  PipelineScheduleField,
  pipelineScheduleFormField,
} from './PipelineScheduleField';

jest.setTimeout(30_000);

describe('LakehousePipelineSchedule', () => {
  const field = {
    field: PipelineScheduleField,
    name: 'schedule',
    schema: { type: 'object', title: 'When' },
  };

  it('is once, or a time in words with the next five', async () => {
    const { container, form } = renderField(field, { place: salesOnWest });
    expect(form.values.schedule?.cron).toBeUndefined();
    await choose(/When/, /By the clock/);
    expect(await screen.findByText(/At 03:00 AM/)).toBeTruthy();
    const box = screen.getByLabelText('Time');
    await userEvent.clear(box);
    await userEvent.type(box, '30 4 * * 1');
    const zone = screen.getByLabelText('Time zone');
    await userEvent.clear(zone);
    await userEvent.type(zone, 'Asia/Tokyo');
    expect(
      await screen.findByText('At 04:30 AM, only on Monday, Asia/Tokyo.'),
    ).toBeTruthy();
    const next = screen.getByText(/^Next: /).textContent ?? '';
    expect(next.split(';')).toHaveLength(5);
    expect(next).toMatch(/4:30/);
    expect(form.values.schedule).toEqual({
      ...{ cron: '30 4 * * 1', timeZone: 'Asia/Tokyo' },
    });
    expect(await seriousFaults(container)).toEqual([]);
    await choose(/When/, /Once/);
    expect(form.values.schedule?.cron).toBeUndefined();
  });

  it('says what is wrong, and what never comes', async () => {
    renderField(field, {
      place: salesOnWest,
      schedule: { cron: '0 0 * * 7', timeZone: 'UTC' },
    });
    expect(await screen.findByText(/"7" is outside of 0 to 6/)).toBeTruthy();
    const box = screen.getByLabelText('Time');
    await userEvent.clear(box);
    await userEvent.type(box, '0 0 31 2 *');
    expect(
      await screen.findByText(/no such time in the next five years/),
    ).toBeTruthy();
  });

  it("has KFP's own only where the platform allows it, without a zone", async () => {
    const { form } = renderField(
      field,
      { place: salesOnWest, schedule: { cron: '0 3 * * *', timeZone: 'UTC' } },
      {
        api: withKubeflow({ starter, recurringRuns: true }),
      },
    );
    await screen.findByLabelText('Started by');
    await choose(/Started by/, /KFP itself/);
    expect(form.values.schedule).toEqual({
      cron: '0 3 * * *',
      how: 'recurring-run',
    });
    expect(screen.queryByLabelText('Time zone')).toBeNull();
    expect(screen.getByText(/one time zone for all/)).toBeTruthy();
    await choose(/Started by/, /The pipeline starter/);
    expect(form.values.schedule.how).toBeUndefined();
  });

  it('says that the domain has nothing that starts runs', async () => {
    renderField(field, { place: salesOnWest }, { api: withKubeflow() });
    expect(
      await screen.findByText(/settings of sales have no pipeline starter/),
    ).toBeTruthy();
  });

  it.each<[unknown, RegExp[]]>([
    [undefined, []],
    [{}, []],
    [{ cron: '0 3 * * *', timeZone: 'UTC' }, []],
    [{ cron: '0 3 * * *', how: 'recurring-run' }, []],
    [{ cron: 'daily', timeZone: 'UTC' }, [/five are needed/]],
    [{ cron: '0 3 * * *', timeZone: 'Mars' }, [/no time zone/]],
    [{ cron: '0 3 * * *' }, [/no time zone/]],
  ])('on "Next" says of %j', async (value, expected) => {
    expect(await errorsOf(pipelineScheduleFormField, value)).toEqual(
      expected.map(pattern => expect.stringMatching(pattern)),
    );
  });
});
