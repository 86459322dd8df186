import { useState } from 'react';
import {
  Content,
  Header,
  Page,
  ProxiedSignInPage,
} from '@backstage/core-components';
import type { IdentityApi, SignInPageProps } from '@backstage/core-plugin-api';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import Card from '@material-ui/core/Card';
import CardActionArea from '@material-ui/core/CardActionArea';
import CardContent from '@material-ui/core/CardContent';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { forgetChoice, readChoice, rememberChoice } from './choice';

const GUEST = 'guest';

const PEOPLE = [
  { name: 'mia', title: 'Mia Larsson', is: 'Data engineer in sales' },
  { name: 'ben', title: 'Ben Achterberg', is: 'Data engineer in sales' },
  { name: 'noah', title: 'Noah Silva', is: 'Analyst in risk' },
  {
    name: 'pat',
    title: 'Pat Okafor',
    is: 'Platform engineer; sees every domain',
  },
  { name: 'sam', title: 'Sam Novak', is: 'Member of nothing; sees nothing' },
  { name: GUEST, title: 'Guest', is: 'Platform engineer without a name' },
];

const useStyles = makeStyles(theme => ({
  people: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(240px, 1fr))',
    gap: theme.spacing(2),
    listStyle: 'none',
    margin: theme.spacing(3, 0),
    padding: 0,
    maxWidth: 1000,
  },
  card: { height: '100%' },
}));

/** Chooses who to be in the sandbox: one of the sample users, or the guest. */
export function SignInPage(props: SignInPageProps) {
  const classes = useStyles();
  const title =
    useApi(configApiRef).getOptionalString('app.title') ?? 'Backstage';
  const [choice, setChoice] = useState(readChoice());

  if (choice) {
    return (
      <ProxiedSignInPage
        {...props}
        provider={choice === GUEST ? 'guest' : 'sample'}
        headers={choice === GUEST ? undefined : { 'x-sample-user': choice }}
        onSignInSuccess={identity =>
          props.onSignInSuccess(withSignOut(identity, forgetChoice))
        }
      />
    );
  }

  return (
    <Page themeId="home">
      <Header title={title} subtitle="Sandbox" />
      <Content>
        <Typography variant="h5" component="h2">
          Who would you like to be?
        </Typography>
        <Typography variant="body1">
          Everything here is a sandbox: the people, the Kubernetes cluster and
          the Git host are stand-ins on this machine.
        </Typography>
        <ul className={classes.people}>
          {PEOPLE.map(person => (
            <li key={person.name}>
              <Card className={classes.card}>
                <CardActionArea
                  onClick={() => {
                    rememberChoice(person.name);
                    setChoice(person.name);
                  }}
                >
                  <CardContent>
                    <Typography variant="h6" component="h3">
                      {person.title}
                    </Typography>
                    <Typography variant="body2">{person.is}</Typography>
                  </CardContent>
                </CardActionArea>
              </Card>
            </li>
          ))}
        </ul>
      </Content>
    </Page>
  );
}

/** The same identity, which on sign-out also forgets who was chosen. */
function withSignOut(
  identity: IdentityApi,
  onSignOut: () => void,
): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    async signOut() {
      onSignOut();
      await identity.signOut();
    },
  };
}
