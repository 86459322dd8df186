import type { RenderResult } from '@testing-library/react';
import type { ApiHolder } from '@backstage/frontend-plugin-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { scmAuthApiRef, type ScmAuthApi } from '@backstage/integration-react';
import {
  SecretsContextProvider,
  useTemplateSecrets,
} from '@backstage/plugin-scaffolder-react';
import { Form } from '@backstage/plugin-scaffolder-react/alpha';
import validator from '@rjsf/validator-ajv8';
import { useState, type ComponentType } from 'react';
import { lakehouseApiRef, type LakehouseApi } from '../api';
import { fakeLakehouseApi } from './FakeLakehouseApi';

/** What the field for the domain gives. */
export const salesOnWest = { domain: 'sales', kubernetesCluster: 'west' };

/** A field, and where it stands in a form. */
export interface TestedField {
  field: ComponentType<any>;
  name: string;
  /** JSON schema of its value. */
  schema: object;
  /** `ui:options`. */
  options?: object;
}

/** What the form holds by now. */
export interface FormHeld {
  values: Record<string, any>;
  secrets: Record<string, string>;
}

/** As the wizard does it: the values of all steps reach every field. */
function Wizard(props: {
  // The same at each render: with new ones the form never comes to rest.
  fields: object;
  schema: object;
  uiSchema: object;
  held: FormHeld;
}) {
  const { fields, held, schema, uiSchema } = props;
  const [formData, setFormData] = useState(held.values);
  const { secrets } = useTemplateSecrets();
  Object.assign(held, { values: formData, secrets });
  return (
    <Form
      validator={validator}
      schema={schema as never}
      uiSchema={uiSchema as never}
      formData={formData as never}
      formContext={{ formData }}
      fields={fields as never}
      onChange={event =>
        setFormData(last => ({ ...last, ...(event.formData as object) }))
      }
    />
  );
}

/** How form fields are tested; `answers` are those of the backend that a test does not replace. */
export function fieldTests(answers: Partial<LakehouseApi> = {}) {
  return {
    /** Draws a field in a form; `form` tells what it holds at any time. */
    renderField(
      { field, name, schema, options: ui }: TestedField,
      formData: Record<string, unknown> = {},
      options: {
        api?: Partial<LakehouseApi>;
        /** Without it as an app without sign-in to Git hosts. */
        scmAuth?: ScmAuthApi;
      } = {},
    ): RenderResult & { form: FormHeld } {
      const form: FormHeld = { values: formData, secrets: {} };
      const rendered = renderInTestApp(
        <SecretsContextProvider>
          <Wizard
            fields={{ Tested: field }}
            schema={{ type: 'object', properties: { [name]: schema } }}
            uiSchema={{ [name]: { 'ui:field': 'Tested', 'ui:options': ui } }}
            held={form}
          />
        </SecretsContextProvider>,
        {
          apis: [
            [lakehouseApiRef, fakeLakehouseApi({ ...answers, ...options.api })],
            [scmAuthApiRef, options.scmAuth],
          ] as never,
        },
      );
      return { ...rendered, form };
    },

    /** What a field says of a value when one presses "Next". */
    async errorsOf(
      field: unknown,
      value: unknown,
      options: {
        /** Where absent, sales on west is chosen. */
        formData?: object;
        /** `ui:options`. */
        ui?: object;
        api?: Partial<LakehouseApi>;
      } = {},
    ): Promise<string[]> {
      const { validation } = field as {
        validation(data: unknown, at: object, context: object): Promise<void>;
      };
      const errors: string[] = [];
      await validation(
        value,
        { addError: (message: string) => errors.push(message) },
        {
          apiHolder: {
            get: () => fakeLakehouseApi({ ...answers, ...options.api }),
          } as ApiHolder,
          formData: options.formData ?? { place: salesOnWest },
          schema: {},
          uiSchema: { 'ui:options': options.ui },
        },
      );
      return errors;
    },
  };
}

/** A backend that does not answer. */
export const away = async (): Promise<never> => {
  throw new TypeError('Failed to fetch');
};
