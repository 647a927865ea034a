// The JavaScript reference: reads work on its input, answers each line with the seconds it took.
// Run by general_path.py, in the folder of an npm installation of the packages imported here.
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';
import readline from 'node:readline';

const require = createRequire(process.cwd() + '/');
const load = name => import(pathToFileURL(require.resolve(name)));
const vc = await load('@digitalbazaar/vc');
const jsigs = (await load('jsonld-signatures')).default;
const {DataIntegrityProof} = await load('@digitalbazaar/data-integrity');
const {cryptosuite} = await load('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const Ed25519Multikey = await load('@digitalbazaar/ed25519-multikey');
const {checkStatus} = await load('@digitalbazaar/vc-bitstring-status-list');
const {purposes: {AssertionProofPurpose}} = jsigs;

const lines = readline.createInterface({input: process.stdin})[Symbol.asyncIterator]();
const given = JSON.parse((await lines.next()).value);
const pages = new Map(Object.entries(given.pages));
const documentLoader = async url => {
  if(!pages.has(url)) throw new Error(`nothing at ${url}`);
  return {contextUrl: null, documentUrl: url, document: pages.get(url)};
};
const key = await Ed25519Multikey.from(given.key);
const signing = () => new DataIntegrityProof(
  {signer: key.signer(), date: new Date(given.at), cryptosuite});
const suite = new DataIntegrityProof({cryptosuite});
const sound = result => { if(!result.verified) throw result.error; };

const work = {
  issue: async () => JSON.stringify(await vc.issue(
    {credential: structuredClone(given.badge), suite: signing(), documentLoader})),
  proof: async () => sound(await jsigs.verify(
    JSON.parse(given.signed), {suite, purpose: new AssertionProofPurpose(), documentLoader})),
  whole: async () => sound(await vc.verifyCredential({
    credential: JSON.parse(given.signed), suite, documentLoader, now: new Date(given.at),
    checkStatus: options => checkStatus({...options, verifyBitstringStatusListCredential: true}),
  })),
};
console.log('ready');
for await (const line of lines) {
  const [name, times] = line.split(' ');
  const start = process.hrtime.bigint();
  for(let number = 0; number < Number(times); number++) await work[name]();
  console.log(Number(process.hrtime.bigint() - start) / 1e9);
}
