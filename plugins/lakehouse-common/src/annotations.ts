/** Labels and annotations of Lakefront. @public */
export const LABEL_DOMAIN = 'lakefront.dev/domain';
/** On namespaces: an entity ref. On objects: who owns it; written, never read as authority. @public */
export const ANNOTATION_OWNER = 'lakefront.dev/owner';
/** On namespaces: JSON, entity ref to role. @public */
export const ANNOTATION_MEMBERS = 'lakefront.dev/members';
/** @public */
export const ANNOTATION_REQUESTED_BY = 'lakefront.dev/requested-by';
/** @public */
export const ANNOTATION_CHANGE = 'lakefront.dev/change';
/** On an entity of the catalog: the domain that it stands for, by the name that its namespaces are labelled with. @public */
export const ANNOTATION_DOMAIN = 'lakefront.dev/domain';
/** On an entity of the catalog: the repository of lakeFS that it stands for, `<server>/<repository>`. @public */
export const ANNOTATION_LAKEFS = 'lakefront.dev/lakefs';
/** On an entity of the catalog: the pipeline of Kubeflow that it stands for, `<kubernetesCluster>/<namespace>/<name>`. @public */
export const ANNOTATION_KUBEFLOW_PIPELINE = 'lakefront.dev/kubeflow-pipeline';
/** On a User of the catalog: their login on the Git host. @public */
export const ANNOTATION_GIT_LOGIN = 'lakefront.dev/git-login';
/** What something is for, in a few words of who asked for it. @public */
export const ANNOTATION_PURPOSE = 'lakefront.dev/purpose';
/** Namespace that holds the settings ConfigMaps. @public */
export const SETTINGS_NAMESPACE = 'lakefront-system';
/** Key in the settings ConfigMap. @public */
export const SETTINGS_KEY = 'settings.yaml';
/** Git commit trailer that says a branch is ours. @public */
export const CHANGE_TRAILER = 'Lakefront-Change';
/** Commit status that says another person approved. @public */
export const FOUR_EYES_STATUS = 'lakefront/four-eyes';
