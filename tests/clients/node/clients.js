// Calls the service with three unmodified clients and prints what they made of its answers.
//
// node --require ./by_name.js clients.js ADDRESS; perspective-api-client has Google's address as a
// constant, and by_name.js leads it here.

const address = process.argv[2];
const rude = 'Only an idiot would write such rubbish.';
const told = {};

async function jsClient() {
  const {Client} = require('@conversationai/perspectiveapi-js-client');
  const client = new Client('any-key');
  client.perspectiveApiUrl = `${address}/v1alpha1/comments:analyze?key=any-key`;
  told.jsClient = await client.getScores(rude);
  told.jsClientError = await client
    .getScores('hello', {attributes: ['FLIRTATION']})
    .catch((error) => error.message);
}

async function perspectiveApiClient() {
  const Perspective = require('perspective-api-client');
  const client = new Perspective({apiKey: 'any-key'});
  told.apiClient = await client.analyze(rude, {attributes: ['toxicity', 'spam']});
  told.apiClientError = await client
    .analyze('hello', {attributes: ['flirtation']})
    .catch((error) => ({name: error.name, message: error.message}));
}

async function googleapisCommon() {
  const {Discovery} = require('googleapis-common/build/src/discovery');
  const discovery = new Discovery({debug: false, includePrivate: false});
  const make = await discovery.discoverAPI(`${address}/$discovery/rest?version=v1alpha1`);
  const client = make({version: 'v1alpha1', auth: 'any-key'});
  const asked = {
    comment: {text: rude},
    requestedAttributes: {TOXICITY: {}},
    spanAnnotations: true,
  };
  told.googleapis = (await client.comments.analyze({requestBody: asked})).data;
  told.googleapisError = await client.comments
    .analyze({requestBody: {...asked, comment: {text: ''}}})
    .catch((error) => ({code: error.code, message: error.message}));
  const suggested = {
    comment: {text: rude},
    attributeScores: {TOXICITY: {summaryScore: {value: 1}}},
    clientToken: 'c-17',
  };
  told.googleapisSuggest = (await client.comments.suggestscore({requestBody: suggested})).data;
}

async function main() {
  await jsClient();
  await perspectiveApiClient();
  await googleapisCommon();
  console.log(JSON.stringify(told));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
