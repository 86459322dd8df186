/** The domain and Kubernetes cluster that a form is about; the domain picker's value. @public */
export interface DomainChoice {
  domain: string;
  kubernetesCluster: string;
}

/** Whether a form's value is a domain on a Kubernetes cluster. */
export function isDomainChoice(value: unknown): value is DomainChoice {
  const { domain, kubernetesCluster } = (value ?? {}) as Partial<DomainChoice>;
  return (
    typeof domain === 'string' &&
    domain !== '' &&
    typeof kubernetesCluster === 'string' &&
    kubernetesCluster !== ''
  );
}

/**
 * The domain that was chosen in this form, perhaps in an earlier step: the
 * wizard hands every field the values of all steps. A template may call the
 * field what it likes; `name` says which one where there are several.
 */
export function choiceIn(
  formData: unknown,
  name?: string,
): DomainChoice | undefined {
  const values = (formData ?? {}) as Record<string, unknown>;
  if (name) {
    const value = values[name];
    return isDomainChoice(value) ? value : undefined;
  }
  return Object.values(values).find(isDomainChoice);
}

/** Whether a form is about something that is there already: "Open in template" says so by its hidden `action`. */
export function changesWhatIsThere(formData: unknown): boolean {
  return (formData as { action?: unknown } | undefined)?.action === 'update';
}

/** The values of all steps, as the wizard passes them on. */
export function formDataOf(formContext: unknown): Record<string, unknown> {
  const { formData } = (formContext ?? {}) as {
    formData?: Record<string, unknown>;
  };
  return formData ?? {};
}
