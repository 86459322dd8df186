import { Alert } from '@backstage/ui';

/** What is missing and why, one line each; nothing where there is nothing to say. */
export function SentencesBanner(props: { sentences: string[] }) {
  const { sentences } = props;
  if (sentences.length === 0) {
    return null;
  }
  return (
    <Alert
      status="warning"
      icon
      role="status"
      title={
        <>
          {sentences.map(sentence => (
            <div key={sentence}>{sentence.replace(/\.$/, '')}.</div>
          ))}
        </>
      }
    />
  );
}
