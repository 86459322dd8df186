import Typography from '@material-ui/core/Typography';
import type {
  Fit,
  Footprint,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { describeFootprint, describeParts } from '../components/FootprintLine';
import type { DomainChoice } from './place';
import { useFit } from './useFit';

/** What a size asks for, part by part, and whether the domain has it. */
export function SizeFootprint(props: {
  footprint: Footprint | undefined;
  place: DomainChoice | undefined;
}) {
  const { footprint, place } = props;
  const { fit, problem } = useFit(place, footprint);
  if (!footprint) {
    return null;
  }
  return (
    <div role="status">
      <Typography variant="body2">
        Asks for {describeFootprint(footprint)}, overhead included (
        {describeParts(footprint).join('; ')}).
      </Typography>
      {fit && <Typography variant="body2">{fitLine(fit)}</Typography>}
      {problem && <Typography variant="body2">{problem}</Typography>}
    </div>
  );
}

/** Whether it fits; if not, whether it only waits or can never run. */
function fitLine(fit: Fit): string {
  if (fit.fits) {
    return `✓ Fits: ${fit.summary}.`;
  }
  const never = fit.problems.filter(({ code }) => code !== 'quota');
  const messages = (never.length > 0 ? never : fit.problems).map(
    ({ message }) => message,
  );
  // Two quotas often say the same, as that of requests and that of limits.
  const sentence = [...new Set(messages)].join('; ');
  return never.length > 0
    ? `✗ Cannot run: ${sentence}.`
    : `⏸ Would have to wait: ${sentence}.`;
}
