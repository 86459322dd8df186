import type { DomainSettings } from '@lakefront/backstage-plugin-lakehouse-common';

/** What of the settings a form lets one choose. */
export const settingNames = [
  'images',
  'catalogs',
  'storage',
  'volumes',
  'serviceAccounts',
] as const;
/** One of them. */
export type SettingName = (typeof settingNames)[number];

/** One thing to choose. */
export interface SettingOption {
  value: string;
  title: string;
}

/** What may be chosen, and for images what else may be typed (`registry/sales/*`). */
export function settingOptions(
  settings: DomainSettings,
  setting: SettingName,
): { options: SettingOption[]; patterns: string[] } {
  switch (setting) {
    case 'images':
      return {
        options: settings.images
          .filter(({ image }) => !image.endsWith('*'))
          .map(({ image, title }) => ({
            value: image,
            title: title ? `${title} (${image})` : image,
          })),
        patterns: settings.images
          .map(({ image }) => image)
          .filter(image => image.endsWith('*')),
      };
    case 'serviceAccounts':
      return {
        options: settings.serviceAccounts.map(name => ({
          value: name,
          title: name,
        })),
        patterns: [],
      };
    default:
      return {
        options: settings[setting].map(({ name, title }) => ({
          value: name,
          title: title ? `${title} (${name})` : name,
        })),
        patterns: [],
      };
  }
}

/** Whether a value is one of those that may be. */
export function isOffered(
  settings: DomainSettings,
  setting: SettingName,
  value: string,
): boolean {
  const { options, patterns } = settingOptions(settings, setting);
  return (
    options.some(option => option.value === value) ||
    patterns.some(pattern => value.startsWith(pattern.slice(0, -1)))
  );
}
