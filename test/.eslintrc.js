module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // The tests start what the two commands start, and those are no package:
    // they run before anything is installed.
    '@backstage/no-relative-monorepo-imports': 'off',
  },
});
