import { useRouteRef } from '@backstage/frontend-plugin-api';
import { templateRouteRef } from './routes';

/**
 * Addresses of software templates' forms, with answers to begin with; nothing
 * where the app has no forms.
 */
export function useTemplatePath():
  | ((templateName: string, answers?: Record<string, unknown>) => string)
  | undefined {
  const template = useRouteRef(templateRouteRef);
  return (
    template &&
    ((templateName, answers) => {
      const path = template({ namespace: 'default', templateName });
      return answers
        ? `${path}?${new URLSearchParams({
            formData: JSON.stringify(answers),
          })}`
        : path;
    })
  );
}
